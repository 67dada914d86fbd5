package org.openimr.server.security.issuer;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.openimr.operation.client.ClientRegister;
import org.openimr.server.security.Callers;
import org.openimr.server.security.DemoCallers;
import org.openimr.server.security.client.Clients;
import org.openimr.server.security.client.People;
import org.openimr.server.security.token.Addresses;
import org.openimr.server.security.token.BearerCallers;
import org.openimr.server.security.token.EmbeddedTokens;
import org.openimr.server.security.token.ExternalIssuer;
import org.openimr.server.security.token.ExternalTokens;
import org.openimr.server.security.token.SigningKeys;
import org.openimr.server.settings.AccessSettings;
import org.openimr.server.settings.Settings;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Who calls: the authorization server, embedded or elsewhere, and what is made of its tokens. */
@Configuration(proxyBeanMethods = false)
public class IssuerConfig {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final int AFTER_THE_OTHER_FILTERS = 10;

  /** The addresses of this server. */
  @Bean
  public Addresses addresses(Settings settings) {
    return new Addresses(settings);
  }

  /** The programs that the embedded authorization server knows. */
  @Bean
  public Clients clients(Settings settings, JdbcTemplate jdbc) {
    return Clients.of(settings, jdbc, CLOCK);
  }

  /** Where they are registered while the server runs. */
  @Bean
  public ClientRegister clientRegister(Clients clients) {
    return clients.register();
  }

  /** The people that it lets sign in. */
  @Bean
  public People people(Settings settings) {
    String file = settings.access().usersFile();
    return file.isEmpty() ? People.none() : People.read(Path.of(file));
  }

  /** What this server knows of its authorization server, wherever that is. */
  @Bean
  public Issuer issuer(Settings settings) {
    AccessSettings access = settings.access();
    return access.external()
        ? new Issuer(null, new ExternalIssuer(access.issuer(), CLOCK))
        : new Issuer(SigningKeys.of(settings), null);
  }

  /**
   * The authorization server: one of both.
   *
   * @param keys what the embedded one signs with
   * @param external the one elsewhere
   */
  public record Issuer(SigningKeys keys, ExternalIssuer external) {}

  /** The callers for trying the server out. */
  @Bean
  public DemoCallers demoCallers(Settings settings) {
    return DemoCallers.allowedBy(settings);
  }

  /** Whom a token stands for. */
  @Bean
  public Callers callers(
      Settings settings,
      DemoCallers demo,
      Issuer issuer,
      Addresses addresses,
      Clients clients,
      People people) {
    return new BearerCallers(
        demo,
        settings.access().external()
            ? new ExternalTokens(issuer.external(), settings.access(), addresses, CLOCK)
            : new EmbeddedTokens(issuer.keys(), addresses, clients, people, CLOCK));
  }

  /** The endpoints of the embedded authorization server. */
  @Bean
  public FilterRegistrationBean<Filter> embeddedIssuer(
      Issuer issuer,
      Addresses addresses,
      Clients clients,
      People people,
      SignInWatch watch,
      JdbcTemplate jdbc) {
    FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>();
    registration.setName("issuer");
    if (issuer.keys() == null) {
      registration.setFilter((request, response, chain) -> chain.doFilter(request, response));
      registration.setEnabled(false);
      return registration;
    }
    registration.setFilter(
        new EmbeddedIssuer(clients, people, issuer.keys(), jdbc, CLOCK).chain(addresses, watch));
    registration.addUrlPatterns("/oauth2/*", SignInPage.PATH);
    registration.setOrder(AFTER_THE_OTHER_FILTERS);
    return registration;
  }

  /** What SMART clients ask first. */
  @Bean
  public ServletRegistrationBean<MetadataServlet> smartConfiguration(
      Issuer issuer, Addresses addresses, People people) {
    return at(
        "smart-configuration",
        new MetadataServlet(
            smart(issuer, addresses, people), issuer.external() == null ? 400 : 503),
        "/fhir/.well-known/smart-configuration");
  }

  /** What the CapabilityStatement says of it. */
  @Bean
  public SecurityStatement securityStatement(Issuer issuer, Addresses addresses, People people) {
    return new SecurityStatement(smart(issuer, addresses, people));
  }

  private static Function<HttpServletRequest, Optional<Map<String, Object>>> smart(
      Issuer issuer, Addresses addresses, People people) {
    return issuer.external() == null
        ? described(addresses, people, Metadata::smart)
        : request -> issuer.external().metadata().map(Metadata::smart);
  }

  /** What OAuth clients ask first. */
  @Bean
  public ServletRegistrationBean<MetadataServlet> oauthMetadata(
      Issuer issuer, Addresses addresses, People people) {
    ServletRegistrationBean<MetadataServlet> registration =
        at(
            "oauth-metadata",
            new MetadataServlet(described(addresses, people, Metadata::embedded), 400),
            "/.well-known/oauth-authorization-server");
    registration.setEnabled(issuer.external() == null);
    return registration;
  }

  /** What OpenID Connect clients ask first. */
  @Bean
  public ServletRegistrationBean<MetadataServlet> openIdMetadata(
      Issuer issuer, Addresses addresses, People people) {
    ServletRegistrationBean<MetadataServlet> registration =
        at(
            "openid-metadata",
            new MetadataServlet(described(addresses, people, Metadata::openId), 400),
            "/.well-known/openid-configuration");
    registration.setEnabled(issuer.external() == null && people.any());
    return registration;
  }

  private static ServletRegistrationBean<MetadataServlet> at(
      String name, MetadataServlet servlet, String path) {
    ServletRegistrationBean<MetadataServlet> registration =
        new ServletRegistrationBean<>(servlet, path);
    registration.setName(name);
    return registration;
  }

  private static Function<HttpServletRequest, Optional<Map<String, Object>>> described(
      Addresses addresses,
      People people,
      BiFunction<IssuerContext, Boolean, Map<String, Object>> document) {
    return request ->
        addresses
            .base(request)
            .map(base -> document.apply(new IssuerContext(base, request), people.any()));
  }
}
