package org.openimr.server.http;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import org.hl7.fhir.instance.model.api.IBaseOperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

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

  /** What answers a request that is not well formed. */
  public static InvalidRequestException malformed(String sentence) {
    return carriedBy(new InvalidRequestException(sentence), IssueType.STRUCTURE, sentence);
  }
}
