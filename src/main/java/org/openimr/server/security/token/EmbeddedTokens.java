package org.openimr.server.security.token;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.openimr.operation.access.Caller;
import org.openimr.operation.access.Scopes;
import org.openimr.server.http.TokenRefusals;
import org.openimr.server.security.Callers;
import org.openimr.server.security.client.Client;
import org.openimr.server.security.client.Clients;
import org.openimr.server.security.client.People;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/**
 * Tokens that this server issued. Each is held against the registration of its client as it is now,
 * so that a client that was disabled is out at once, whatever tokens it has.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9068#section-4">RFC 9068, section 4</a>
 */
public final class EmbeddedTokens implements BearerCallers.TokenReader {

  /** The type in the header of an access token. */
  public static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

  private static final Duration SKEW = Duration.ofSeconds(5);

  private final JwtDecoder decoder;
  private final Addresses addresses;
  private final Clients clients;
  private final People people;
  private final Clock clock;

  /** Accepts tokens signed with these keys for these clients and people. */
  public EmbeddedTokens(
      SigningKeys keys, Addresses addresses, Clients clients, People people, Clock clock) {
    this.decoder =
        TokenChecks.signature(
            new ImmutableJWKSet<>(keys.verification()), Set.of(JWSAlgorithm.RS256), TYPE);
    this.addresses = addresses;
    this.clients = clients;
    this.people = people;
    this.clock = clock;
  }

  @Override
  public Caller read(String token, HttpServletRequest request) {
    Jwt jwt = verified(token);
    TokenChecks.time(jwt, clock, SKEW);
    if (jwt.getAudience() == null
        || jwt.getAudience().size() != 1
        || !addresses.isBase(jwt.getAudience().get(0), request)
        || !Addresses.issuer(jwt.getAudience().get(0)).equals(jwt.getClaimAsString("iss"))) {
      throw TokenChecks.foreign();
    }
    if (!CertificateBinding.holds(jwt, request)) {
      throw TokenRefusals.unknown("The bearer token is bound to a certificate that was not shown.");
    }
    Client client =
        clients
            .find(String.valueOf(jwt.getClaimAsString("client_id")))
            .orElseThrow(() -> TokenRefusals.unknown(Callers.UNKNOWN));
    Scopes scopes =
        new Scopes(
            TokenChecks.scopes(jwt).each().stream()
                .filter(scope -> Scopes.of(client.scopes()).cover(scope))
                .toList());
    return client.forPeople() ? person(client, jwt.getSubject(), scopes) : program(client, scopes);
  }

  private Jwt verified(String token) {
    try {
      return decoder.decode(token);
    } catch (JwtException | IllegalArgumentException notOurs) {
      throw TokenRefusals.unknown(Callers.UNKNOWN);
    }
  }

  private static Caller program(Client client, Scopes scopes) {
    return new Caller(client.id(), client.role(), client.organization(), scopes);
  }

  private Caller person(Client client, String name, Scopes scopes) {
    return people
        .find(String.valueOf(name))
        .map(
            one ->
                new Caller(client.id(), one.role(), one.organization(), scopes).person(one.npi()))
        .orElseThrow(() -> TokenRefusals.unknown(Callers.UNKNOWN));
  }
}
