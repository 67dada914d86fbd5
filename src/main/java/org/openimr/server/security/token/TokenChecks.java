package org.openimr.server.security.token;

import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.openimr.operation.access.Scopes;
import org.openimr.server.http.TokenRefusals;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** What is checked of every signed token, whoever issued it. */
final class TokenChecks {

  private TokenChecks() {}

  /** Verifies signature, algorithm and type; everything else is checked after it. */
  static NimbusJwtDecoder signature(
      JWKSource<SecurityContext> keys, Set<JWSAlgorithm> algorithms, JOSEObjectType... types) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(new HashSet<>(Arrays.asList(types))));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys));
    processor.setJWTClaimsSetVerifier((claims, context) -> {});
    NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
    decoder.setClaimSetConverter(new SentClaims());
    decoder.setJwtValidator(token -> OAuth2TokenValidatorResult.success());
    return decoder;
  }

  /** Refuses a token out of its time. */
  static void time(Jwt token, Clock clock, Duration skew) {
    Instant now = clock.instant();
    if (token.getExpiresAt() == null || !now.minus(skew).isBefore(token.getExpiresAt())) {
      throw TokenRefusals.unknown("The bearer token has expired.");
    }
    boolean early =
        token.getNotBefore() != null && now.plus(skew).isBefore(token.getNotBefore())
            || token.getIssuedAt() != null && now.plus(skew).isBefore(token.getIssuedAt());
    if (early) {
      throw TokenRefusals.unknown("The bearer token does not hold yet.");
    }
  }

  /** What answers a token for somebody else. */
  static AuthenticationException foreign() {
    return TokenRefusals.unknown("The bearer token is meant for another server.");
  }

  /** The scopes of a token. */
  static Scopes scopes(Jwt token) {
    for (String claim : List.of("scope", "scp")) {
      Object value = token.getClaims().get(claim);
      if (value instanceof String text) {
        return Scopes.parse(text);
      }
      if (value instanceof List<?> list) {
        return Scopes.of(list.stream().map(String::valueOf).toList());
      }
    }
    return Scopes.NONE;
  }
}
