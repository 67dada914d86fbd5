package org.openimr.server.security.issuer;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import org.openimr.server.security.client.Clients;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2ClientCredentialsAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * The scopes that a client asks for: all that it is registered for if it names none, and none
 * beyond.
 */
final class AskedScopes implements AuthenticationConverter {

  private final AuthenticationConverter request =
      new OAuth2ClientCredentialsAuthenticationConverter();
  private final Clients clients;

  AskedScopes(Clients clients) {
    this.clients = clients;
  }

  @Override
  public Authentication convert(HttpServletRequest sent) {
    Authentication asked = request.convert(sent);
    if (asked instanceof OAuth2ClientCredentialsAuthenticationToken grant
        && grant.getScopes().isEmpty()
        && grant.getPrincipal() instanceof OAuth2ClientAuthenticationToken client
        && client.getRegisteredClient() != null) {
      return new OAuth2ClientCredentialsAuthenticationToken(
          client, client.getRegisteredClient().getScopes(), grant.getAdditionalParameters());
    }
    return asked;
  }

  /** Refuses scopes beyond those that a client is registered for. */
  void check(String id, Collection<String> scopes) {
    boolean within =
        !scopes.isEmpty()
            && clients
                .find(id)
                .map(client -> scopes.stream().allMatch(client::mayAskFor))
                .orElse(false);
    if (!within) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_SCOPE);
    }
  }
}
