package org.openimr.server.http;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import org.hl7.fhir.instance.model.api.IBaseOperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;

/** Writes the OperationOutcome that every error is answered with. */
public final class Outcomes {

  private Outcomes() {}

  /** An outcome of one error. */
  public static OperationOutcome error(IssueType code, String sentence) {
    OperationOutcome outcome = new OperationOutcome();
    outcome
        .addIssue()
        .setSeverity(IssueSeverity.ERROR)
        .setCode(code)
        .setDiagnostics(sentence)
        .getDetails()
        .setText(sentence);
    return outcome;
  }

  /** Whether an outcome was written by this project: HAPI's have no {@code details.text}. */
  static boolean ours(IBaseOperationOutcome outcome) {
    return outcome instanceof OperationOutcome r4
        && r4.getIssue().stream().allMatch(issue -> issue.getDetails().hasText());
  }

  /** The exception, carrying an outcome of one error. */
  public static <E extends BaseServerResponseException> E carriedBy(
      E exception, IssueType code, String sentence) {
    exception.setOperationOutcome(error(code, sentence));
    return exception;
  }

  /**
   * What answers a request with a status and an outcome of one error.
   *
   * @param place where the error lies: a FHIRPath, or {@code http.} and the name of a parameter or
   *     header; null if no place can be named
   */
  public static BaseServerResponseException refusal(
      int status, IssueType code, String sentence, String place) {
    BaseServerResponseException refusal = new UnclassifiedServerFailureException(status, sentence);
    refusal.setOperationOutcome(at(place, error(code, sentence)));
    return refusal;
  }

  /** The outcome, with the place of its last error. */
  static OperationOutcome at(String place, OperationOutcome outcome) {
    if (place != null) {
      OperationOutcomeIssueComponent issue = outcome.getIssue().get(outcome.getIssue().size() - 1);
      issue.addExpression(place);
      if (place.startsWith("http.")) {
        // for what is no element, FHIR R4 has the place here
        issue.addLocation(place);
      }
    }
    return outcome;
  }

  /** What answers a request that is not well formed. */
  public static InvalidRequestException malformed(String sentence) {
    return carriedBy(new InvalidRequestException(sentence), IssueType.STRUCTURE, sentence);
  }
}
