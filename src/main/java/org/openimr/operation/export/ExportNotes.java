package org.openimr.operation.export;

import ca.uhn.fhir.context.FhirContext;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** What is said of an export, as OperationOutcome in JSON on one line. */
final class ExportNotes {

  private ExportNotes() {}

  static String outcome(IssueSeverity severity, IssueType code, String text) {
    OperationOutcome outcome = new OperationOutcome();
    outcome
        .addIssue()
        .setSeverity(severity)
        .setCode(code)
        .setDiagnostics(text)
        .getDetails()
        .setText(text);
    return FhirContext.forR4Cached()
        .newJsonParser()
        .setPrettyPrint(false)
        .encodeResourceToString(outcome);
  }
}
