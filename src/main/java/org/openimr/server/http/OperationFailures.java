package org.openimr.server.http;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.core.lifecycle.RefusedEventException;
import org.openimr.core.policy.PacketElement;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.casefile.submission.ReplacedDocuments;
import org.openimr.operation.AlreadySubmittedException;
import org.openimr.operation.RecomputationConflictException;
import org.openimr.operation.access.NotForThisRoleException;
import org.openimr.operation.access.NotSignedInException;
import org.openimr.operation.casefile.AlreadyRecordedException;
import org.openimr.operation.casefile.MissingVersionException;
import org.openimr.operation.casefile.NoSuchCaseException;
import org.openimr.operation.casefile.StaleCaseException;
import org.openimr.operation.client.NoSuchClientException;
import org.openimr.operation.determination.NoSuchDeterminationException;
import org.openimr.operation.determination.RefusedDeterminationException;
import org.openimr.operation.export.NoSuchExportException;
import org.openimr.operation.export.TooManyExportsException;
import org.openimr.operation.notice.NoSuchNoticeException;
import org.openimr.operation.packet.IncompletePacketException;
import org.openimr.operation.packet.NoSuchPacketException;
import org.openimr.operation.packet.TooLargeForPacketException;
import org.openimr.operation.packet.UnavailableContentException;
import org.openimr.operation.report.NoSuchMeasureException;
import org.openimr.operation.report.UnmadeRowsException;

/** Gives the refusals of this project's operations their HTTP statuses. */
final class OperationFailures {

  private OperationFailures() {}

  /** What answers a refusal; empty if the exception is none. */
  static Optional<BaseServerResponseException> answering(Throwable thrown) {
    String sentence = thrown.getMessage();
    BaseServerResponseException answer = null;
    if (thrown instanceof UnreadableResourceException unreadable) {
      answer = refusal(unreadable);
    } else if (thrown instanceof NoSuchCaseException) {
      answer =
          Outcomes.carriedBy(new ResourceNotFoundException(sentence), IssueType.NOTFOUND, sentence);
    } else if (thrown instanceof RecomputationConflictException) {
      answer =
          Outcomes.carriedBy(
              new ResourceVersionConflictException(sentence), IssueType.CONFLICT, sentence);
    } else if (thrown instanceof AlreadySubmittedException) {
      answer =
          Outcomes.carriedBy(
              new ResourceVersionConflictException(sentence), IssueType.DUPLICATE, sentence);
    } else if (thrown instanceof TooManyExportsException) {
      answer = Outcomes.refusal(429, IssueType.THROTTLED, sentence, null);
      answer.addResponseHeader("Retry-After", "60");
    } else if (thrown instanceof NoSuchPacketException
        || thrown instanceof NoSuchDeterminationException
        || thrown instanceof NoSuchClientException
        || thrown instanceof NoSuchMeasureException
        || thrown instanceof NoSuchNoticeException
        || thrown instanceof NoSuchExportException) {
      answer =
          Outcomes.carriedBy(new ResourceNotFoundException(sentence), IssueType.NOTFOUND, sentence);
    } else if (thrown instanceof NotSignedInException) {
      answer = TokenRefusals.signIn();
    } else if (thrown instanceof NotForThisRoleException) {
      answer =
          Outcomes.carriedBy(
              new ForbiddenOperationException(sentence), IssueType.FORBIDDEN, sentence);
    } else if (thrown instanceof IncompletePacketException incomplete) {
      answer = new UnprocessableEntityException("see the outcome", missing(incomplete));
    } else if (thrown instanceof RefusedEventException refused) {
      answer = new UnprocessableEntityException("see the outcome", refused(refused));
    } else if (thrown instanceof RefusedDeterminationException refused) {
      answer = new UnprocessableEntityException("see the outcome", refused(refused));
    } else if (thrown instanceof MissingVersionException) {
      answer =
          Outcomes.carriedBy(
              new PreconditionRequiredException(sentence), IssueType.REQUIRED, sentence);
    } else if (thrown instanceof AlreadyRecordedException recorded) {
      answer =
          new ResourceVersionConflictException("see the outcome", outcome(recorded.differences()));
    } else if (thrown instanceof TooLargeForPacketException) {
      answer = Outcomes.refusal(422, IssueType.TOOLONG, sentence, null);
    } else if (thrown instanceof UnavailableContentException) {
      answer = Outcomes.refusal(503, IssueType.INCOMPLETE, sentence, null);
    } else if (thrown instanceof UnmadeRowsException) {
      answer = Outcomes.refusal(503, IssueType.TRANSIENT, sentence, null);
      answer.addResponseHeader("Retry-After", "60");
    } else if (thrown instanceof StaleCaseException) {
      answer =
          Outcomes.carriedBy(
              new PreconditionFailedException(sentence), IssueType.CONFLICT, sentence);
    }
    return Optional.ofNullable(answer);
  }

