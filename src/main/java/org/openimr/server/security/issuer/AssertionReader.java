package org.openimr.server.security.issuer;

import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.http.HttpServletRequest;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads which client an assertion claims to be from. SMART sends no {@code client_id} beside it, so
 * that the assertion's own issuer is taken.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7521#section-4.2">RFC 7521, section 4.2</a>
 */
final class AssertionReader implements AuthenticationConverter {

  private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final ClientAuthenticationMethod METHOD = new ClientAuthenticationMethod(TYPE);

  @Override
  public Authentication convert(HttpServletRequest request) {
    String[] types = request.getParameterValues("client_assertion_type");
    String[] assertions = request.getParameterValues("client_assertion");
    if (types == null && assertions == null) {
      if (request.getParameter("client_id") != null) {
        return null;
      }
      throw refused(OAuth2ErrorCodes.INVALID_CLIENT, "The request carries no client_assertion.");
    }
    if (types == null || assertions == null || types.length > 1 || assertions.length > 1) {
      throw refused(OAuth2ErrorCodes.INVALID_REQUEST, null);
    }
    if (!TYPE.equals(types[0])) {
      throw refused(
          OAuth2ErrorCodes.INVALID_CLIENT, "The client_assertion_type must be " + TYPE + ".");
    }
    String client = issuer(assertions[0]);
    String[] named = request.getParameterValues("client_id");
    if (named != null && (named.length > 1 || !named[0].equals(client))) {
      throw refused(
          OAuth2ErrorCodes.INVALID_CLIENT, "The client_id is not the iss of the assertion.");
    }
    return new OAuth2ClientAuthenticationToken(client, METHOD, assertions[0], grant(request));
  }

  // A code's verifier is checked with the client.
  private static Map<String, Object> grant(HttpServletRequest request) {
    Map<String, Object> grant = new HashMap<>();
    for (String name : new String[] {"grant_type", "code", "code_verifier"}) {
      if (request.getParameter(name) != null) {
        grant.put(name, request.getParameter(name));
      }
    }
    return grant;
  }

  private static String issuer(String assertion) {
    try {
      String issuer = SignedJWT.parse(assertion).getJWTClaimsSet().getIssuer();
      if (issuer != null && issuer.matches("[\\x20-\\x7E]{1,200}")) {
        return issuer;
      }
    } catch (ParseException | RuntimeException malformed) {
      // said below
    }
    throw refused(
        OAuth2ErrorCodes.INVALID_CLIENT,
        "The client_assertion must be a signed JWT whose iss is the client_id.");
  }

  private static OAuth2AuthenticationException refused(String code, String sentence) {
    OAuth2Error error = new OAuth2Error(code);
    return sentence == null
        ? new OAuth2AuthenticationException(error)
        : new OAuth2AuthenticationException(error, new RefusedAssertionException(sentence));
  }
}
