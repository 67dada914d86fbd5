package org.openimr.fhir.reviewer;

import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.openimr.core.reviewer.Candidate;
import org.openimr.core.reviewer.Credential;

/**
 * What everybody may know of a reviewer: specialties, certifications and where the license holds,
 * and no name or number.
 *
 * @see <a href="../../../../../../../docs/reviewers.md">P28</a>
 */
public final class Qualifications {

  private static final String NUCC = "http://nucc.org/provider-taxonomy";

  private Qualifications() {}

  /**
   * Tells them.
   *
   * @param reviewer the reviewer
   * @param day the day on which they must hold
   * @param specialties what specialties are called, by code
   * @return the specialties as codes, and a sentence
   */
  public static CodeableConcept of(
      Candidate reviewer, LocalDate day, Map<String, String> specialties) {
    CodeableConcept told = new CodeableConcept();
    new TreeSet<>(reviewer.specialties())
        .forEach(code -> told.addCoding(new Coding(NUCC, code, null)));
    Set<String> certified = new TreeSet<>();
    Set<String> licensed = new TreeSet<>();
    for (Credential each : reviewer.credentials()) {
      if (each.inForceOn(day) && each.specialty() != null) {
        certified.add(specialties.getOrDefault(each.specialty(), each.specialty()));
      }
      if (each.inForceOn(day) && each.kind().equals("license") && each.jurisdiction() != null) {
        licensed.add(each.jurisdiction());
      }
    }
    if (certified.isEmpty()) {
      reviewer.specialties().forEach(code -> certified.add(specialties.getOrDefault(code, code)));
    }
    return told.setText(
        "Board-certified in "
            + String.join(", ", certified)
            + "; licensed in "
            + String.join(", ", licensed)
            + ".");
  }
}
