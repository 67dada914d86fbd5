package org.openimr.server.door;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.openimr.server.settings.Exposure;
import org.openimr.server.settings.Settings;
import org.openimr.server.store.hapi.ServedTypes;

/**
 * Puts on every answer what keeps browsers from taking it for something else, from showing it
 * within another page, and from keeping what may tell of patients.
 *
 * @see <a href="https://www.w3.org/TR/CSP3/">Content Security Policy</a>
 * @see <a href="https://hl7.org/fhir/R4/security.html">FHIR R4, 6.1</a>
 */
final class SecurityHeaders extends HttpFilter {

  private static final long serialVersionUID = 1L;

  /** An answer of the interface is no page: nothing in it runs, whatever it holds. */
  private static final String NO_PAGE = "default-src 'none'; frame-ancestors 'none'; sandbox";

  /** A page that holds its style in itself, and nothing that runs. */
  private static final String STYLED =
      NO_PAGE.replace("; frame", "; style-src 'unsafe-inline'; frame");

  private static final String PAGE =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'none'";

  /** The page on which an application is typed holds nothing in itself. */
  private static final String APPLICATION = PAGE.replace(" 'unsafe-inline'", "");

  private static final Set<String> PAGES = Set.of("swagger-ui", "api-docs");
  private static final Set<String> OPEN = Set.of("metadata", "swagger-ui", "api-docs");

  private final boolean https;

  SecurityHeaders(Settings settings) {
    this.https = settings.tls().on() || Exposure.of(settings);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    List<String> steps = FhirPaths.steps(request);
    String first = steps.isEmpty() ? "" : steps.get(0);
    boolean fhir = request.getServletPath().equals("/fhir");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader("Content-Security-Policy", policy(request, first));
    if (https) {
      response.setHeader("Strict-Transport-Security", "max-age=31536000");
    }
    if (!fhir || !open(first) || steps.stream().anyMatch(each -> each.startsWith("$"))) {
      response.setHeader("Cache-Control", "no-store");
    }
    chain.doFilter(request, response);
  }

  private static String policy(HttpServletRequest request, String first) {
    if (request.getServletPath().equals("/application")) {
      return APPLICATION;
    }
    boolean fhir = request.getServletPath().equals("/fhir");
    if (fhir && FhirPaths.page(request)) {
      return STYLED;
    }
    return fhir && PAGES.contains(first) ? PAGE : NO_PAGE;
  }

  private static boolean open(String first) {
    return OPEN.contains(first) || ServedTypes.DEFINITIONS.contains(first);
  }
}
