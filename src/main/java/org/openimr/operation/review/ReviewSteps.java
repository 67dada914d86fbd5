package org.openimr.operation.review;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.openimr.core.lifecycle.StateMachine;
import org.openimr.core.reviewer.Acceptance;
import org.openimr.core.reviewer.Objection;
import org.openimr.core.situation.Situation;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.policy.vocabulary.ReviewerTermsBook;
import org.openimr.fhir.review.AssignmentQuestion.Named;
import org.openimr.fhir.review.ReviewQuestion;
import org.openimr.fhir.reviewer.AttestationReader;
import org.openimr.fhir.reviewer.PartyNames;
import org.openimr.fhir.reviewer.ReviewTask;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;

/** What each step does to a review, and what speaks against it. */
final class ReviewSteps {

  private static final String PARTY = "https://openimr.org/fhir/CodeSystem/imr-party";

  /** From which stages the quality check goes to which. */
  private static final Map<String, Set<String>> BEFORE =
      Map.of(
          "return", Set.of("assigned", "checked", "returned"),
          "check", Set.of("assigned", "returned"));

  private final CaseStore store;
  private final ReviewerTermsBook terms;
  private final Caller caller;
  private final CaseFile file;
  private final ReviewQuestion asked;
  private final List<Problem> problems = new ArrayList<>();

  ReviewSteps(
      CaseStore store,
      ReviewerTermsBook terms,
      Caller caller,
      CaseFile file,
      ReviewQuestion asked) {
    this.store = store;
    this.terms = terms;
    this.caller = caller;
    this.file = file;
    this.asked = asked;
  }

  /** What speaks against the step so far. */
  List<Problem> problems() {
    return problems;
  }

  /** The event that the step is; null if it is none. */
  String event() {
    return switch (asked.step()) {
      case "accept" -> "imro-accepted";
      case "decline" -> "imro-declined";
      case "chase-records" -> "additional-records-requested";
      default -> null;
    };
  }

  /** The review after the step, as far as nothing speaks against it. */
  ReviewTask after(Situation situation, StateMachine machine, String status, DateTimeType now) {
    ReviewTask review =
        ReviewTask.of(file)
            .orElseGet(() -> ReviewTask.made(file.task(), now))
            .noted(asked.note(), caller.organization(), now);
    if (asked.step().equals("offer")) {
      return offered(review, machine, status, now);
    }
    Reference own = new ReviewOrganization(file, caller).reference();
    if (own == null) {
      problem(
          "business-rule",
          "Parameters.parameter.where(name='step')",
          "The case does not know the own organization as a review organization.");
      return review;
    }
    ReviewTask mine = review.by(own);
    return switch (asked.step()) {
      case "accept" -> {
        conflicts(situation, own, now.getValue().toInstant());
        yield mine.at("accepted", TaskStatus.ACCEPTED, now);
      }
      case "decline" -> mine.at("declined", TaskStatus.REJECTED, now);
      case "chase-records" -> mine;
      default -> checked(mine, now);
    };
  }

  private ReviewTask checked(ReviewTask review, DateTimeType now) {
    if (!BEFORE.get(asked.step()).contains(String.valueOf(review.stage()))) {
      problem(
          "business-rule",
          "Parameters.parameter.where(name='step')",
          "The step "
              + asked.step()
              + " has no place in a review at the stage "
              + (review.stage() == null ? "before all" : review.stage())
              + "; reviewers are assigned first.");
    }
    if (asked.step().equals("return") && asked.note() == null) {
      problem("business-rule", "Parameters", "The step return needs a note of what is to mend.");
    }
    return review.at(
        asked.step().equals("check") ? "checked" : "returned", TaskStatus.INPROGRESS, now);
  }

  private ReviewTask offered(
      ReviewTask review, StateMachine machine, String status, DateTimeType now) {
    Named named = asked.organization();
    String reference = named.stored();
    Resource found =
        reference == null ? null : store.read(caller, Set.of(reference)).get(reference);
    if (!(found instanceof Organization organization)
        || organization.getType().stream().noneMatch(type -> type.hasCoding(PARTY, "imro"))) {
      problem(
          "not-found",
          named.path(),
          "organization: there is no such review organization here; a reference such as"
              + " Organization/1 to one of type imro was expected.");
      return review;
    }
    boolean may =
        machine.of("imro-accepted").stream().anyMatch(each -> each.from().contains(status));
    if (!may) {
      problem(
          "business-rule",
          "Parameters.parameter.where(name='step')",
          "A case in status " + status + " is not offered to a review organization.");
    }
    return review
        .by(new Reference(reference).setDisplay(organization.getName()))
        .with(List.of())
        .at("offered", TaskStatus.REQUESTED, now);
  }

  private void conflicts(Situation situation, Reference own, Instant now) {
    Named named = asked.attestation();
    Resource found = named.resource();
    if (found == null && named.stored() != null) {
      found = store.read(caller, Set.of(named.stored())).get(named.stored());
    }
    if (!(found instanceof QuestionnaireResponse response)) {
      problem(
          "not-found", named.path(), "attestation: there is no such QuestionnaireResponse here.");
      return;
    }
    ReviewerKnowledge knowledge = new ReviewerKnowledge(store, terms, caller, file, null);
    new Acceptance(terms.terms(), knowledge.theCase(situation, List.of()), now)
        .objections(
            new HashSet<>(PartyNames.of(own, file)),
            AttestationReader.read(0, response, terms.terms()))
        .forEach(each -> problem("business-rule", path(each, named), each.text()));
  }

  private static String path(Objection objection, Named named) {
    return objection.subject() == Objection.Subject.ATTESTATION
        ? named.path()
        : "Parameters.parameter.where(name='step')";
  }

  private void problem(String code, String path, String text) {
    problems.add(new Problem(code, path, text));
  }
}
