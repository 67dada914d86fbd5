package org.openimr.operation.notice;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.DateTimeType;
import org.openimr.core.assessment.EventRecording.Entry;
import org.openimr.core.assessment.EventRecording.Recorded;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.notice.NoticeKind;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.fhir.TimeText;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.event.CaseEntries;
import org.openimr.fhir.notice.KnownNotice;
import org.openimr.fhir.notice.KnownNotice.State;
import org.openimr.fhir.request.InformationRequests;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.Care;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.EventStep;
import org.openimr.operation.casefile.StoredCases;

/**
 * What sending a notice does to its case: with the last notice of a duty the event is recorded by
 * which the duty is met, as {@code $record-event} records it.
 */
final class NoticeSending {

  private final StoredCases cases;
  private final CaseStore store;
  private final NoticeRegister register;
  private final InformationRequests requests;
  private final Caller caller;
  private final CaseFile file;
  private final KnownNotice known;
  private final Instant now;

  NoticeSending(
      StoredCases cases,
      CaseStore store,
      NoticeRegister register,
      InformationRequests requests,
      Caller caller,
      CaseFile file,
      KnownNotice known,
      Instant now) {
    this.cases = cases;
    this.store = store;
    this.register = register;
    this.requests = requests;
    this.caller = caller;
    this.file = file;
    this.known = known;
    this.now = now;
  }

  /** Whether the duty is met with this one: all others of its kind and occasion were sent. */
  boolean meets(NoticeKind kind) {
    Set<String> sent =
        sentBefore().stream().map(KnownNotice::recipient).collect(Collectors.toSet());
    sent.add(known.recipient());
    return kind.meets() != null && sent.containsAll(kind.ways().keySet());
  }

  private List<KnownNotice> sentBefore() {
    return register.ofCase(known.caseId()).stream()
        .filter(each -> each.kind().equals(known.kind()))
        .filter(each -> each.occasion().equals(known.occasion()))
        .filter(each -> each.state() == State.SENT)
        .toList();
  }

  /** The change of the case with the event, at the time at which the last notice went out. */
  Bundle recorded(NoticeKind kind, Instant sent) {
    Instant latest = sent;
    for (KnownNotice each : sentBefore()) {
      String address = "Communication/" + each.communication();
      if (store.read(Caller.SERVER, Set.of(address)).get(address) instanceof Communication other
          && other.getSent() != null
          && other.getSent().toInstant().isAfter(latest)) {
        latest = other.getSent().toInstant();
      }
    }
    CaseEvent event =
        new CaseEvent(
            CaseEntries.next(file.task()),
            kind.meets(),
            EventTime.at(latest),
            null,
            kind.reason(),
            null,
            null,
            "Communication/" + known.communication());
    Recorded recorded =
        cases.record(
            file,
            cases.read(file),
            new Entry(event, Map.of(), caller.role(), Care.involves(caller, file)),
            now);
    ReviewPolicy policy = recorded.assessment().situation().policy();
    DateTimeType time = TimeText.write(policy.days().at(now), policy.days().zone());
    Bundle changes = EventStep.changes(caller, file, recorded, requests, time, List.of());
    return changes;
  }
}
