package org.openimr.server.security.issuer;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.openimr.server.security.token.Addresses;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;

/** Says under which addresses a request came, and refuses one that names another machine. */
final class IssuerContextFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private final transient Addresses addresses;

  IssuerContextFilter(Addresses addresses) {
    this.addresses = addresses;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<String> base = addresses.base(request);
    if (base.isEmpty()) {
      OAuthErrors.write(
          response, 400, "invalid_request", "The Host header names another machine than this.");
      return;
    }
    // RFC 6749, section 5.1
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Pragma", "no-cache");
    response.setHeader("X-Content-Type-Options", "nosniff");
    try {
      AuthorizationServerContextHolder.setContext(new IssuerContext(base.get(), request));
      chain.doFilter(request, response);
    } finally {
      AuthorizationServerContextHolder.resetContext();
    }
  }
}
