package org.openimr.server;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.provider.JpaSystemProvider;
import ca.uhn.fhir.jpa.provider.ValueSetOperationProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.parser.StrictErrorHandler;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.HardcodedServerAddressStrategy;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.util.List;
import org.openimr.server.answer.LargeReads;
import org.openimr.server.answer.ShortPages;
import org.openimr.server.attachment.DocumentBundleRoute;
import org.openimr.server.audit.AuditGuard;
import org.openimr.server.audit.AuditInterceptor;
import org.openimr.server.audit.event.AuditEventProvider;
import org.openimr.server.content.BinaryAnswers;
import org.openimr.server.content.FilledAnswers;
import org.openimr.server.door.BundleLimits;
import org.openimr.server.door.RateLimits;
import org.openimr.server.door.StorableBody;
import org.openimr.server.http.CreatedAnswer;
import org.openimr.server.http.ErrorTranslator;
import org.openimr.server.http.RequestLog;
import org.openimr.server.http.retrieval.PreparedAnswers;
import org.openimr.server.http.retrieval.UnchangedReads;
import org.openimr.server.packet.PacketAnswers;
import org.openimr.server.policy.PolicyRenewal;
import org.openimr.server.security.AccessInterceptor;
import org.openimr.server.security.AnsweredBundles;
import org.openimr.server.security.issuer.SecurityStatement;
import org.openimr.server.security.table.AccessTable;
import org.openimr.server.settings.Settings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The FHIR interface: which providers answer and which interceptors stand before them. */
@Configuration(proxyBeanMethods = false)
public class FhirConfig {

  /** HAPI's server over the store. */
  @Bean
  public RestfulServer restfulServer(
      FhirContext context,
      Settings settings,
      OfferedOperations operations,
      AccessInterceptor access,
      AccessTable table,
      AnsweredBundles answered,
      ShortPages shortPages,
      LargeReads largeReads,
      BinaryAnswers binaryAnswers,
      FilledAnswers filledAnswers,
      PacketAnswers packetAnswers,
      PolicyRenewal renewal,
      RequestLog log,
      ErrorTranslator errors,
      RateLimits rateLimits,
      BundleLimits bundleLimits,
      AuditInterceptor audit,
      AuditGuard auditGuard,
      AuditEventProvider auditEvents,
      ResourceProviderFactory resourceProviders,
      JpaSystemProvider<?, ?> systemProvider,
      ValueSetOperationProvider valueSetOperations,
      DatabaseBackedPagingProvider paging) {
    context.setParserErrorHandler(new StrictErrorHandler());
    RestfulServer server = new FhirServlet(context);
    server.registerProviders(resourceProviders.createProviders());
    server.registerProviders(List.of(systemProvider, valueSetOperations));
    server.registerProviders(operations.providers());
    server.registerProvider(auditEvents);
    paging.setDefaultPageSize(settings.fhir().pageSize());
    paging.setMaximumPageSize(settings.fhir().maximumPageSize());
    server.setPagingProvider(paging);
    server.setDefaultResponseEncoding(EncodingEnum.JSON);
    // Compressed bodies are unpacked, within limits, before they come here.
    server.setUncompressIncomingContents(false);
    if (!settings.fhir().baseUrl().isEmpty()) {
      server.setServerAddressStrategy(
          new HardcodedServerAddressStrategy(settings.fhir().baseUrl()));
    }
    server.registerInterceptor(log);
    server.registerInterceptor(access);
    server.registerInterceptor(audit);
    server.registerInterceptor(auditGuard);
    server.registerInterceptor(answered);
    server.registerInterceptor(shortPages);
    server.registerInterceptor(largeReads);
    server.registerInterceptor(renewal);
    server.registerInterceptor(rateLimits);
    server.registerInterceptor(new UnofferedOperations(operations, table));
    server.registerInterceptor(bundleLimits);
    server.registerInterceptor(new StorableBody());
    server.registerInterceptor(new CreatedAnswer());
    server.registerInterceptor(new UnchangedReads());
    server.registerInterceptor(new PreparedAnswers());
    server.registerInterceptor(packetAnswers);
    server.registerInterceptor(new DocumentBundleRoute());
    server.registerInterceptor(binaryAnswers);
    server.registerInterceptor(filledAnswers);
    server.registerInterceptor(errors);
    server.registerInterceptor(new OpenApiPage());
    return server;
  }

  /** The CapabilityStatement. */
  @Bean
  public JpaCapabilityStatementProvider capabilities(
      RestfulServer server,
      DaoRegistry stored,
      SecurityStatement security,
      OfferedOperations operations,
      JpaStorageSettings storage,
      ISearchParamRegistry searchParameters,
      IValidationSupport validationSupport) {
    server.setServerName("OpenIMR");
    server.setServerVersion(Version.OF_THIS_PROGRAM);
    JpaCapabilityStatementProvider capabilities =
        new Capabilities(
            server, stored, security, operations, storage, searchParameters, validationSupport);
    server.setServerConformanceProvider(capabilities);
    return capabilities;
  }
}
