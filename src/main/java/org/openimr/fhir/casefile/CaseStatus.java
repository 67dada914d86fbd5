package org.openimr.fhir.casefile;

import java.time.Instant;
import java.time.ZoneId;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.lifecycle.StatedStatus;
import org.openimr.fhir.TimeText;

/** The status of a case as its Task states it. */
public final class CaseStatus {

  private static final String SYSTEM = "https://openimr.org/fhir/CodeSystem/imr-business-status";

  private static final String KEPT =
      "https://openimr.org/fhir/StructureDefinition/imr-stated-status";

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

  /**
   * Keeps on a case the status that its submitter stated and that no event shows.
   *
   * @param task the case, which is changed
   * @param stated the status, or null
   * @param zone the zone in which its time is written
   */
  public static void keep(Task task, StatedStatus stated, ZoneId zone) {
    task.getExtension().removeIf(each -> KEPT.equals(each.getUrl()));
    if (stated != null) {
      Extension kept = task.addExtension().setUrl(KEPT);
      kept.addExtension("status", new CodeType(stated.code()));
      Instant at = Instant.ofEpochSecond(stated.at().getEpochSecond());
      kept.addExtension("at", TimeText.write(at, zone));
    }
  }

  /**
   * Reads the status that was kept.
   *
   * @param task a case
   * @return what its submitter stated, or null if events show a status
   */
  public static StatedStatus kept(Task task) {
    Extension kept = task.getExtensionByUrl(KEPT);
    return kept == null
        ? null
        : new StatedStatus(
            kept.getExtensionByUrl("status").getValue().primitiveValue(),
            ((DateTimeType) kept.getExtensionByUrl("at").getValue()).getValue().toInstant());
  }
}
