package org.openimr.server.door;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.server.http.Outcomes;
import org.openimr.server.http.retrieval.Retrieval;
import org.openimr.server.store.hapi.ServedTypes;

/**
 * Refuses methods that an address does not offer, answers OPTIONS with those it does, and answers
 * HEAD like GET without the body.
 *
 * <p>{@code OPTIONS [base]} goes on to the FHIR interface, which answers with its capabilities.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-9.3.7">RFC 9110, 9.3.7 and
 *     15.5.6</a>
 */
final class Methods extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private static final List<String> READ = List.of("GET", "HEAD", "OPTIONS");
  private static final List<String> ASKED = List.of("GET", "HEAD", "OPTIONS", "POST");
  private static final List<String> BEGUN = List.of("GET", "OPTIONS", "POST");
  private static final List<String> KEPT_FOR_A_WHILE =
      List.of("DELETE", "GET", "HEAD", "OPTIONS", "POST");
  private static final List<String> OF_A_TYPE =
      List.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");
  private static final List<String> OF_A_RESOURCE =
      List.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "PUT");
  private static final Set<String> KNOWN = Set.copyOf(OF_A_TYPE);
  private static final Set<String> READ_ONLY = Set.of("metadata", "api-docs", "swagger-ui");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean fhir = request.getServletPath().equals("/fhir");
    List<String> steps = fhir ? FhirPaths.steps(request) : List.of();
    boolean condition = request.getQueryString() != null;
    List<String> offered = fhir ? offered(steps, condition) : List.copyOf(KNOWN);
    String method = request.getMethod();
    if (!offered.contains(method)) {
      response.setHeader("Allow", String.join(", ", fhir ? offered : READ));
      throw Outcomes.refusal(
          405, IssueType.NOTSUPPORTED, "This method is not offered at this address.", null);
    }
    if (fhir && method.equals("OPTIONS")) {
      response.setHeader("Allow", String.join(", ", offered));
      if (!steps.isEmpty()) {
        requireType(steps.get(0));
        response.setStatus(204);
        return;
      }
    }
    chain.doFilter(fhir ? Retrieval.ofAll(request) : request, response);
  }

  private static void requireType(String step) {
    if (Character.isUpperCase(step.charAt(0)) && !ServedTypes.ALL.contains(step)) {
      throw Outcomes.refusal(
          404, IssueType.NOTFOUND, "This server has no such resource type.", null);
    }
  }

  private static List<String> offered(List<String> steps, boolean condition) {
    if (steps.equals(List.of("$export-status"))) {
      return KEPT_FOR_A_WHILE;
    }
    String last = steps.isEmpty() ? "" : steps.get(steps.size() - 1);
    // who only asks about an address begins nothing by it
    if (last.equals("$export")) {
      return BEGUN;
    }
    if (steps.isEmpty() || last.startsWith("$") || last.equals("_search")) {
      return ASKED;
    }
    if (READ_ONLY.contains(steps.get(0)) || steps.contains("_history")) {
      return READ;
    }
    if (steps.size() > 1) {
      return OF_A_RESOURCE;
    }
    // without a condition, which resource of the type to write cannot be told
    return condition ? OF_A_TYPE : ASKED;
  }
}
