package org.openimr.server.security.issuer;

import com.nimbusds.jose.util.JSONObjectUtils;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;

/**
 * Errors of the token endpoint.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5.2">RFC 6749, section 5.2</a>
 */
final class OAuthErrors {

  private OAuthErrors() {}

  /** Answers a request that was refused, with the reason where it is one of ours. */
  static void answer(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
      throws IOException {
    OAuth2Error error = ((OAuth2AuthenticationException) refused).getError();
    boolean client = error.getErrorCode().equals(OAuth2ErrorCodes.INVALID_CLIENT);
    write(response, client ? 401 : 400, error.getErrorCode(), description(refused, error));
  }

  private static String description(AuthenticationException refused, OAuth2Error error) {
    if (refused.getCause() instanceof RefusedAssertionException assertion) {
      return assertion.getMessage();
    }
    return switch (error.getErrorCode()) {
      case OAuth2ErrorCodes.INVALID_CLIENT -> RefusedAssertionException.UNKNOWN;
      case OAuth2ErrorCodes.INVALID_SCOPE ->
          "A scope was asked for that the client is not registered for.";
      case OAuth2ErrorCodes.UNAUTHORIZED_CLIENT ->
          "The client is not registered for this grant_type.";
      case OAuth2ErrorCodes.UNSUPPORTED_GRANT_TYPE ->
          "The grant_type must be client_credentials or authorization_code.";
      case OAuth2ErrorCodes.INVALID_GRANT ->
          "The code or code_verifier does not hold, or was used before.";
      default ->
          error.getDescription() == null
              ? "A parameter is missing, repeated or not understood."
              : error.getDescription();
    };
  }

  static void write(HttpServletResponse response, int status, String code, String description)
      throws IOException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", code);
    body.put("error_description", description);
    response.setStatus(status);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response.getWriter().write(JSONObjectUtils.toJSONString(body));
  }
}
