package org.openimr.server.security.issuer;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.openimr.server.security.client.People;
import org.openimr.server.security.client.People.Person;
import org.openimr.server.security.issuer.SignInWatch.Refusal;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.authentication.session.ChangeSessionIdAuthenticationStrategy;
import org.springframework.security.web.authentication.session.CompositeSessionAuthenticationStrategy;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * How people sign in: a page, a session that lasts while they work, and back to the authorization
 * that was asked for.
 */
final class SignIn {

  private static final String ASKED = SignIn.class.getName();
  private static final int STRENGTH = 12;
  private static final RequestMatcher FORM =
      PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, SignInPage.PATH);

  private final People people;
  private final SignInWatch watch;

  SignIn(People people, SignInWatch watch) {
    this.people = people;
    this.watch = watch;
  }

  /** The filters that let people sign in. */
  List<Filter> filters() {
    HttpSessionSecurityContextRepository sessions = new HttpSessionSecurityContextRepository();
    CsrfFilter forgery = new CsrfFilter(new HttpSessionCsrfTokenRepository());
    forgery.setRequireCsrfProtectionMatcher(FORM);
    forgery.setAccessDeniedHandler(
        (request, response, denied) -> again(request, response, Refusal.STALE_FORM));
    UsernamePasswordAuthenticationFilter password =
        new UsernamePasswordAuthenticationFilter(new SignInAttempts(passwords()));
    password.setSecurityContextRepository(sessions);
    password.setSessionAuthenticationStrategy(
        new CompositeSessionAuthenticationStrategy(
            List.of(this::keep, new ChangeSessionIdAuthenticationStrategy())));
    password.setAuthenticationSuccessHandler(
        (request, response, signedIn) -> goOn(request, response));
    password.setAuthenticationFailureHandler(
        (request, response, refused) -> again(request, response, why(request, refused)));
    return List.of(
        this::attempt,
        new SecurityContextHolderFilter(sessions),
        forgery,
        password,
        new SignInPage());
  }

  private void attempt(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest sent = (HttpServletRequest) request;
    try {
      if (FORM.matches(sent)) {
        watch.attempted(sent);
      }
      chain.doFilter(request, response);
    } catch (BaseServerResponseException refusal) {
      SignInPage.later((HttpServletResponse) response, refusal);
    }
  }

  // Before the session knows the person.
  private void keep(
      Authentication person, HttpServletRequest request, HttpServletResponse response) {
    watch.signedIn(request, program(request), people.find(person.getName()).orElseThrow());
  }

  private Refusal why(HttpServletRequest request, AuthenticationException refused) {
    if (refused instanceof LockedException) {
      return Refusal.TOO_MANY_ATTEMPTS;
    }
    return named(request).isPresent() ? Refusal.WRONG_PASSWORD : Refusal.UNKNOWN_NAME;
  }

  private Optional<Person> named(HttpServletRequest request) {
    String name =
        request.getParameter(
            UsernamePasswordAuthenticationFilter.SPRING_SECURITY_FORM_USERNAME_KEY);
    return name == null ? Optional.empty() : people.find(name.trim());
  }

  private static String program(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    Object asked = session == null ? null : session.getAttribute(ASKED);
    String program =
        asked == null
            ? null
            : UriComponentsBuilder.newInstance()
                .query(asked.toString())
                .build()
                .getQueryParams()
                .getFirst(OAuth2ParameterNames.CLIENT_ID);
    return program == null ? "" : UriUtils.decode(program, StandardCharsets.UTF_8);
  }

  private DaoAuthenticationProvider passwords() {
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

  private void again(HttpServletRequest request, HttpServletResponse response, Refusal refusal)
      throws IOException {
    watch.refused(request, program(request), named(request), refusal);
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
