package org.openimr.server.security.issuer;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.openimr.server.security.client.People;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.authentication.session.ChangeSessionIdAuthenticationStrategy;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * How people sign in: a page, a session that lasts while they work, and back to the authorization
 * that was asked for.
 */
final class SignIn {

  private static final String ASKED = SignIn.class.getName();
  private static final int STRENGTH = 12;

  private SignIn() {}

  /** The filters that let people sign in. */
  static List<Filter> filters(People people) {
    HttpSessionSecurityContextRepository sessions = new HttpSessionSecurityContextRepository();
    CsrfFilter forgery = new CsrfFilter(new HttpSessionCsrfTokenRepository());
    forgery.setRequireCsrfProtectionMatcher(
        PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, SignInPage.PATH));
    forgery.setAccessDeniedHandler((request, response, denied) -> again(response));
    UsernamePasswordAuthenticationFilter password =
        new UsernamePasswordAuthenticationFilter(new SignInAttempts(passwords(people)));
    password.setSecurityContextRepository(sessions);
    password.setSessionAuthenticationStrategy(new ChangeSessionIdAuthenticationStrategy());
    password.setAuthenticationSuccessHandler(
        (request, response, signedIn) -> goOn(request, response));
    password.setAuthenticationFailureHandler((request, response, refused) -> again(response));
    return List.of(new SecurityContextHolderFilter(sessions), forgery, password, new SignInPage());
  }

  private static DaoAuthenticationProvider passwords(People people) {
    DaoAuthenticationProvider passwords =
        new DaoAuthenticationProvider(
            name ->
                people
                    .find(name)
                    .map(one -> User.withUsername(name).password(one.passwordHash()).build())
                    .orElseThrow(() -> new UsernameNotFoundException("unknown")));
    passwords.setPasswordEncoder(new BCryptPasswordEncoder(STRENGTH));
    return passwords;
  }

  /** Stands last: an authorization was asked for, and nobody has signed in yet. */
  static void first(HttpServletRequest request, HttpServletResponse response) throws IOException {
    request.getSession().setAttribute(ASKED, request.getQueryString());
    response.sendRedirect(page());
  }

  /** Whether nobody has signed in. */
  static boolean nobody() {
    Authentication known = SecurityContextHolder.getContext().getAuthentication();
    return known == null || known instanceof AnonymousAuthenticationToken;
  }

  private static void again(HttpServletResponse response) throws IOException {
    response.sendRedirect(page() + "?refused");
  }

  private static void goOn(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Object asked = request.getSession().getAttribute(ASKED);
    request.getSession().removeAttribute(ASKED);
    response.sendRedirect(
        IssuerContext.current().authorizationEndpoint() + (asked == null ? "" : "?" + asked));
  }

  private static String page() {
    return IssuerContext.current().getIssuer() + SignInPage.PATH;
  }
}
