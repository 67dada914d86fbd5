package org.openimr.server.security.issuer;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationValidator;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Errors of the authorization endpoint: told to the program where its address is sure, and else to
 * the person.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1">RFC 6749, section
 *     4.1.2.1</a>
 */
final class AuthorizationErrors {

  private final RegisteredClients clients;
  private final AskedScopes scopes;

  AuthorizationErrors(RegisteredClients clients, AskedScopes scopes) {
    this.clients = clients;
    this.scopes = scopes;
  }

  void answer(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
      throws IOException {
    OAuth2Error error = ((OAuth2AuthenticationException) refused).getError();
    OAuth2AuthorizationCodeRequestAuthenticationToken asked =
        refused instanceof OAuth2AuthorizationCodeRequestAuthenticationException known
            ? known.getAuthorizationCodeRequestAuthentication()
            : null;
    if (asked == null || !isSure(asked)) {
      OAuthErrors.write(
          response,
          400,
          error.getErrorCode(),
          "The client_id or redirect_uri is not registered here, or a parameter is missing.");
      return;
    }
    UriComponentsBuilder back =
        UriComponentsBuilder.fromUriString(asked.getRedirectUri())
            .queryParam("error", "{error}")
            .queryParam("iss", "{issuer}");
    if (asked.getState() != null) {
      back.queryParam("state", "{state}");
    }
    response.sendRedirect(
        back.encode()
            .buildAndExpand(
                error.getErrorCode(), IssuerContext.current().getIssuer(), asked.getState())
            .toUriString());
  }

  // Not every error comes after the check of the address.
  private boolean isSure(OAuth2AuthorizationCodeRequestAuthenticationToken asked) {
    RegisteredClient client = clients.findByClientId(asked.getClientId());
    return client != null && client.getRedirectUris().contains(asked.getRedirectUri());
  }

  /** Checks where the answer goes, the scopes, and what will be kept with the code. */
  void check(OAuth2AuthorizationCodeRequestAuthenticationContext asked) {
    OAuth2AuthorizationCodeRequestAuthenticationValidator.DEFAULT_REDIRECT_URI_VALIDATOR.accept(
        asked);
    OAuth2AuthorizationCodeRequestAuthenticationToken request = asked.getAuthentication();
    try {
      scopes.check(request.getClientId(), request.getScopes());
    } catch (OAuth2AuthenticationException beyond) {
      throw refused(asked, OAuth2ErrorCodes.INVALID_SCOPE);
    }
    Object challenge = request.getAdditionalParameters().get("code_challenge");
    Object nonce = request.getAdditionalParameters().getOrDefault("nonce", "");
    boolean kept =
        challenge instanceof String hash
            && hash.matches("[A-Za-z0-9_-]{43}")
            && nonce instanceof String text
            && text.matches("[\\x20-\\x7E]{0,1000}");
    if (!kept) {
      throw refused(asked, OAuth2ErrorCodes.INVALID_REQUEST);
    }
  }

  private static OAuth2AuthorizationCodeRequestAuthenticationException refused(
      OAuth2AuthorizationCodeRequestAuthenticationContext asked, String code) {
    OAuth2AuthorizationCodeRequestAuthenticationToken request = asked.getAuthentication();
    String back =
        request.getRedirectUri() != null
            ? request.getRedirectUri()
            : asked.getRegisteredClient().getRedirectUris().iterator().next();
    return new OAuth2AuthorizationCodeRequestAuthenticationException(
        new OAuth2Error(code),
        new OAuth2AuthorizationCodeRequestAuthenticationToken(
            request.getAuthorizationUri(),
            request.getClientId(),
            (Authentication) request.getPrincipal(),
            back,
            request.getState(),
            request.getScopes(),
            request.getAdditionalParameters()));
  }
}
