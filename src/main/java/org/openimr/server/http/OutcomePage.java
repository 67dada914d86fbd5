package org.openimr.server.http;

import ca.uhn.fhir.context.FhirContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * What Jetty answers where no FHIR request came about: an unknown address, an ill-formed request
 * line. An OperationOutcome, like all errors.
 */
final class OutcomePage extends ErrorHandler {

  private final FhirContext context;

  OutcomePage(FhirContext context) {
    this.context = context;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    String sentence =
        switch (status) {
          case 404 -> "There is nothing at this address; the FHIR interface is under /fhir.";
          case 405 -> "This method is not offered at this address.";
          default -> status >= 500 ? "The server failed." : "The request is not well formed HTTP.";
        };
    IssueType code =
        status == 404
            ? IssueType.NOTFOUND
            : status >= 500 ? IssueType.EXCEPTION : IssueType.STRUCTURE;
    String json = context.newJsonParser().encodeResourceToString(Outcomes.error(code, sentence));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/fhir+json;charset=UTF-8");
    response.write(true, ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)), callback);
    return true;
  }
}
