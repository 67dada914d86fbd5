package org.openimr.fhir.answer;

import java.util.List;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.fhir.UnreadableResourceException.Problem;

/** Writes what is not refused but ought to be known. */
public final class RemarkWriter {

  private RemarkWriter() {}

  /**
   * Writes remarks.
   *
   * @param remarks what was found, each with its FHIRPath
   * @return an outcome of warnings
   */
  public static OperationOutcome write(List<Problem> remarks) {
    OperationOutcome outcome = new OperationOutcome();
    for (Problem remark : remarks) {
      OperationOutcome.OperationOutcomeIssueComponent issue =
          outcome
              .addIssue()
              .setSeverity(IssueSeverity.WARNING)
              .setCode(IssueType.fromCode(remark.code()))
              .setDiagnostics(remark.text());
      issue.getDetails().setText(remark.text());
      if (remark.expression() != null) {
        issue.addExpression(remark.expression());
      }
    }
    return outcome;
  }
}
