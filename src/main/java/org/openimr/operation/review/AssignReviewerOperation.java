package org.openimr.operation.review;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.openimr.core.assessment.EventRecording.Entry;
import org.openimr.core.assessment.EventRecording.Recorded;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.reviewer.Assignment;
import org.openimr.core.reviewer.Attestation;
import org.openimr.core.reviewer.Objection;
import org.openimr.core.situation.Situation;
import org.openimr.fhir.TimeText;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.event.CaseEntries;
import org.openimr.fhir.casefile.profile.AnswersCheck;
import org.openimr.fhir.policy.vocabulary.ReviewerTermsBook;
import org.openimr.fhir.request.InformationRequests;
import org.openimr.fhir.review.AssignmentQuestion;
import org.openimr.fhir.review.AssignmentQuestionReader;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.Care;
import org.openimr.operation.casefile.CaseAtVersion;
import org.openimr.operation.casefile.CaseInquiry;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.EventStep;
import org.openimr.operation.casefile.StoredCases;

/**
 * {@code $assign-reviewer}: assigns the reviewers who decide a case, unless anything speaks against
 * them.
 *
 * @see <a href="../../../../../../../docs/operations/assign-reviewer.md">assign-reviewer</a>
 */
public final class AssignReviewerOperation {

  private static final String DEFINITION =
      "https://openimr.org/fhir/OperationDefinition/assign-reviewer";
  private static final String EVENT = "reviewer-assigned";

  private final StoredCases cases;
  private final CaseStore store;
  private final ReviewerTermsBook terms;
  private final AnswersCheck answers;
  private final InformationRequests requests;
  private final Clock clock;

  /**
   * Makes the operation.
   *
   * @param cases knows what is stored, and what governs it
   * @param store where cases are kept
   * @param terms who may review
   * @param answers checks what reviewers attest against the form
   * @param requests asks for what the case lacks after the event
   * @param clock says when they are assigned
   */
  public AssignReviewerOperation(
      StoredCases cases,
      CaseStore store,
      ReviewerTermsBook terms,
      AnswersCheck answers,
      InformationRequests requests,
      Clock clock) {
    this.cases = cases;
    this.store = store;
    this.terms = terms;
    this.answers = answers;
    this.requests = requests;
    this.clock = clock;
  }

  /** Assigns reviewers. */
  @Operation(
      name = "$assign-reviewer",
      typeName = "Task",
      canonicalUrl = DEFINITION,
      manualRequest = true)
  public Parameters assign(@IdParam IdType id, RequestDetails request) {
    Caller caller = Caller.of(request);
    CaseAtVersion read = CaseAtVersion.of(store, caller, id.getIdPart(), request);
    AssignmentQuestion asked = CaseInquiry.sent(request).read(AssignmentQuestionReader::read);
    CaseFile file = read.whole(store);
    read.requireLatest(file);
    Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    ReviewCase known = cases.read(file);
    ReviewPolicy policy = cases.policy(known);
    LocalDate day = LocalDate.ofInstant(now, policy.days().zone());
    ReviewOrganization organization = new ReviewOrganization(file, caller);
    List<Problem> problems = organization.problems(asked.organization());
    ReviewerKnowledge knowledge = new ReviewerKnowledge(store, terms, caller, file, day);
    List<NamedReviewer> reviewers = knowledge.reviewers(asked.reviewers());
    List<Attestation> attestations = knowledge.attestations(asked.attestations());
    problems.addAll(knowledge.problems());
    asked.attestations().forEach(each -> problems.addAll(answers.check(each)));
    Situation situation = Situation.of(policy, known.facts(), known.events(), EventTime.at(now));
    problems.addAll(
        objections(
            asked,
            new Assignment(terms.terms(), knowledge.theCase(situation, reviewers), now, day)
                .objections(
                    reviewers.stream().map(NamedReviewer::candidate).toList(), attestations)));
    Recorded recorded = record(file, known, caller, now, problems);
    DateTimeType time = TimeText.write(policy.days().at(now), policy.days().zone());
    Bundle changes = EventStep.changes(caller, file, recorded, requests, time, List.of());
    new AssignedSeats(store, terms, caller, file, time)
        .join(organization.reference(), asked, reviewers, attestations, day, changes);
    store.save(caller, changes);
    Parameters answer = new Parameters();
    answer
        .addParameter()
        .setName("case")
        .setResource(CaseAtVersion.seen(store, caller, id.getIdPart()));
    return answer;
  }

  /** What is wrong with the reviewers is told together with what the case forbids. */
  private Recorded record(
      CaseFile file, ReviewCase known, Caller caller, Instant now, List<Problem> problems) {
    CaseEvent event =
        new CaseEvent(
            CaseEntries.next(file.task()), EVENT, EventTime.at(now), null, null, null, null, null);
    return EventStep.recorded(
        cases,
        file,
        known,
        new Entry(event, Map.of(), caller.role(), Care.involves(caller, file)),
        now,
        problems);
  }

  private static List<Problem> objections(AssignmentQuestion asked, List<Objection> objections) {
    List<Problem> problems = new ArrayList<>();
    for (Objection each : objections) {
      boolean reviewer = each.subject() == Objection.Subject.REVIEWER;
      String path =
          each.place() < 0
              ? "Parameters.parameter.where(name='reviewer')"
              : (reviewer ? asked.reviewers() : asked.attestations()).get(each.place()).path();
      problems.add(new Problem("business-rule", path, each.text()));
    }
    return problems;
  }
}
