package org.openimr.server.security.issuer;

import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.openimr.server.security.client.Client;
import org.openimr.server.security.client.Clients;
import org.openimr.server.security.token.SentClaims;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Checks the assertion by which a client says who it is: signed with its key, for this token
 * endpoint and no other, for five minutes at most, and for once.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7523#section-3">RFC 7523, section 3</a>
 */
final class AssertionDecoders implements JwtDecoderFactory<RegisteredClient> {

  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration SKEW = Duration.ofSeconds(10);
  private static final int LONGEST_JTI = 500;

  private final Clients clients;
  private final SeenAssertions seen;
  private final Clock clock;

  AssertionDecoders(Clients clients, SeenAssertions seen, Clock clock) {
    this.clients = clients;
    this.seen = seen;
    this.clock = clock;
  }

  @Override
  public JwtDecoder createDecoder(RegisteredClient registered) {
    Client client =
        clients
            .find(registered.getClientId())
            .orElseThrow(() -> new RefusedAssertionException(RefusedAssertionException.UNKNOWN));
    String endpoint = IssuerContext.current().tokenEndpoint();
    return assertion -> {
      Jwt jwt = verified(client, assertion);
      checkParties(client, jwt, endpoint);
      checkTime(jwt);
      checkFirstUse(client, jwt);
      return jwt;
    };
  }

  private Jwt verified(Client client, String assertion) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSKeySelector(new AssertionKeys(clients, client));
    processor.setJWTClaimsSetVerifier((claims, context) -> {});
    NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
    decoder.setClaimSetConverter(new SentClaims());
    decoder.setJwtValidator(token -> OAuth2TokenValidatorResult.success());
    try {
      return decoder.decode(assertion);
    } catch (JwtException | IllegalArgumentException refused) {
      for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
        if (cause instanceof RefusedAssertionException ours) {
          throw ours;
        }
      }
      throw new RefusedAssertionException(RefusedAssertionException.UNKNOWN);
    }
  }

  private static void checkParties(Client client, Jwt jwt, String endpoint) {
    if (!client.id().equals(jwt.getClaimAsString("iss")) || !client.id().equals(jwt.getSubject())) {
      throw new RefusedAssertionException(
          "The iss and the sub of the assertion must both be the client_id.");
    }
    if (!List.of(endpoint).equals(jwt.getAudience())) {
      throw new RefusedAssertionException(
          "The aud of the assertion must be exactly " + endpoint + ".");
    }
  }

  private void checkTime(Jwt jwt) {
    Instant now = clock.instant();
    Instant expires = jwt.getExpiresAt();
    if (expires == null || !now.minus(SKEW).isBefore(expires)) {
      throw new RefusedAssertionException("The assertion must have an exp that is to come.");
    }
    boolean tooLong =
        expires.isAfter(now.plus(LONGEST).plus(SKEW))
            || jwt.getIssuedAt() != null && expires.isAfter(jwt.getIssuedAt().plus(LONGEST));
    if (tooLong) {
      throw new RefusedAssertionException(
          "The exp of the assertion must be at most five minutes away.");
    }
    boolean early =
        jwt.getNotBefore() != null && jwt.getNotBefore().isAfter(now.plus(SKEW))
            || jwt.getIssuedAt() != null && jwt.getIssuedAt().isAfter(now.plus(SKEW));
    if (early) {
      throw new RefusedAssertionException("The iat and nbf of the assertion must not be to come.");
    }
  }

  private void checkFirstUse(Client client, Jwt jwt) {
    if (jwt.getId() == null || jwt.getId().isBlank() || jwt.getId().length() > LONGEST_JTI) {
      throw new RefusedAssertionException(
          "The assertion must have a jti of at most " + LONGEST_JTI + " characters.");
    }
    if (!seen.first(client.id(), jwt.getId(), jwt.getExpiresAt().plus(SKEW))) {
      throw new RefusedAssertionException(
          "An assertion with this jti was used before; make a new one for each request.");
    }
  }
}
