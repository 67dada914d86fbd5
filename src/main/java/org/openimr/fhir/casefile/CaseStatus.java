package org.openimr.fhir.casefile;

import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Task;

/** The status of a case as its Task states it. */
public final class CaseStatus {

  private static final String SYSTEM = "https://openimr.org/fhir/CodeSystem/imr-business-status";

  private CaseStatus() {}

  /**
   * Reads the status.
   *
   * @param task a case
   * @return a code of {@code imr-business-status}, or null
   */
  public static String stated(Task task) {
    return task.getBusinessStatus().getCoding().stream()
        .filter(coding -> SYSTEM.equals(coding.getSystem()))
        .map(Coding::getCode)
        .findFirst()
        .orElse(null);
  }
}