  private static OperationOutcome missing(IncompletePacketException incomplete) {
    OperationOutcome outcome = new OperationOutcome();
    for (PacketElement element : incomplete.missing()) {
      String sentence =
          "missingElement "
              + element.code()
              + ": "
              + element.title()
              + " Asked for by "
              + element.citation().text()
              + ".";
      outcome
          .addIssue()
          .setSeverity(IssueSeverity.ERROR)
          .setCode(IssueType.REQUIRED)
          .setDiagnostics(sentence)
          .getDetails()
          .setText(sentence)
          .addCoding()
          .setSystem("https://openimr.org/fhir/CodeSystem/imr-packet-element")
          .setCode(element.code());
    }
    return outcome;
  }

  /** The reasons, then what is allowed instead. */
  private static OperationOutcome refused(RefusedEventException refused) {
    OperationOutcome outcome = new OperationOutcome();
    for (String reason : refused.reasons()) {
      outcome
          .addIssue()
          .setSeverity(IssueSeverity.ERROR)
          .setCode(IssueType.BUSINESSRULE)
          .setDiagnostics(reason)
          .getDetails()
          .setText(reason);
      Outcomes.at("Parameters.parameter.where(name='event')", outcome);
    }
    for (String event : new TreeSet<>(refused.allowed())) {
      outcome
          .addIssue()
          .setSeverity(IssueSeverity.INFORMATION)
          .setCode(IssueType.INFORMATIONAL)
          .setDiagnostics("allowed " + event)
          .getDetails()
          .setText("allowed " + event)
          .addCoding()
          .setSystem("https://openimr.org/fhir/CodeSystem/imr-event")
          .setCode(event);
    }
    return outcome;
  }

  /** What is wrong with the content, then with the event. */
  private static OperationOutcome refused(RefusedDeterminationException refused) {
    OperationOutcome outcome = outcome(refused.problems());
    if (refused.event() != null) {
      refused(refused.event()).getIssue().forEach(outcome::addIssue);
    }
    return outcome;
  }

  /** What answers problems, each with its place. */
  static BaseServerResponseException refusal(UnreadableResourceException unreadable) {
    OperationOutcome outcome = outcome(unreadable.problems());
    if (unreadable.malformed()) {
      return new InvalidRequestException("see the outcome", outcome);
    }
    boolean precondition =
        unreadable.problems().stream()
            .allMatch(problem -> problem.code().equals(ReplacedDocuments.UNRESOLVED));
    return precondition
        ? new PreconditionFailedException("see the outcome", outcome)
        : new UnprocessableEntityException("see the outcome", outcome);
  }

  private static OperationOutcome outcome(List<UnreadableResourceException.Problem> problems) {
    OperationOutcome outcome = new OperationOutcome();
    for (UnreadableResourceException.Problem problem : problems) {
      outcome
          .addIssue()
          .setSeverity(IssueSeverity.ERROR)
          .setCode(IssueType.fromCode(problem.code()))
          .setDiagnostics(problem.text())
          .getDetails()
          .setText(problem.text());
      Outcomes.at(problem.expression(), outcome);
    }
    return outcome;
  }
}
