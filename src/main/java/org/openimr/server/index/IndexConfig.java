package org.openimr.server.index;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import jakarta.persistence.EntityManagerFactory;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.fhir.casefile.event.CaseFileReader;
import org.openimr.fhir.casefile.intake.LaterTelling;
import org.openimr.operation.casefile.CaseRenewal;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.StoredCases;
import org.openimr.operation.report.CountedCases;
import org.openimr.server.artifact.PackagedPolicies;
import org.openimr.server.policy.PolicyShelf;
import org.openimr.server.security.table.AccessTable;
import org.openimr.server.settings.Settings;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.support.TransactionTemplate;

/** The index of cases. */
@Configuration(proxyBeanMethods = false)
public class IndexConfig {

  /** Its table. */
  @Bean
  CaseTable caseTable(JdbcTemplate jdbc, PackagedPolicies packaged, Settings settings) {
    return new CaseTable(jdbc, packaged.vocabulary(), settings.database().postgresql());
  }

  /** The table beside the resources. */
  @Bean
  StoredIndex storedIndex(
      CaseTable table,
      PackagedPolicies packaged,
      FhirContext context,
      JdbcTemplate jdbc,
      DaoRegistry resources,
      EntityManagerFactory entities,
      ObjectProvider<CaseStore> cases) {
    Vocabulary vocabulary = packaged.vocabulary();
    return new StoredIndex(
        table,
        new CaseProjection(vocabulary, new CaseFileReader(vocabulary, context)),
        jdbc,
        resources,
        SharedEntityManagerCreator.createSharedEntityManager(entities),
        cases::getObject);
  }

  /** Keeps it in step with what is written. */
  @Bean
  public CaseIndexing caseIndexing(
      StoredIndex index, PackagedPolicies packaged, IInterceptorService interceptors) {
    CaseIndexing indexing = new CaseIndexing(index, new ToldByTask(packaged.vocabulary()));
    interceptors.registerInterceptor(indexing);
    return indexing;
  }

  /** Keeps what a case was found to be from being written anew. */
  @Bean
  public WrittenFacts writtenFacts(
      StoredIndex index,
      PackagedPolicies packaged,
      FhirContext context,
      IInterceptorService interceptors,
      ObjectProvider<CaseStore> cases,
      AccessTable table) {
    WrittenFacts written =
        new WrittenFacts(
            index,
            new LaterTelling(packaged.vocabulary(), context),
            cases::getObject,
            table.states().reviewEnds());
    interceptors.registerInterceptor(written);
    return written;
  }

  /** Works on the whole of it. */
  @Bean
  public IndexWork indexWork(
      JdbcTemplate jdbc, TransactionTemplate transaction, CaseTable table, StoredIndex index) {
    return new IndexWork(jdbc, transaction, table, index);
  }

  /** Works out cases anew. */
  @Bean
  public CaseRenewal caseRenewal(StoredCases cases, CaseStore store) {
    return new CaseRenewal(cases, store);
  }

  /** Works out all of them anew. */
  @Bean
  public Recomputation recomputation(
      CaseTable table,
      PackagedPolicies packaged,
      JdbcTemplate jdbc,
      TransactionTemplate transaction,
      CaseRenewal renewal) {
    return new Recomputation(table, packaged.vocabulary(), jdbc, transaction, renewal);
  }

  /** Does so in the background. */
  @Bean
  public RecomputationRuns recomputations(Recomputation recomputation, PolicyShelf policies) {
    return new RecomputationRuns(recomputation, policies);
  }

  /** When each case is to be looked at. */
  @Bean
  public TimedCases timedCases(JdbcTemplate jdbc, CaseTable table, PackagedPolicies packaged) {
    return new TimedCases(jdbc, table, packaged.vocabulary());
  }

  /** The cases of it that somebody sees. */
  @Bean
  public CountedCases countedCases(CaseTable table, PackagedPolicies packaged, AccessTable access) {
    return new IndexedCases(table, packaged.vocabulary(), access);
  }

  /** Makes it where it was never made. */
  @Bean
  public IndexKeeper indexKeeper(IndexWork work) {
    return new IndexKeeper(work);
  }
}
