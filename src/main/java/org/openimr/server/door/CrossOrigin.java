package org.openimr.server.door;

import java.time.Duration;
import java.util.List;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.server.http.Outcomes;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/**
 * What web applications of other origins may do: all that the interface offers, with a token, and
 * without cookies.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch, CORS protocol</a>
 */
final class CrossOrigin {

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final List<String> SENT =
      List.of(
          "Accept",
          "Authorization",
          "Content-Type",
          "If-Match",
          "If-Modified-Since",
          "If-None-Exist",
          "If-None-Match",
          "Prefer",
          "X-Request-Id");
  private static final List<String> READ =
      List.of(
          "Content-Location",
          "ETag",
          "Last-Modified",
          "Location",
          "Retry-After",
          "WWW-Authenticate",
          "X-Request-ID");
  private static final Duration KEPT = Duration.ofMinutes(10);

  private CrossOrigin() {}

  /** A filter that lets these origins in and refuses others. */
  static CorsFilter from(List<String> origins) {
    CorsConfiguration configuration = new CorsConfiguration();
    configuration.setAllowedOrigins(origins);
    configuration.setAllowedMethods(METHODS);
    configuration.setAllowedHeaders(SENT);
    configuration.setExposedHeaders(READ);
    configuration.setAllowCredentials(false);
    configuration.setMaxAge(KEPT);
    UrlBasedCorsConfigurationSource everywhere = new UrlBasedCorsConfigurationSource();
    everywhere.registerCorsConfiguration("/**", configuration);
    CorsFilter filter = new CorsFilter(everywhere);
    filter.setCorsProcessor(new Refusing());
    return filter;
  }

  private static final class Refusing extends DefaultCorsProcessor {
    @Override
    protected void rejectRequest(ServerHttpResponse response) {
      throw Outcomes.refusal(
          403,
          IssueType.FORBIDDEN,
          "This origin, or what it asks to send, is not among those of openimr.cors.origins.",
          "http.Origin");
    }
  }
}
