package org.openimr.server.http;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.RestfulServer;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Set;
import javax.sql.DataSource;
import org.eclipse.jetty.ee10.webapp.AbstractConfiguration;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.openimr.server.settings.Settings;
import org.openimr.server.settings.TlsSettings;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.web.embedded.jetty.JettyServletWebServerFactory;
import org.springframework.boot.web.server.Cookie.SameSite;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.web.servlet.server.Session;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.DefaultLifecycleProcessor;

/** The web server, and what it serves beside and in front of the FHIR interface. */
@Configuration(proxyBeanMethods = false)
public class HttpConfig {

  /** Jetty on the configured address. */
  @Bean
  public JettyServletWebServerFactory jetty(Settings settings, FhirContext context) {
    JettyServletWebServerFactory jetty = new JettyServletWebServerFactory();
    jetty.setPort(settings.server().port());
    jetty.setAddress(settings.server().address());
    jetty.setShutdown(Shutdown.GRACEFUL);
    jetty.setRegisterDefaultServlet(false);
    jetty.setSession(signInSession(settings));
    if (settings.tls().on()) {
      jetty.setSsl(tls(settings.tls()));
    }
    jetty.addServerCustomizers(
        server ->
            server.addBean(new NetworkConnectionLimit(settings.limits().connections(), server)));
    OutcomePage page = new OutcomePage(context);
    jetty.addServerCustomizers(server -> server.setErrorHandler(page));
    jetty.addConfigurations(
        new AbstractConfiguration(new AbstractConfiguration.Builder()) {
          @Override
          public void configure(WebAppContext webApp) {
            webApp.setErrorHandler(page);
          }
        });
    return jetty;
  }

  // Sessions are made where people sign in, and nowhere else.
  private static Session signInSession(Settings settings) {
    Session session = new Session();
    session.setTimeout(Duration.ofMinutes(15));
    session.setTrackingModes(Set.of(Session.SessionTrackingMode.COOKIE));
    session.getCookie().setName("openimr-sign-in");
    session.getCookie().setHttpOnly(true);
    session.getCookie().setSameSite(SameSite.LAX);
    session.getCookie().setSecure(settings.tls().on() || settings.access().behindProxy());
    return session;
  }

  private static Ssl tls(TlsSettings settings) {
    Ssl tls = new Ssl();
    tls.setKeyStore("file:" + settings.keystore());
    tls.setKeyStoreType("PKCS12");
    tls.setKeyStorePassword(settings.keystorePassword());
    tls.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    if (!settings.truststore().isEmpty()) {
      tls.setTrustStore("file:" + settings.truststore());
      tls.setTrustStoreType("PKCS12");
      tls.setTrustStorePassword(settings.truststorePassword());
      tls.setClientAuth(Ssl.ClientAuth.WANT);
    }
    return tls;
  }

  /** Lets requests under way end when the server is told to stop. */
  @Bean(AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME)
  public DefaultLifecycleProcessor lifecycle(Settings settings) {
    DefaultLifecycleProcessor lifecycle = new DefaultLifecycleProcessor();
    lifecycle.setTimeoutPerShutdownPhase(settings.server().stopTimeout().toMillis());
    return lifecycle;
  }

  /** Whether the server lives and whether it is ready. */
  @Bean
  public ApplicationAvailabilityBean availability() {
    return new ApplicationAvailabilityBean();
  }

  /** The figures of the running server. */
  @Bean
  public PrometheusMeterRegistry meters(HikariDataSource dataSource) {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    new UptimeMetrics().bindTo(meters);
    dataSource.setMetricRegistry(meters);
    return meters;
  }

  /** The collector's pauses; apart, because it listens until it is closed. */
  @Bean(destroyMethod = "close")
  public JvmGcMetrics collectorMetrics(PrometheusMeterRegistry meters) {
    JvmGcMetrics collector = new JvmGcMetrics();
    collector.bindTo(meters);
    return collector;
  }

  /** One line and one measurement per request. */
  @Bean
  public RequestLog requestLog(PrometheusMeterRegistry meters) {
    return new RequestLog(meters);
  }

  /** Answers of the FHIR interface are not sent in crumbs. */
  @Bean
  public FilterRegistrationBean<WholeAnswers> wholeAnswers() {
    FilterRegistrationBean<WholeAnswers> whole = new FilterRegistrationBean<>(new WholeAnswers());
    whole.addUrlPatterns("/fhir/*");
    // the last one before the FHIR interface
    whole.setOrder(100);
    return whole;
  }

  /** The FHIR interface. */
  @Bean
  public ServletRegistrationBean<RestfulServer> fhirServlet(RestfulServer server) {
    ServletRegistrationBean<RestfulServer> registration =
        new ServletRegistrationBean<>(server, "/fhir/*");
    registration.setLoadOnStartup(1);
    return registration;
  }

  /** Health. */
  @Bean
  public ServletRegistrationBean<HealthServlet> health(
      ApplicationAvailability availability, DataSource dataSource) {
    return new ServletRegistrationBean<>(new HealthServlet(availability, dataSource), "/health/*");
  }

  /** Metrics. */
  @Bean
  public ServletRegistrationBean<MetricsServlet> metrics(PrometheusMeterRegistry meters) {
    return new ServletRegistrationBean<>(new MetricsServlet(meters), "/metrics");
  }
}
