package org.openimr.operation.packet;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DateTimeType;
import org.openimr.core.assessment.EventRecording.Entry;
import org.openimr.core.assessment.EventRecording.Recorded;
import org.openimr.core.calendar.LocalDays;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.deadline.Deadline;
import org.openimr.core.deadline.DutyStatus;
import org.openimr.core.lifecycle.RefusedEventException;
import org.openimr.fhir.TimeText;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.event.CaseEntries;
import org.openimr.fhir.packet.EarlierPackets;
import org.openimr.fhir.request.InformationRequests;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.EventStep;
import org.openimr.operation.casefile.StoredCases;
import org.openimr.operation.review.ReviewRelease;

/**
 * Records that late records were forwarded (V24) once they are in a packet for a review
 * organization that works here.
 */
public final class ForwardedRecords {

  private static final String RECEIVED = "new-record-received";
  private static final String FORWARDED = "new-record-forwarded";
  private static final Set<DutyStatus> OPEN = Set.of(DutyStatus.RUNNING, DutyStatus.OVERDUE);
  private static final int MOST = 50;

  private final StoredCases cases;
  private final CaseStore store;
  private final InformationRequests requests;

  /**
   * Makes it.
   *
   * @param cases knows what is stored, and what governs it
   * @param store where cases are kept
   * @param requests asks for what the case lacks afterwards
   */
  public ForwardedRecords(StoredCases cases, CaseStore store, InformationRequests requests) {
    this.cases = cases;
    this.store = store;
    this.requests = requests;
  }

  /** Records it of every arrival whose document the packets hold. */
  void record(Caller plan, CaseFile stored, EarlierPackets packets, Instant now) {
    CaseFile file = stored;
    for (int i = 0; i < MOST && one(plan, file, packets, now); i++) {
      file = store.load(Caller.SERVER, file.task().getIdElement().getIdPart());
    }
  }

  private boolean one(Caller plan, CaseFile file, EarlierPackets packets, Instant now) {
    CaseEntries.name(file.task());
    ReviewCase known = cases.read(file);
    CaseEvent arrival = arrival(known, packets);
    if (arrival == null || !owed(file, now) || !ReviewRelease.worksHere(file, known)) {
      return false;
    }
    LocalDays days = cases.policy(known).days();
    List<Bundle> all = packets.packets();
    CaseEvent event =
        new CaseEvent(
            CaseEntries.next(file.task()),
            FORWARDED,
            EventTime.at(now),
            plan.role(),
            null,
            null,
            arrival.id(),
            "Bundle/" + all.get(all.size() - 1).getIdElement().getIdPart());
    Recorded recorded;
    try {
      recorded = cases.record(file, known, new Entry(event, Map.of(), plan.role(), false), now);
    } catch (RefusedEventException e) {
      return false;
    }
    DateTimeType time = TimeText.write(days.at(now), days.zone());
    store.save(Caller.SERVER, EventStep.changes(plan, file, recorded, requests, time, List.of()));
    return true;
  }

  /** The first arrival that nothing answers yet, and whose document was sent on. */
  private static CaseEvent arrival(ReviewCase known, EarlierPackets packets) {
    Set<String> answered = new HashSet<>();
    known.events().forEach(each -> answered.add(String.valueOf(each.refersTo())));
    Set<String> held = packets.documents().keySet();
    return known.events().stream()
        .filter(each -> each.code().equals(RECEIVED))
        .filter(each -> !answered.contains(each.id()))
        .filter(each -> each.evidence() != null && held.contains(each.evidence()))
        .findFirst()
        .orElse(null);
  }

  private boolean owed(CaseFile file, Instant now) {
    for (Deadline each : cases.assess(file, now).deadlines()) {
      if (RECEIVED.equals(each.startedBy()) && OPEN.contains(each.status())) {
        return true;
      }
    }
    return false;
  }
}
