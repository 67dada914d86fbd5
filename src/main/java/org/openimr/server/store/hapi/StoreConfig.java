package org.openimr.server.store.hapi;

import ca.uhn.fhir.batch2.jobs.config.BatchCommonCtx;
import ca.uhn.fhir.batch2.jobs.reindex.ReindexAppCtx;
import ca.uhn.fhir.batch2.jobs.termcodesystem.TermCodeSystemJobConfig;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.config.ThreadPoolFactoryConfig;
import ca.uhn.fhir.jpa.batch2.JpaBatch2Config;
import ca.uhn.fhir.jpa.config.HapiJpaConfig;
import ca.uhn.fhir.jpa.config.r4.JpaR4Config;
import ca.uhn.fhir.jpa.dao.ITransactionProcessorVersionAdapter;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.config.SubscriptionSettings;
import ca.uhn.fhir.jpa.model.sched.ISchedulerService;
import ca.uhn.fhir.jpa.sched.HapiSchedulerServiceImpl;
import ca.uhn.fhir.jpa.subscription.channel.config.SubscriptionChannelConfig;
import org.hl7.fhir.r4.model.Bundle;
import org.openimr.server.http.EntryOutcomes;
import org.openimr.server.http.ErrorTranslator;
import org.openimr.server.store.database.DatabaseConfig;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.context.event.ContextClosedEvent;

/**
 * HAPI's JPA store for FHIR R4, reduced to the types and the background work that are used.
 *
 * <p>The channel is what HAPI's own background jobs run over; no subscription is delivered by it.
 */
@Configuration(proxyBeanMethods = false)
@Import({
  DatabaseConfig.class,
  JpaR4Config.class,
  HapiJpaConfig.class,
  ThreadPoolFactoryConfig.class,
  JpaBatch2Config.class,
  BatchCommonCtx.class,
  ReindexAppCtx.class,
  TermCodeSystemJobConfig.class,
  SubscriptionChannelConfig.class
})
public class StoreConfig {

  /** Takes out the types that are not served. */
  @Bean
  public static UnservedTypes unservedTypes() {
    return new UnservedTypes();
  }

  /** Puts off making the repositories. */
  @Bean
  public static LazyRepositories lazyRepositories() {
    return new LazyRepositories();
  }

  /** How resources are stored, indexed and searched. */
  @Bean
  public JpaStorageSettings storageSettings(FhirContext context) {
    JpaStorageSettings storage = new JpaStorageSettings();
    storage.setResourceServerIdStrategy(JpaStorageSettings.IdStrategyEnum.UUID);
    storage.setAllowMultipleDelete(false);
    storage.setExpungeEnabled(false);
    // Every search is answered from the database as it is now.
    storage.setReuseCachedSearchResultsForMillis(null);
    storage.setIndexMissingFields(JpaStorageSettings.IndexEnabledEnum.DISABLED);
    storage.setDefaultSearchParamsCanBeOverridden(true);
    storage.setMarkResourcesForReindexingUponSearchParameterChange(false);
    storage.setPreExpandValueSets(false);
    storage.setHibernateSearchIndexFullText(false);
    storage.setHibernateSearchIndexSearchParams(false);
    storage.setAllowExternalReferences(false);
    return storage;
  }

  /** How failures of single entries are answered. */
  @Bean
  @Primary
  public ITransactionProcessorVersionAdapter<Bundle, Bundle.BundleEntryComponent> entryOutcomes() {
    return new EntryOutcomes(new ErrorTranslator());
  }

  /** Lets HAPI's background jobs end before what they work with is taken down. */
  @Bean
  public ApplicationListener<ContextClosedEvent> jobsEndFirst(ISchedulerService jobs) {
    return event -> ((HapiSchedulerServiceImpl) jobs).stop();
  }

  /** One database for all: no partitions. */
  @Bean
  public PartitionSettings partitionSettings() {
    return new PartitionSettings();
  }

  /** No channel types: HAPI delivers nothing. */
  @Bean
  public SubscriptionSettings subscriptionSettings() {
    return new SubscriptionSettings();
  }
}
