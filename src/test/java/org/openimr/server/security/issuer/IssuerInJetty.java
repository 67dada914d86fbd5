package org.openimr.server.security.issuer;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import com.nimbusds.jose.jwk.JWKSet;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.h2.jdbcx.JdbcDataSource;
import org.openimr.operation.access.Caller;
import org.openimr.server.security.Callers;
import org.openimr.server.security.client.Clients;
import org.openimr.server.security.client.People;
import org.openimr.server.security.token.Addresses;
import org.openimr.server.settings.Settings;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The authorization server as it is wired in the program, without the rest of it: in the place of
 * the FHIR interface it has a servlet that says who calls.
 */
final class IssuerInJetty implements AutoCloseable {

  private static final List<String> TABLES =
      List.of("src/main/resources/db/migration/V6__access.sql");

  final Path data;
  final JdbcTemplate jdbc;
  final SignInsSeen watch = new SignInsSeen();
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private HttpClient client = browser();

  IssuerInJetty(Path data, Map<String, Object> settings) throws Exception {
    this(data, settings, database());
  }

  IssuerInJetty(Path data, Map<String, Object> more, JdbcTemplate jdbc) throws Exception {
    this.data = data;
    this.jdbc = jdbc;
    Map<String, Object> given = new HashMap<>(more);
    given.put("openimr.data.directory", data.toString());
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("test", given));
    Settings settings = Settings.read(environment);
    IssuerConfig config = new IssuerConfig();
    Addresses addresses = config.addresses(settings);
    Clients clients = config.clients(settings, jdbc);
    People people = config.people(settings);
    IssuerConfig.Issuer issuer = config.issuer(settings);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler(ServletContextHandler.SESSIONS);
    server.setHandler(context);
    serve(context, config.smartConfiguration(issuer, addresses, people));
    serve(context, config.oauthMetadata(issuer, addresses, people));
    serve(context, config.openIdMetadata(issuer, addresses, people));
    FilterRegistrationBean<?> filter =
        config.embeddedIssuer(issuer, addresses, clients, people, watch, jdbc);
    if (filter.isEnabled()) {
      for (String path : filter.getUrlPatterns()) {
        context.addFilter(
            new FilterHolder(filter.getFilter()), path, EnumSet.of(DispatcherType.REQUEST));
      }
    }
    Callers callers =
        config.callers(settings, config.demoCallers(settings), issuer, addresses, clients, people);
    context.addServlet(new ServletHolder(new WhoCalls(callers)), "/fhir/*");
    server.start();
  }

  private static HttpClient browser() {
    return HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  }

  /** Forgets all cookies. */
  void forget() {
    client = browser();
  }

  static JdbcTemplate database() throws IOException {
    JdbcDataSource memory = new JdbcDataSource();
    memory.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    JdbcTemplate jdbc = new JdbcTemplate(memory);
    for (String file : TABLES) {
      for (String sql : Files.readString(Path.of(file)).replaceAll("--.*", "").split(";")) {
        if (!sql.isBlank()) {
          jdbc.execute(sql);
        }
      }
    }
    return jdbc;
  }

  private static void serve(ServletContextHandler context, ServletRegistrationBean<?> bean) {
    if (bean.isEnabled()) {
      for (String path : bean.getUrlMappings()) {
        context.addServlet(new ServletHolder(bean.getServlet()), path);
      }
    }
  }

  /** The private keys that the server signs with. */
  JWKSet signingKeys() throws IOException, ParseException {
    return JWKSet.parse(Files.readString(data.resolve("access/signing-keys.json")));
  }

  String root() {
    return "http://127.0.0.1:" + connector.getLocalPort();
  }

  String base() {
    return root() + "/fhir";
  }

  String tokenEndpoint() {
    return root() + "/oauth2/token";
  }

  HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.GET());
  }

  HttpResponse<String> post(String path, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return post(path, body, "application/x-www-form-urlencoded");
  }

  HttpResponse<String> post(String path, String body, String type) {
    return send(
        HttpRequest.newBuilder(URI.create(root() + path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body)));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  @Override
  public void close() throws Exception {
    server.stop();
  }

  /** Says who calls, or why that is not known. */
  private static final class WhoCalls extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Callers callers;

    WhoCalls(Callers callers) {
      this.callers = callers;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      try {
        Caller caller = callers.callerOf(request);
        String scopes =
            caller.scopes().each().stream()
                .map(scope -> scope.context() + "/" + scope.type() + "." + scope.permissions())
                .sorted()
                .collect(Collectors.joining(" "));
        response
            .getWriter()
            .write(
                String.join("|", caller.client(), caller.role(), caller.organization(), scopes)
                    + (caller.npi().isEmpty() ? "" : "|" + caller.npi()));
      } catch (BaseServerResponseException refused) {
        response.setStatus(refused.getStatusCode());
        refused
            .getResponseHeaders()
            .forEach((name, values) -> response.setHeader(name, values.get(0)));
        response.getWriter().write(refused.getMessage());
      }
    }
  }
}
