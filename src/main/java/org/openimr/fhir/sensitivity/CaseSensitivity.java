package org.openimr.fhir.sensitivity;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;

/**
 * Which resources of a case are sensitive, and how.
 *
 * <p>A resource is so by its own codes and labels, and by those of what it refers to, over any
 * number of steps. Contents follow their documents. What a disputed service is, every document of
 * the case is as well. Those who take part (members, organizations, professionals, places) bear no
 * labels for their codes, but pass them on.
 */
public final class CaseSensitivity {

  /** Types of those who take part in a case. */
  static final Set<String> TAKE_PART =
      Set.copyOf(
          Arrays.asList(
              ("Patient RelatedPerson Coverage Organization Practitioner PractitionerRole Location"
                      + " HealthcareService Endpoint")
                  .split(" ")));

  private static final Set<String> PAPERS =
      Set.of(
          "DocumentReference",
          "Binary",
          "QuestionnaireResponse",
          "Communication",
          "CommunicationRequest");

  private final SensitivityRules rules;
  private final MemberAge age;
  private final Map<String, Resource> resources;
  private final Map<String, Told> told = new LinkedHashMap<>();
  private final Map<String, Set<String>> classes = new HashMap<>();

  private CaseSensitivity(SensitivityRules rules, MemberAge age, Map<String, Resource> resources) {
    this.rules = rules;
    this.age = age;
    this.resources = resources;
  }

  /**
   * Finds out what is sensitive.
   *
   * @param rules the rules
   * @param task the case
   * @param resources the case and what belongs to it, by the reference that names each
   * @param on the day on which the age of the member is asked
   * @return what was found
   */
  public static CaseSensitivity of(
      SensitivityRules rules, Task task, Map<String, Resource> resources, LocalDate on) {
    Patient member =
        resources.get(String.valueOf(task.getFor().getReference())) instanceof Patient patient
            ? patient
            : null;
    CaseSensitivity found = new CaseSensitivity(rules, MemberAge.of(member, on), resources);
    resources.forEach((name, each) -> found.told.put(name, Told.by(each, rules)));
    found.told.forEach((name, each) -> found.classes.put(name, new TreeSet<>(each.classes())));
    found.spread();
    found.dispute(task);
    return found;
  }

  /** Lets every resource have what those have to which it refers. */
  private void spread() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Map.Entry<String, Told> each : told.entrySet()) {
        for (String reference : each.getValue().references()) {
          changed |= pass(reference, each.getKey());
        }
        for (String content : each.getValue().contents()) {
          changed |= pass(each.getKey(), content);
        }
      }
    }
  }

  private boolean pass(String from, String to) {
    // what a member has does not make sensitive what is about the member
    return classes.containsKey(to)
        && !(resources.get(from) instanceof Patient)
        && classes.get(to).addAll(classes.getOrDefault(from, Set.of()));
  }

  private void dispute(Task task) {
    Set<String> disputed = new TreeSet<>();
    disputed.addAll(classes.getOrDefault(String.valueOf(task.getFocus().getReference()), Set.of()));
    disputed.addAll(
        classes.getOrDefault(String.valueOf(task.getReasonReference().getReference()), Set.of()));
    resources.forEach(
        (name, resource) -> {
          if (PAPERS.contains(resource.fhirType())) {
            classes.get(name).addAll(disputed);
          }
        });
    spread();
  }

  /**
   * Returns the classes of a resource.
   *
   * @param name the reference that names it
   * @return codes of {@code imr-sensitivity}, with all that follows from them
   */
  public Set<String> classes(String name) {
    Resource resource = resources.get(name);
    boolean takesPart = resource != null && TAKE_PART.contains(resource.fhirType());
    Set<String> found = new TreeSet<>();
    if (takesPart) {
      SecurityLabels.of(resource).forEach(label -> found.addAll(rules.labelledBy(label)));
    } else {
      found.addAll(classes.getOrDefault(name, Set.of()));
    }
    if (resource instanceof Patient patient && ConfidentialAddress.isIn(patient)) {
      found.add(SensitivityRules.CONFIDENTIAL_COMMUNICATION);
    }
    if (resource instanceof Task task && ConfidentialAddress.isIn(task)) {
      found.add(SensitivityRules.CONFIDENTIAL_COMMUNICATION);
    }
    return rules.closed(found, age);
  }

  /**
   * Labels a resource with what it is; labels that it has stay, and the confidentiality is raised.
   *
   * @param name the reference that names it
   * @return whether that changed it
   */
  public boolean label(String name) {
    return SecurityLabels.add(resources.get(name), classes(name), rules);
  }
}
