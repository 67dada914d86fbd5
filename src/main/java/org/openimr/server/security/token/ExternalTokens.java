package org.openimr.server.security.token;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.operation.access.Caller;
import org.openimr.server.artifact.PackagedParties;
import org.openimr.server.http.Outcomes;
import org.openimr.server.http.TokenRefusals;
import org.openimr.server.security.Callers;
import org.openimr.server.security.ProviderNumber;
import org.openimr.server.settings.AccessSettings;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;

/**
 * Tokens of an authorization server elsewhere. Role and organization are what two of their claims
 * say.
 */
public final class ExternalTokens implements BearerCallers.TokenReader {

  private static final Duration SKEW = Duration.ofSeconds(60);
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private final ExternalIssuer issuer;
  private final AccessSettings settings;
  private final Addresses addresses;
  private final Clock clock;

  /** Accepts the tokens of an issuer. */
  public ExternalTokens(
      ExternalIssuer issuer, AccessSettings settings, Addresses addresses, Clock clock) {
    this.issuer = issuer;
    this.settings = settings;
    this.addresses = addresses;
    this.clock = clock;
  }

  @Override
  public Caller read(String token, HttpServletRequest request) {
    Jwt jwt = verified(token);
    TokenChecks.time(jwt, clock, SKEW);
    if (!issuer.name().equals(jwt.getClaimAsString("iss")) || !isFor(jwt, request)) {
      throw TokenChecks.foreign();
    }
    if (!CertificateBinding.holds(jwt, request)) {
      throw TokenRefusals.unknown("The bearer token is bound to a certificate that was not shown.");
    }
    List<String> roles =
        texts(jwt, settings.roleClaim()).stream()
            .filter(PackagedParties.codes()::contains)
            .toList();
    List<String> organizations = texts(jwt, settings.organizationClaim());
    if (roles.size() != 1 || organizations.size() != 1) {
      throw TokenRefusals.unknown(
          "The bearer token does not say in which one role and for which one organization its"
              + " holder acts.");
    }
    return new Caller(client(jwt), roles.get(0), organizations.get(0), TokenChecks.scopes(jwt))
        .person(npi(jwt));
  }

  private String npi(Jwt jwt) {
    List<String> numbers = texts(jwt, settings.npiClaim());
    if (numbers.size() > 1 || !numbers.stream().allMatch(ProviderNumber::valid)) {
      throw TokenRefusals.unknown(
          "The bearer token does not say by one National Provider Identifier who its holder is.");
    }
    return numbers.isEmpty() ? "" : numbers.get(0);
  }

  private Jwt verified(String token) {
    JWKSource<SecurityContext> keys = issuer.keys().orElseThrow(ExternalTokens::unreachable);
    try {
      return TokenChecks.signature(keys, ALGORITHMS, JOSEObjectType.JWT, EmbeddedTokens.TYPE, null)
          .decode(token);
    } catch (JwtException | IllegalArgumentException notTheirs) {
      if (notTheirs.getCause() instanceof RemoteKeySourceException) {
        throw unreachable();
      }
      throw TokenRefusals.unknown(Callers.UNKNOWN);
    }
  }

  private boolean isFor(Jwt jwt, HttpServletRequest request) {
    if (jwt.getAudience() == null) {
      return false;
    }
    return settings.audience().isEmpty()
        ? jwt.getAudience().stream().anyMatch(one -> addresses.isBase(one, request))
        : jwt.getAudience().contains(settings.audience());
  }

  private static String client(Jwt jwt) {
    for (String claim : List.of("client_id", "azp", "sub")) {
      if (jwt.getClaims().get(claim) instanceof String text) {
        return text;
      }
    }
    return "unnamed";
  }

  private static List<String> texts(Jwt jwt, String path) {
    Object value = jwt.getClaims().get(path);
    if (value == null) {
      value = jwt.getClaims();
      for (String step : path.split("\\.")) {
        value = value instanceof Map<?, ?> object ? object.get(step) : null;
      }
    }
    if (value instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    return value instanceof String text ? List.of(text) : List.of();
  }

  private static BaseServerResponseException unreachable() {
    String sentence =
        "The authorization server cannot be reached, so that no token can be checked.";
    return Outcomes.carriedBy(
        new UnclassifiedServerFailureException(503, sentence), IssueType.TRANSIENT, sentence);
  }
}
