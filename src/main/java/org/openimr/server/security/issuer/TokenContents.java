package org.openimr.server.security.issuer;

import java.util.List;
import java.util.Map;
import org.openimr.server.security.client.Client;
import org.openimr.server.security.client.Clients;
import org.openimr.server.security.client.People;
import org.openimr.server.security.token.CertificateBinding;
import org.openimr.server.security.token.EmbeddedTokens;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * What an access token says: for which server it is, which client has it, in which role and for
 * which organization that acts, and with which scopes.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9068#section-2">RFC 9068, section 2</a>
 */
final class TokenContents implements OAuth2TokenCustomizer<JwtEncodingContext> {

  private final Clients clients;
  private final People people;

  TokenContents(Clients clients, People people) {
    this.clients = clients;
    this.people = people;
  }

  @Override
  public void customize(JwtEncodingContext token) {
    if (!OAuth2TokenType.ACCESS_TOKEN.equals(token.getTokenType())) {
      return;
    }
    Client client =
        clients
            .find(token.getRegisteredClient().getClientId())
            .orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT));
    token.getJwsHeader().type(EmbeddedTokens.TYPE.getType());
    token
        .getClaims()
        .audience(List.of(IssuerContext.current().base()))
        .claim("client_id", client.id())
        .claim("scope", String.join(" ", token.getAuthorizedScopes()));
    if (client.forPeople()) {
      People.Person person =
          people
              .find(token.getPrincipal().getName())
              .orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT));
      acting(token, person.role(), person.organization());
    } else {
      acting(token, client.role(), client.organization());
    }
    if (client.boundToCertificate()) {
      token.getClaims().claim("cnf", confirmation());
    }
  }

  private static void acting(JwtEncodingContext token, String role, String organization) {
    token.getClaims().claim("imr_role", role).claim("imr_organization", organization);
  }

  private static Map<String, Object> confirmation() {
    return CertificateBinding.confirmation(IssuerContext.current().request())
        .orElseThrow(
            () ->
                new OAuth2AuthenticationException(
                    new OAuth2Error(
                        OAuth2ErrorCodes.INVALID_REQUEST,
                        "The client must show its certificate.",
                        null)));
  }
}
