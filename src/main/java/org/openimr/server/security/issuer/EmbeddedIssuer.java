package org.openimr.server.security.issuer;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.openimr.server.security.client.Clients;
import org.openimr.server.security.client.People;
import org.openimr.server.security.token.Addresses;
import org.openimr.server.security.token.SigningKeys;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.authentication.JwtClientAssertionAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.PublicClientAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.web.NimbusJwkSetEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2AuthorizationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2ClientAuthenticationFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2TokenEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.authentication.DelegatingAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationCodeAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.PublicClientAuthenticationConverter;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.session.DisableEncodeUrlFilter;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The chain of filters that is the embedded authorization server: the token endpoint for programs,
 * and, where people are known, the authorization endpoint and the page on which they sign in.
 */
final class EmbeddedIssuer {

  private static final RequestMatcher TOKEN = at(HttpMethod.POST, "/oauth2/token");
  private static final RequestMatcher AUTHORIZE = at(HttpMethod.GET, "/oauth2/authorize");

  private final Clients clients;
  private final People people;
  private final SigningKeys keys;
  private final JdbcTemplate jdbc;
  private final Clock clock;
  private final RegisteredClients registered;
  private final Codes codes;
  private final AskedScopes scopes;
  private final AuthorizationErrors errors;
  private final AuthenticationManager providers;

  EmbeddedIssuer(Clients clients, People people, SigningKeys keys, JdbcTemplate jdbc, Clock clock) {
    this.clients = clients;
    this.people = people;
    this.keys = keys;
    this.jdbc = jdbc;
    this.clock = clock;
    this.registered = new RegisteredClients(clients);
    this.codes = new Codes(jdbc, registered, clock);
    this.scopes = new AskedScopes(clients);
    this.errors = new AuthorizationErrors(registered, scopes);
    this.providers = new ProviderManager(providers());
  }

  private static RequestMatcher at(HttpMethod method, String path) {
    return PathPatternRequestMatcher.withDefaults().matcher(method, path);
  }

  private List<AuthenticationProvider> providers() {
    JwtClientAssertionAuthenticationProvider assertions =
        new JwtClientAssertionAuthenticationProvider(registered, codes);
    assertions.setJwtDecoderFactory(
        new AssertionDecoders(clients, new SeenAssertions(jdbc, clock), clock));
    JwtGenerator tokens =
        new JwtGenerator(new NimbusJwtEncoder(new ImmutableJWKSet<>(new JWKSet(keys.first()))));
    tokens.setJwtCustomizer(new TokenContents(clients, people));
    OAuth2ClientCredentialsAuthenticationProvider programs =
        new OAuth2ClientCredentialsAuthenticationProvider(codes, tokens);
    programs.setAuthenticationValidator(
        asked ->
            scopes.check(
                asked.getRegisteredClient().getClientId(),
                asked
                    .<org.springframework.security.oauth2.server.authorization.authentication
                            .OAuth2ClientCredentialsAuthenticationToken>
                        getAuthentication()
                    .getScopes()));
    OAuth2AuthorizationCodeRequestAuthenticationProvider authorizations =
        new OAuth2AuthorizationCodeRequestAuthenticationProvider(
            registered, codes, new NoConsents());
    authorizations.setAuthenticationValidator(errors::check);
    return List.of(
        assertions,
        new PublicClientAuthenticationProvider(registered, codes),
        programs,
        new OAuth2AuthorizationCodeAuthenticationProvider(codes, tokens),
        authorizations);
  }

  /** The whole of it, as one filter. */
  Filter chain(Addresses addresses, SignInWatch watch) {
    List<Filter> filters = new ArrayList<>();
    filters.add(new DisableEncodeUrlFilter());
    filters.add(new IssuerContextFilter(addresses));
    filters.add(new NimbusJwkSetEndpointFilter(new ImmutableJWKSet<>(keys.verification())));
    if (people.any()) {
      filters.addAll(new SignIn(people, watch).filters());
    }
    filters.add(new AnonymousAuthenticationFilter("openimr"));
    filters.add(clientAuthentication());
    filters.add(token());
    if (people.any()) {
      filters.add(authorization());
      filters.add(
          (request, response, chain) -> {
            HttpServletRequest asked = (HttpServletRequest) request;
            if (AUTHORIZE.matches(asked) && SignIn.nobody()) {
              SignIn.first(asked, (HttpServletResponse) response);
            } else {
              chain.doFilter(request, response);
            }
          });
    }
    return new FilterChainProxy(
        new DefaultSecurityFilterChain(AnyRequestMatcher.INSTANCE, filters));
  }

  private Filter clientAuthentication() {
    OAuth2ClientAuthenticationFilter filter =
        new OAuth2ClientAuthenticationFilter(providers, TOKEN);
    filter.setAuthenticationConverter(
        new DelegatingAuthenticationConverter(
            List.of(new AssertionReader(), new PublicClientAuthenticationConverter())));
    filter.setAuthenticationFailureHandler(OAuthErrors::answer);
    return filter;
  }

  private Filter token() {
    OAuth2TokenEndpointFilter filter = new OAuth2TokenEndpointFilter(providers);
    filter.setAuthenticationConverter(
        new DelegatingAuthenticationConverter(
            List.of(scopes, new OAuth2AuthorizationCodeAuthenticationConverter())));
    filter.setAuthenticationFailureHandler(OAuthErrors::answer);
    return filter;
  }

  private Filter authorization() {
    OAuth2AuthorizationEndpointFilter filter = new OAuth2AuthorizationEndpointFilter(providers);
    filter.setAuthenticationFailureHandler(errors::answer);
    return filter;
  }

  /** Nobody is asked to consent: the programs are the operator's own choice. */
  private static final class NoConsents implements OAuth2AuthorizationConsentService {
    @Override
    public void save(OAuth2AuthorizationConsent consent) {
      // there is none
    }

    @Override
    public void remove(OAuth2AuthorizationConsent consent) {
      // there is none
    }

    @Override
    public OAuth2AuthorizationConsent findById(String client, String person) {
      return null;
    }
  }
}
