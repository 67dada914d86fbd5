package org.openimr.operation.casefile;

import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.reviewer.InvolvedParties;
import org.openimr.operation.access.Caller;

/**
 * The care that a case is about.
 *
 * @see <a href="../../../../../../../docs/readings.md">R-64</a>
 */
public final class Care {

  // the plan's own physicians are no part of the care
  private static final Set<String> PARTS =
      Set.of("provider", "facility", "member", "representative");

  private Care() {}

  /** Whether the person before the program was personally involved in it, as far as is known. */
  public static boolean involves(Caller caller, CaseFile file) {
    return involves(caller, file.byReference());
  }

  /** The same of a case that is not stored yet, by what its references say. */
  public static boolean involves(Caller caller, Map<String, Resource> resources) {
    if (caller.npi().isEmpty()) {
      return false;
    }
    return InvolvedParties.of(resources).stream()
        .anyMatch(each -> PARTS.contains(each.part()) && caller.isPerson(each.names()));
  }
}
