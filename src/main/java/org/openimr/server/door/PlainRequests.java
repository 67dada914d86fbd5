package org.openimr.server.door;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.server.http.Outcomes;
import org.openimr.server.settings.FhirSettings;

/**
 * Reads the parameters of every request once, from its address and its form, and refuses those that
 * are not well formed; what stands behind sees no others, and no headers that only HAPI knows.
 */
final class PlainRequests extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private static final int LONGEST_FORM = 256 * 1024;
  private static final String COUNT = "_count";

  private final transient FhirSettings settings;

  PlainRequests(FhirSettings settings) {
    this.settings = settings;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    QueryText query = new QueryText();
    if (request.getQueryString() != null) {
      query.add(request.getQueryString().getBytes(StandardCharsets.UTF_8));
    }
    byte[] form = null;
    if (form(request)) {
      form = read(request);
      query.add(form);
    }
    if (!query.problems().isEmpty()) {
      throw new UnreadableResourceException(query.problems(), true);
    }
    chain.doFilter(plain(request, query.parameters(), form), response);
  }

  /** More entries than a page can have are asked for as the most that it can have. */
  private PlainRequest plain(
      HttpServletRequest request, Map<String, List<String>> parameters, byte[] form) {
    String most = String.valueOf(settings.maximumPageSize());
    List<String> counts = parameters.getOrDefault(COUNT, List.of());
    boolean capped =
        counts.size() == 1
            && counts.get(0).matches("\\d{1,10}")
            && Long.parseLong(counts.get(0)) > settings.maximumPageSize();
    if (!capped) {
      return new PlainRequest(request, parameters, form, request.getQueryString());
    }
    parameters.put(COUNT, List.of(most));
    String written = QueryText.written(parameters);
    if (form != null) {
      return new PlainRequest(request, parameters, written.getBytes(StandardCharsets.UTF_8), null);
    }
    return new PlainRequest(request, parameters, null, written);
  }

  private static boolean form(HttpServletRequest request) {
    return request.getMethod().equals("POST")
        && request.getContentType() != null
        && Formats.mediaType(request.getContentType()).equals(BodyFormats.FORM);
  }

  private static byte[] read(HttpServletRequest request) throws IOException {
    byte[] form = request.getInputStream().readNBytes(LONGEST_FORM + 1);
    if (form.length > LONGEST_FORM) {
      throw Outcomes.refusal(
          413,
          IssueType.TOOLONG,
          "The form is larger than " + LONGEST_FORM + " bytes, the most this server accepts.",
          null);
    }
    return form;
  }
}
