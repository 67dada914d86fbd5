package org.openimr.server.http;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.provider.JpaSystemProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import org.openimr.server.settings.Settings;
import org.springframework.boot.web.embedded.jetty.JettyServletWebServerFactory;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The web server and what it serves. */
@Configuration(proxyBeanMethods = false)
public class HttpConfig {

  /** Jetty on the configured address. */
  @Bean
  public JettyServletWebServerFactory jetty(Settings settings) {
    JettyServletWebServerFactory jetty = new JettyServletWebServerFactory();
    jetty.setPort(settings.server().port());
    jetty.setAddress(settings.server().address());
    jetty.setShutdown(Shutdown.GRACEFUL);
    jetty.setRegisterDefaultServlet(false);
    return jetty;
  }

  /** The FHIR interface. */
  @Bean
  public RestfulServer restfulServer(
      FhirContext context,
      IFhirSystemDao<?, ?> systemDao,
      JpaSystemProvider<?, ?> systemProvider,
      ResourceProviderFactory providers,
      DatabaseBackedPagingProvider paging,
      JpaStorageSettings storage,
      ISearchParamRegistry searchParams,
      IValidationSupport validationSupport,
      Settings settings) {
    RestfulServer server = new RestfulServer(context);
    server.registerProviders(providers.createProviders());
    server.registerProvider(systemProvider);
    server.setServerConformanceProvider(
        new JpaCapabilityStatementProvider(
            server, systemDao, storage, searchParams, validationSupport));
    paging.setDefaultPageSize(settings.fhir().pageSize());
    paging.setMaximumPageSize(settings.fhir().maximumPageSize());
    server.setPagingProvider(paging);
    server.setDefaultResponseEncoding(EncodingEnum.JSON);
    return server;
  }

  /** Puts the FHIR interface under /fhir. */
  @Bean
  public ServletRegistrationBean<RestfulServer> fhirServlet(RestfulServer server) {
    ServletRegistrationBean<RestfulServer> registration =
        new ServletRegistrationBean<>(server, "/fhir/*");
    registration.setLoadOnStartup(1);
    return registration;
  }
}
