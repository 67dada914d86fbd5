package org.openimr.operation.export;

import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.IRestfulResponse;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.operation.access.Caller;

/**
 * {@code $export-status}: how far an export is, and which files it has; with DELETE it is
 * cancelled. {@code $export-file}: one of its files.
 *
 * @see <a href="../../../../../../../docs/operations/export.md">export</a>
 */
public final class ExportStatusOperation {

  private static final String DEFINITION = "https://openimr.org/fhir/OperationDefinition/";
  private static final String FHIR_JSON = "application/fhir+json";
  private static final String NUMBER = "[1-9][0-9]{0,8}";
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int FAILED = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Exports exports;

  /**
   * Makes the operations.
   *
   * @param exports where exports are kept
   */
  public ExportStatusOperation(Exports exports) {
    this.exports = exports;
  }

  /** Says how far an export is, or cancels it. */
  @Operation(
      name = "$export-status",
      canonicalUrl = DEFINITION + "export-status",
      manualRequest = true,
      manualResponse = true,
      deleteEnabled = true,
      idempotent = true)
  public void status(RequestDetails request) throws IOException {
    Caller caller = Caller.of(request);
    String id = parameter(request, "job", "[0-9a-f-]{36}");
    IRestfulResponse response = request.getResponse();
    if (request.getRequestType() == RequestTypeEnum.DELETE) {
      if (!exports.cancel(caller, id)) {
        throw new NoSuchExportException();
      }
      String text = "The export is forgotten.";
      write(
          response,
          ACCEPTED,
          FHIR_JSON,
          ExportNotes.outcome(IssueSeverity.INFORMATION, IssueType.INFORMATIONAL, text));
      return;
    }
    ExportJob job = exports.find(caller, id).orElseThrow(NoSuchExportException::new);
    switch (job.stage()) {
      case RUNNING -> {
        response.addHeader("X-Progress", job.progress());
        response.addHeader("Retry-After", "1");
        write(
            response,
            ACCEPTED,
            FHIR_JSON,
            ExportNotes.outcome(
                IssueSeverity.INFORMATION, IssueType.INFORMATIONAL, job.progress() + "."));
      }
      case FAILED -> {
        String text = "The export could not be made; begin another one.";
        write(
            response,
            FAILED,
            FHIR_JSON,
            ExportNotes.outcome(IssueSeverity.ERROR, IssueType.EXCEPTION, text));
      }
      default -> {
        exports.record(request, caller, job);
        response.addHeader(
            "Expires",
            DateTimeFormatter.RFC_1123_DATE_TIME.format(job.expires().atOffset(ZoneOffset.UTC)));
        write(
            response,
            OK,
            "application/json",
            manifest(job, request.getFhirServerBase()).toString());
      }
    }
  }

  /** Writes a file of an export. */
  @Operation(
      name = "$export-file",
      canonicalUrl = DEFINITION + "export-file",
      manualRequest = true,
      manualResponse = true,
      idempotent = true)
  public void file(RequestDetails request) throws IOException {
    Caller caller = Caller.of(request);
    ExportJob job =
        exports
            .find(caller, parameter(request, "job", "[0-9a-f-]{36}"))
            .filter(each -> each.stage() == ExportJob.Stage.COMPLETE)
            .orElseThrow(NoSuchExportException::new);
    int number = Integer.parseInt(parameter(request, "file", NUMBER));
    ExportJob.File file =
        job.files().stream()
            .filter(each -> each.number() == number)
            .findFirst()
            .orElseThrow(NoSuchExportException::new);
    exports.record(request, caller, job);
    Writer out =
        request
            .getResponse()
            .getResponseWriter(OK, "application/fhir+ndjson", "UTF-8", request.isRespondGzip());
    exports.write(caller, job, file, request.getFhirServerBase(), out);
    // what broke off is not ended as if it were whole
    out.close();
  }

  private static String parameter(RequestDetails request, String name, String form) {
    String[] values = request.getParameters() == null ? null : request.getParameters().get(name);
    if (values == null || values.length != 1 || !values[0].matches(form)) {
      throw new UnreadableResourceException(
          List.of(
              new Problem(
                  "value",
                  "http." + name,
                  "The parameter "
                      + name
                      + " is missing or not what was given out; take the address as it was answered.")),
          true);
    }
    return values[0];
  }

  private static void write(IRestfulResponse response, int status, String type, String text)
      throws IOException {
    response.addHeader("Cache-Control", "no-store");
    try (Writer out = response.getResponseWriter(status, type, "UTF-8", false)) {
      out.write(text);
    }
  }

  /**
   * The manifest.
   *
   * @see <a
   *     href="https://hl7.org/fhir/uv/bulkdata/STU2/export.html#response---complete-status">Complete
   *     status</a>
   */
  static ObjectNode manifest(ExportJob job, String base) {
    ObjectNode manifest = JSON.createObjectNode();
    manifest.put("transactionTime", job.transactionTime().toString());
    manifest.put("request", job.request());
    manifest.put("requiresAccessToken", true);
    ArrayNode output = manifest.putArray("output");
    manifest.putArray("deleted");
    ArrayNode error = manifest.putArray("error");
    for (ExportJob.File file : job.files()) {
      (file.type().equals("OperationOutcome") ? error : output)
          .addObject()
          .put("type", file.type())
          .put("url", base + "/$export-file?job=" + job.id() + "&file=" + file.number())
          .put("count", file.count());
    }
    return manifest;
  }
}
