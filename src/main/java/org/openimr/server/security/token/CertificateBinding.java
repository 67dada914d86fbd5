package org.openimr.server.security.token;

import com.nimbusds.jose.util.X509CertUtils;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * The tie between a token and the client certificate that it was issued for.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3">RFC 8705, section 3</a>
 */
public final class CertificateBinding {

  private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
  private static final String THUMBPRINT = "x5t#S256";

  private CertificateBinding() {}

  /** The claim {@code cnf} for the certificate of a request; empty if it has none. */
  public static Optional<Map<String, Object>> confirmation(HttpServletRequest request) {
    return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0
        ? Optional.of(
            Map.of(THUMBPRINT, X509CertUtils.computeSHA256Thumbprint(chain[0]).toString()))
        : Optional.empty();
  }

  /** Whether a token is bound to no certificate, or to the one of the request. */
  static boolean holds(Jwt token, HttpServletRequest request) {
    Map<String, Object> bound = token.getClaimAsMap("cnf");
    return bound == null
        || confirmation(request)
            .map(actual -> actual.get(THUMBPRINT).equals(bound.get(THUMBPRINT)))
            .orElse(false);
  }
}
