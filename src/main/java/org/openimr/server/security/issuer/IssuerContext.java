package org.openimr.server.security.issuer;

import jakarta.servlet.http.HttpServletRequest;
import org.openimr.server.security.token.Addresses;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;

/**
 * Under which addresses a request to the authorization server came.
 *
 * @param base base address of the FHIR interface, which tokens are meant for
 * @param request the request
 */
record IssuerContext(String base, HttpServletRequest request)
    implements AuthorizationServerContext {

  private static final AuthorizationServerSettings ENDPOINTS =
      AuthorizationServerSettings.builder().build();

  /** The one of the request under way. */
  static IssuerContext current() {
    return (IssuerContext) AuthorizationServerContextHolder.getContext();
  }

  @Override
  public String getIssuer() {
    return Addresses.issuer(base);
  }

  @Override
  public AuthorizationServerSettings getAuthorizationServerSettings() {
    return ENDPOINTS;
  }

  String tokenEndpoint() {
    return getIssuer() + ENDPOINTS.getTokenEndpoint();
  }

  String authorizationEndpoint() {
    return getIssuer() + ENDPOINTS.getAuthorizationEndpoint();
  }

  String keysEndpoint() {
    return getIssuer() + ENDPOINTS.getJwkSetEndpoint();
  }
}
