package org.openimr.operation.review;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.assessment.EventRecording.Entry;
import org.openimr.core.assessment.EventRecording.Recorded;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.fhir.TimeText;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.event.CaseEntries;
import org.openimr.fhir.casefile.profile.AnswersCheck;
import org.openimr.fhir.policy.vocabulary.ReviewerTermsBook;
import org.openimr.fhir.request.InformationRequests;
import org.openimr.fhir.request.Renewal;
import org.openimr.fhir.review.ReviewQuestion;
import org.openimr.fhir.review.ReviewQuestionReader;
import org.openimr.fhir.reviewer.Changes;
import org.openimr.fhir.reviewer.ReviewTask;
import org.openimr.fhir.reviewer.ReviewTransaction;
import org.openimr.operation.access.Caller;
import org.openimr.operation.access.Deeds;
import org.openimr.operation.casefile.Care;
import org.openimr.operation.casefile.CaseAtVersion;
import org.openimr.operation.casefile.CaseInquiry;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.EventStep;
import org.openimr.operation.casefile.StaleCaseException;
import org.openimr.operation.casefile.StoredCases;

/**
 * {@code $take-review}: a review organization accepts or declines a case, asks for missing records
 * and checks the determination before it is released; who assigns cases gives it to another one.
 *
 * @see <a href="../../../../../../../docs/operations/take-review.md">take-review</a>
 */
public final class TakeReviewOperation {

  private static final String DEFINITION =
      "https://openimr.org/fhir/OperationDefinition/take-review";

  private final StoredCases cases;
  private final CaseStore store;
  private final ReviewerTermsBook terms;
  private final AnswersCheck answers;
  private final InformationRequests requests;
  private final Deeds deeds;
  private final Vocabulary vocabulary;
  private final Clock clock;

  /**
   * Makes the operation.
   *
   * @param cases knows what is stored, and what governs it
   * @param store where cases are kept
   * @param terms what a conflict is
   * @param answers checks what is attested against the form
   * @param requests asks for what the case lacks
   * @param deeds says who may do which step
   * @param vocabulary the codes of steps
   * @param clock says when
   */
  public TakeReviewOperation(
      StoredCases cases,
      CaseStore store,
      ReviewerTermsBook terms,
      AnswersCheck answers,
      InformationRequests requests,
      Deeds deeds,
      Vocabulary vocabulary,
      Clock clock) {
    this.cases = cases;
    this.store = store;
    this.terms = terms;
    this.answers = answers;
    this.requests = requests;
    this.deeds = deeds;
    this.vocabulary = vocabulary;
    this.clock = clock;
  }

  /** Does a step. */
  @Operation(
      name = "$take-review",
      typeName = "Task",
      canonicalUrl = DEFINITION,
      manualRequest = true)
  public Parameters take(@IdParam IdType id, RequestDetails request) {
    Caller caller = Caller.of(request);
    CaseAtVersion read = CaseAtVersion.of(store, caller, id.getIdPart(), request);
    ReviewQuestion asked =
        CaseInquiry.sent(request)
            .read(parameters -> ReviewQuestionReader.read(parameters, vocabulary));
    CaseFile file = read.whole(store);
    read.requireLatest(file);
    Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    ReviewCase known = cases.read(file);
    ReviewPolicy policy = cases.policy(known);
    may(caller, asked, policy);
    DateTimeType time = TimeText.write(policy.days().at(now), policy.days().zone());
    CaseAssessment before = cases.assess(file, now);
    ReviewSteps steps = new ReviewSteps(store, terms, caller, file, asked);
    if (asked.attestation() != null) {
      steps.problems().addAll(answers.check(asked.attestation()));
    }
    ReviewTask review =
        steps.after(
            before.situation(),
            cases.machine(known),
            cases.status(file.task(), before).code(),
            time);
    if (asked.step().equals("chase-records")
        && before.manifest().missing().isEmpty()
        && asked.note() == null) {
      steps
          .problems()
          .add(
              new Problem(
                  "business-rule",
                  "Parameters",
                  "The file lacks nothing that is asked for; a note says what else is wanted."));
    }
    AccessMarks.add(review.task(), AccessMarks.parties(file.task()));
    CaseAssessment after = before;
    Bundle changes;
    if (steps.event() == null) {
      refuse(steps.problems());
      changes = ReviewTransaction.write(file.task(), review, asked.step(), caller.recorder(), time);
    } else {
      Recorded recorded = record(file, known, steps, asked, caller, now);
      after = recorded.assessment();
      changes = EventStep.changes(caller, file, recorded, requests, time, List.of());
      Changes.belonging(review.task(), changes);
    }
    Renewal open = requests.renewal(file, after, time);
    store.save(caller, changes);
    return answer(id.getIdPart(), after, asked, open);
  }

  private void may(Caller caller, ReviewQuestion asked, ReviewPolicy policy) {
    String deed =
        asked.step().equals("offer")
            ? "$take-review/offer-" + policy.header().effect()
            : "$take-review/review";
    deeds.require(caller, deed);
  }

  private Recorded record(
      CaseFile file,
      ReviewCase known,
      ReviewSteps steps,
      ReviewQuestion asked,
      Caller caller,
      Instant now) {
    CaseEvent event =
        new CaseEvent(
            CaseEntries.next(file.task()),
            steps.event(),
            EventTime.at(now),
            null,
            asked.reason(),
            null,
            null,
            null);
    return EventStep.recorded(
        cases,
        file,
        known,
        new Entry(event, Map.of(), caller.role(), Care.involves(caller, file)),
        now,
        steps.problems());
  }

  private static void refuse(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new UnreadableResourceException(problems);
    }
  }

  /** Who declines sees the case one last time: in this answer. */
  private Parameters answer(
      String id, CaseAssessment assessment, ReviewQuestion asked, Renewal open) {
    CaseFile file = store.load(Caller.SERVER, id);
    Parameters answer = new Parameters();
    answer.addParameter().setName("case").setResource(file.task());
    answer
        .addParameter()
        .setName("review")
        .setResource(ReviewTask.of(file).orElseThrow(StaleCaseException::new).task());
    if (asked.step().equals("chase-records")) {
      assessment
          .manifest()
          .missing()
          .forEach(
              element ->
                  answer
                      .addParameter()
                      .setName("missingElement")
                      .setValue(new CodeType(element.code())));
      open.open()
          .forEach(task -> answer.addParameter().setName("informationRequest").setResource(task));
    }
    return answer;
  }
}
