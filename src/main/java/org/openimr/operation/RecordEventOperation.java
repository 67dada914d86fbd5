package org.openimr.operation;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.assessment.EventRecording.Entry;
import org.openimr.core.assessment.EventRecording.Recorded;
import org.openimr.core.calendar.LocalDays;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.casefile.UnacceptableCaseException;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Situation;
import org.openimr.fhir.TimeText;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.answer.Explanation;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.event.CaseEntries;
import org.openimr.fhir.casefile.event.SameEvent;
import org.openimr.fhir.question.EventQuestion;
import org.openimr.fhir.question.EventQuestionReader;
import org.openimr.fhir.request.InformationRequests;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.AlreadyRecordedException;
import org.openimr.operation.casefile.Care;
import org.openimr.operation.casefile.CaseAtVersion;
import org.openimr.operation.casefile.CaseInquiry;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.EventStep;
import org.openimr.operation.casefile.NoSuchCaseException;
import org.openimr.operation.casefile.StoredCases;
import org.openimr.operation.packet.PacketReceipts;
import org.openimr.operation.review.ReviewRelease;

/**
 * {@code $record-event}: records what happened in a case, and says who owes what by when now.
 *
 * @see <a href="../../../../../../docs/operations/record-event.md">record-event</a>
 */
public final class RecordEventOperation {

  private static final String DEFINITION =
      "https://openimr.org/fhir/OperationDefinition/record-event";

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

  private final StoredCases cases;
  private final CaseStore store;
  private final EventQuestionReader reader;
  private final InformationRequests requests;
  private final PacketReceipts receipts;
  private final DeadlineAnswer answer;
  private final Clock clock;

  /**
   * Makes the operation.
   *
   * @param cases knows what is stored, and what governs it
   * @param store where cases are kept
   * @param reader reads requests
   * @param requests asks for what the case lacks after the event
   * @param receipts knows what was received
   * @param answer tells the deadlines
   * @param clock says when it is recorded
   */
  public RecordEventOperation(
      StoredCases cases,
      CaseStore store,
      EventQuestionReader reader,
      InformationRequests requests,
      PacketReceipts receipts,
      DeadlineAnswer answer,
      Clock clock) {
    this.cases = cases;
    this.store = store;
    this.reader = reader;
    this.requests = requests;
    this.receipts = receipts;
    this.answer = answer;
    this.clock = clock;
  }

  /** Records an event. */
  @Operation(
      name = "$record-event",
      typeName = "Task",
      canonicalUrl = DEFINITION,
      manualRequest = true)
  public Parameters record(@IdParam IdType id, RequestDetails request) {
    Caller caller = Caller.of(request);
    CaseAtVersion subject = CaseAtVersion.of(store, caller, id.getIdPart(), request);
    EventQuestion asked =
        CaseInquiry.sent(request).read(parameters -> reader.read(parameters, subject.seen()));
    proven(caller, asked);
    // what the caller may not see is not missing for that
    CaseFile file = subject.whole(store);
    ReviewCase known = cases.read(file);
    Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    CaseEvent event = asked.event(CaseEntries.next(file.task()));
    if (recorded(file.task(), known, event, asked)) {
      return answer(file.task(), deadlines(known, asked, now));
    }
    subject.requireLatest(file);
    receipts.check(caller, file.task(), asked);
    ReviewRelease.instead(file, known, event.code())
        .ifPresent(
            each -> {
              throw asked.instead(each);
            });
    Recorded recorded =
        cases.record(
            file,
            known,
            new Entry(event, asked.facts(), caller.role(), Care.involves(caller, file)),
            now);
    led(caller, id.getIdPart(), known, event, asked);
    // what cannot be answered is not stored
    Parameters deadlines = deadlines(recorded.reviewCase(), asked, now);
    ReviewPolicy policy = recorded.assessment().situation().policy();
    DateTimeType time = TimeText.write(policy.days().at(now), policy.days().zone());
    Bundle changes = EventStep.changes(caller, file, recorded, requests, time, List.of());
    receipts.keep(changes, event, asked);
    store.save(caller, changes);
    return answer(CaseAtVersion.seen(store, Caller.SERVER, id.getIdPart()), deadlines);
  }

  /** What is named as evidence is there and may be seen by the caller. */
  private void proven(Caller caller, EventQuestion asked) {
    String evidence = asked.evidence();
    if (evidence != null && !store.read(caller, Set.of(evidence)).containsKey(evidence)) {
      throw asked.unproven();
    }
  }

  /** A case is joined to another one that is there. */
  private void led(
      Caller caller, String id, ReviewCase known, CaseEvent event, EventQuestion asked) {
    if (!cases.policy(known).vocabulary().event(event.code()).refersToCase()) {
      return;
    }
    String leading = event.refersTo();
    if (leading == null || leading.equals(id) || !ID.matcher(leading).matches()) {
      throw asked.unled();
    }
    try {
      CaseAtVersion.seen(store, caller, leading);
    } catch (NoSuchCaseException e) {
      throw asked.unled();
    }
  }

  /** The same event twice is one. */
  private static boolean recorded(
      Task task, ReviewCase known, CaseEvent event, EventQuestion asked) {
    for (CaseEvent each : known.events()) {
      if (event.id().equals(each.id())) {
        List<Problem> differences = SameEvent.differences(event, asked.facts(), each, task);
        if (!differences.isEmpty()) {
          throw new AlreadyRecordedException(differences);
        }
        return true;
      }
    }
    return false;
  }

  private Parameters deadlines(ReviewCase known, EventQuestion asked, Instant now) {
    ReviewPolicy policy = cases.policy(known);
    EventTime asOf = asked.asOf() == null ? EventTime.at(now) : asked.asOf();
    LocalDays days = policy.days();
    Explanation explanation =
        asked.explain()
            ? Explanation.under(policy, ReviewCase.opened(known.events(), days.zone(), now))
            : Explanation.NONE;
    try {
      return answer.of(Situation.of(policy, known.facts(), known.events(), asOf), explanation);
    } catch (UnacceptableCaseException e) {
      throw asked.unanswerable(e);
    }
  }

  private static Parameters answer(Task task, Parameters deadlines) {
    Parameters answer = new Parameters();
    answer.addParameter().setName("case").setResource(task);
    deadlines.getParameter().forEach(answer::addParameter);
    return answer;
  }
}
