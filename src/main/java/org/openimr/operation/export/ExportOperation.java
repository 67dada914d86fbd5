package org.openimr.operation.export;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.export.ExportQuestion;
import org.openimr.fhir.export.ExportQuestionReader;
import org.openimr.fhir.export.ExportScope;
import org.openimr.fhir.export.GroupReader;
import org.openimr.fhir.parameter.SentParameters;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.NoSuchCaseException;

/**
 * {@code $export}: many resources as lines of JSON, made aside, asked after at the address that the
 * first answer gives.
 *
 * @see <a href="../../../../../../../docs/operations/export.md">export</a>
 */
public final class ExportOperation {

  private static final String NAME = "$export";
  private static final String DEFINITION = "https://openimr.org/fhir/OperationDefinition/export";
  private static final int ACCEPTED = 202;

  private final Exports exports;

  /**
   * Makes the operation.
   *
   * @param exports where exports are made and kept
   */
  public ExportOperation(Exports exports) {
    this.exports = exports;
  }

  /** Exports all that the caller sees. */
  @Operation(
      name = NAME,
      canonicalUrl = DEFINITION,
      manualRequest = true,
      manualResponse = true,
      idempotent = true)
  public void everything(RequestDetails request) throws IOException {
    begin(request, ExportScope.SYSTEM);
  }

  /** Exports all cases that the caller sees, with what belongs to them. */
  @Operation(
      name = NAME,
      typeName = "Patient",
      canonicalUrl = DEFINITION,
      manualRequest = true,
      manualResponse = true,
      idempotent = true)
  public void patients(RequestDetails request) throws IOException {
    begin(request, ExportScope.PATIENTS);
  }

  /** Exports the cases of a Group that the caller sees, with what belongs to them. */
  @Operation(
      name = NAME,
      typeName = "Group",
      canonicalUrl = DEFINITION,
      manualRequest = true,
      manualResponse = true,
      idempotent = true)
  public void group(@IdParam IdType id, RequestDetails request) throws IOException {
    Group group =
        exports.group(Caller.of(request), id.getIdPart()).orElseThrow(NoSuchCaseException::new);
    begin(request, GroupReader.read(group));
  }

  private void begin(RequestDetails request, ExportScope scope) throws IOException {
    Caller caller = Caller.of(request);
    ExportQuestion asked = asked(request, exports.types(caller));
    ExportJob job = exports.begin(caller, request.getCompleteUrl(), asked, scope);
    var response = request.getResponse();
    response.addHeader(
        "Content-Location", request.getFhirServerBase() + "/$export-status?job=" + job.id());
    String note =
        asked.ignored().isEmpty()
            ? "The export is being made; ask for it at the Content-Location."
            : "The export is being made without regard to "
                + String.join(", ", asked.ignored())
                + "; ask for it at the Content-Location.";
    try (Writer out =
        response.getResponseWriter(ACCEPTED, "application/fhir+json", "UTF-8", false)) {
      out.write(ExportNotes.outcome(IssueSeverity.INFORMATION, IssueType.INFORMATIONAL, note));
    }
  }

  private static ExportQuestion asked(RequestDetails request, Set<String> types) {
    boolean lenient = String.valueOf(request.getHeader("Prefer")).contains("handling=lenient");
    byte[] body =
        request.getRequestType() == RequestTypeEnum.POST
            ? request.loadRequestContents()
            : new byte[0];
    if (body == null || new String(body, StandardCharsets.UTF_8).isBlank()) {
      return ExportQuestionReader.read(request.getParameters(), types, lenient);
    }
    if (request.getParameters() != null
        && request.getParameters().keySet().stream().anyMatch(name -> !name.startsWith("_f"))) {
      throw new UnreadableResourceException(
          List.of(
              new Problem(
                  "structure",
                  null,
                  "There are parameters in the address and a body; they stand in one of them.")),
          true);
    }
    boolean xml = String.valueOf(request.getHeader("Content-Type")).contains("xml");
    return SentParameters.parse(body, xml, FhirContext.forR4Cached())
        .read(parameters -> ExportQuestionReader.read(parameters, types, lenient));
  }
}
