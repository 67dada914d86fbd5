package org.openimr.server.security.issuer;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.util.HtmlUtils;

/** The page on which people sign in: {@code GET /login}. Plain HTML without scripts. */
final class SignInPage extends HttpFilter {

  static final String PATH = "/login";

  private static final long serialVersionUID = 1L;
  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>Sign in - OpenIMR</title>
      <style>
      body { font: 1rem/1.5 sans-serif; max-width: 20rem; margin: 4rem auto; padding: 0 1rem; }
      label, input, button { display: block; width: 100%%; box-sizing: border-box; }
      input, button { font: inherit; padding: .5rem; margin-bottom: 1rem; }
      </style>
      </head>
      <body>
      <h1>Sign in</h1>
      %s<form method="post" action="login">
      <label for="username">Name</label>
      <input id="username" name="username" autocomplete="username" required autofocus>
      <label for="password">Password</label>
      <input id="password" name="password" type="password" autocomplete="current-password" required>
      <input type="hidden" name="%s" value="%s">
      <button type="submit">Sign in</button>
      </form>
      </body>
      </html>
      """;

  /** Says that one is to come again, and when. */
  static void later(HttpServletResponse response, BaseServerResponseException refusal)
      throws IOException {
    response.setStatus(refusal.getStatusCode());
    response.setHeader("Retry-After", refusal.getResponseHeaders().get("Retry-After").get(0));
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("text/plain");
    response.setCharacterEncoding("UTF-8");
    response
        .getWriter()
        .write(
            refusal.getStatusCode() == HttpServletResponse.SC_SERVICE_UNAVAILABLE
                ? "The sign-in could not be recorded. Please try again later.\n"
                : "There were too many attempts from your network. Please try again later.\n");
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!request.getMethod().equals("GET") || !request.getRequestURI().equals(PATH)) {
      chain.doFilter(request, response);
      return;
    }
    CsrfToken token = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
    String note =
        request.getParameter("refused") == null
            ? ""
            : "<p role=\"alert\">Name or password is wrong, or there were too many attempts.</p>\n";
    response.setContentType("text/html");
    response.setCharacterEncoding("UTF-8");
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    response
        .getWriter()
        .write(
            PAGE.formatted(
                note,
                HtmlUtils.htmlEscape(token.getParameterName()),
                HtmlUtils.htmlEscape(token.getToken())));
  }
}
