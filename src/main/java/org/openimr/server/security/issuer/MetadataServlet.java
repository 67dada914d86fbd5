package org.openimr.server.security.issuer;

import com.nimbusds.jose.util.JSONObjectUtils;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Answers with a JSON document about the authorization server, in whatever format is asked for.
 *
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/conformance.html">SMART App Launch
 *     2.2, conformance</a>
 */
final class MetadataServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final Map<Integer, String> WHY =
      Map.of(
          400, "The Host header names another machine than this.",
          503, "The authorization server cannot be reached.");

  private final int missing;
  private final transient Function<HttpServletRequest, Optional<Map<String, Object>>> document;

  /**
   * Makes the servlet.
   *
   * @param document the document, given the request
   * @param missing status where there is none: 400 if that is the request's fault, 503 if not
   */
  MetadataServlet(
      Function<HttpServletRequest, Optional<Map<String, Object>>> document, int missing) {
    this.missing = missing;
    this.document = document;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<Map<String, Object>> found = document.apply(request);
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (found.isEmpty()) {
      OAuthErrors.write(
          response,
          missing,
          missing == 400 ? "invalid_request" : "temporarily_unavailable",
          WHY.get(missing));
      return;
    }
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "max-age=60");
    response.getWriter().write(JSONObjectUtils.toJSONString(found.get()));
  }
}
