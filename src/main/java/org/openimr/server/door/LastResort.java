package org.openimr.server.door;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.openimr.server.http.ErrorTranslator;
import org.openimr.server.http.RequestIds;

/**
 * Answers what was refused before the FHIR interface saw it, and what failed there in such a way
 * that it gave no answer: always with an OperationOutcome.
 */
final class LastResort extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private final transient FhirContext context;
  private final transient ErrorTranslator errors;

  LastResort(FhirContext context, ErrorTranslator errors) {
    this.context = context;
    this.errors = errors;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      chain.doFilter(request, response);
    } catch (IOException | RuntimeException | ServletException | Error thrown) {
      if (response.isCommitted()) {
        throw thrown;
      }
      answer(request, response, thrown);
    }
  }

  private void answer(HttpServletRequest request, HttpServletResponse response, Throwable thrown)
      throws IOException {
    String given = response.getHeader(RequestIds.HEADER);
    String id = given == null ? RequestIds.of(request) : given;
    BaseServerResponseException refusal = errors.translate(thrown, id);
    response.resetBuffer();
    response.setStatus(refusal.getStatusCode());
    response.setHeader(RequestIds.HEADER, id);
    if (refusal.hasResponseHeaders()) {
      refusal
          .getResponseHeaders()
          .forEach((name, values) -> response.setHeader(name, values.get(0)));
    }
    boolean xml = xml(request);
    IParser parser = xml ? context.newXmlParser() : context.newJsonParser();
    byte[] outcome =
        parser
            .encodeResourceToString(refusal.getOperationOutcome())
            .getBytes(StandardCharsets.UTF_8);
    response.setContentType(
        (xml ? "application/fhir+xml" : "application/fhir+json") + ";charset=UTF-8");
    response.setContentLength(outcome.length);
    response.getOutputStream().write(outcome);
  }

  private static boolean xml(HttpServletRequest request) {
    String query = request.getQueryString() == null ? "" : request.getQueryString();
    if (query.contains("_format=")) {
      return List.of(query.split("&")).stream().anyMatch(part -> part.matches("_format=.*xml"));
    }
    String accept = request.getHeader("Accept");
    // a limit, because an Accept of commas alone splits into nothing
    return accept != null && accept.toLowerCase(Locale.ROOT).split(",", 2)[0].contains("xml");
  }
}
