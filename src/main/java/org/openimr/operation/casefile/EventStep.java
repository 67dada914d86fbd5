package org.openimr.operation.casefile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DateTimeType;
import org.openimr.core.assessment.EventRecording.Entry;
import org.openimr.core.assessment.EventRecording.Recorded;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.lifecycle.RefusedEventException;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.transaction.EventTransaction;
import org.openimr.fhir.casefile.transaction.EventTransaction.Enclosure;
import org.openimr.fhir.request.InformationRequests;
import org.openimr.operation.access.Caller;

/** An event that an operation records in a case, with what else it does. */
public final class EventStep {

  private EventStep() {}

  /**
   * Records it. What is wrong otherwise is told together with what the case forbids.
   *
   * @param problems what else is wrong
   * @throws RefusedEventException if the case forbids it, and nothing else is wrong
   * @throws UnreadableResourceException naming all that is wrong
   */
  public static Recorded recorded(
      StoredCases cases,
      CaseFile file,
      ReviewCase known,
      Entry entry,
      Instant now,
      List<Problem> problems) {
    List<Problem> all = new ArrayList<>(problems);
    try {
      Recorded recorded = cases.record(file, known, entry, now);
      if (all.isEmpty()) {
        return recorded;
      }
    } catch (RefusedEventException refused) {
      if (all.isEmpty()) {
        throw refused;
      }
      refused.reasons().forEach(each -> all.add(new Problem("business-rule", null, each)));
    }
    throw new UnreadableResourceException(all);
  }

  /**
   * Writes it, with all that follows from it, and asks for what the case then lacks.
   *
   * @param enclosures what is stored besides
   * @return the changes of the case
   */
  public static Bundle changes(
      Caller caller,
      CaseFile file,
      Recorded recorded,
      InformationRequests requests,
      DateTimeType time,
      List<Enclosure> enclosures) {
    Bundle changes = EventTransaction.write(file, recorded, caller.recorder(), time, enclosures);
    requests.renewal(file, recorded.assessment(), time).join(file.task(), changes);
    return changes;
  }
}
