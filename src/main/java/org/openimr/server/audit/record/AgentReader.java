package org.openimr.server.audit.record;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.http.HttpServletRequest;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.openimr.operation.access.Caller;

/**
 * Reads from a request who made it, once the server knows its caller.
 *
 * @see <a href="https://profiles.ihe.net/ITI/IUA/index.html#3714221-json-web-token-option">IHE IUA,
 *     JSON Web Token option</a>
 */
public final class AgentReader {

  private static final String BEARER = "bearer ";

  private static final String BREAK_THE_GLASS =
      "http://terminology.hl7.org/CodeSystem/v3-ActReason|BTG";

  private final boolean behindProxy;

  /**
   * Reads agents.
   *
   * @param behindProxy whether a proxy tells the address, as the last one of {@code
   *     X-Forwarded-For}
   */
  public AgentReader(boolean behindProxy) {
    this.behindProxy = behindProxy;
  }

  /** Who made a request, by the token that was checked; anonymous if there was none. */
  public AuditAgent read(Caller caller, HttpServletRequest request) {
    String address = address(request);
    if (caller.anonymous()) {
      return AuditAgent.anonymous(address);
    }
    // The caller is known, so that the token was checked.
    JWTClaimsSet claims = claims(request);
    String subject = claims.getSubject() == null ? "" : claims.getSubject();
    return new AuditAgent(
        caller.client(),
        caller.role(),
        caller.organization(),
        subject.equals(caller.client()) ? "" : subject,
        claims.getJWTID() == null ? "" : claims.getJWTID(),
        caller.breaksGlass() ? BREAK_THE_GLASS + "|" + caller.reason() : purpose(claims),
        address);
  }

  /** The address that a request came from; empty if it is not known. */
  public String address(HttpServletRequest request) {
    String told = behindProxy ? request.getHeader("X-Forwarded-For") : null;
    String address =
        told == null || told.isBlank()
            ? request.getRemoteAddr()
            : told.substring(told.lastIndexOf(',') + 1).strip();
    return address == null ? "" : address.replaceAll("[\\[\\]]", "");
  }

  private static JWTClaimsSet claims(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      try {
        return SignedJWT.parse(header.substring(BEARER.length()).strip()).getJWTClaimsSet();
      } catch (ParseException notSigned) {
        // a token for trying out
      }
    }
    return new JWTClaimsSet.Builder().build();
  }

  private static String purpose(JWTClaimsSet claims) {
    return claims.getClaim("extensions") instanceof Map<?, ?> extensions
            && extensions.get("ihe_iua") instanceof Map<?, ?> iua
            && iua.get("purpose_of_use") instanceof List<?> purposes
            && !purposes.isEmpty()
            && purposes.get(0) instanceof Map<?, ?> purpose
        ? purpose.get("system") + "|" + purpose.get("code")
        : "";
  }
}
