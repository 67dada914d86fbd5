package org.openimr.fhir.sensitivity;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/**
 * Whether a resource that is written alone is sensitive: by itself, and by what it refers to, which
 * was labelled when it was written.
 */
public final class LoneSensitivity {

  private final SensitivityRules rules;

  /**
   * Prepares it.
   *
   * @param rules the rules
   */
  public LoneSensitivity(SensitivityRules rules) {
    this.rules = rules;
  }

  /**
   * Labels a resource.
   *
   * @param written the resource
   * @param on the day on which the age of the member is asked
   * @param stored finds stored resources by relative reference
   * @return the references of its contents, which have the same labels
   */
  public List<String> label(
      Resource written, LocalDate on, Function<String, Optional<Resource>> stored) {
    SecurityLabels.repeat(written);
    Told told = Told.by(written, rules);
    Set<String> classes = new HashSet<>();
    MemberAge age = MemberAge.UNKNOWN;
    if (!CaseSensitivity.TAKE_PART.contains(written.fhirType())) {
      classes.addAll(told.classes());
      for (String reference : new HashSet<>(told.references())) {
        Resource found = stored.apply(reference).orElse(null);
        if (found instanceof Patient member) {
          age = MemberAge.of(member, on);
        } else if (found != null) {
          classes.addAll(Told.by(found, rules).classes());
          through(found, stored, classes);
        }
      }
    } else {
      SecurityLabels.of(written).forEach(label -> classes.addAll(rules.labelledBy(label)));
    }
    if (written instanceof Patient member && ConfidentialAddress.isIn(member)) {
      classes.add(SensitivityRules.CONFIDENTIAL_COMMUNICATION);
    }
    SecurityLabels.add(written, rules.closed(classes, age), rules);
    return told.contents();
  }

  /** Those who take part bear no labels, so that a step more is looked at through them. */
  private void through(
      Resource taking, Function<String, Optional<Resource>> stored, Set<String> classes) {
    if (CaseSensitivity.TAKE_PART.contains(taking.fhirType())) {
      for (String reference : Told.by(taking, rules).references()) {
        stored
            .apply(reference)
            .filter(found -> !(found instanceof Patient))
            .ifPresent(found -> classes.addAll(Told.by(found, rules).classes()));
      }
    }
  }
}
