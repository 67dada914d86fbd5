package org.openimr.server;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import jakarta.persistence.EntityManagerFactory;
import java.time.Clock;
import org.openimr.fhir.sensitivity.SensitivityRules;
import org.openimr.server.answer.AnswerConfig;
import org.openimr.server.artifact.ArtifactLoader;
import org.openimr.server.attachment.AttachmentConfig;
import org.openimr.server.audit.AuditConfig;
import org.openimr.server.content.ContentConfig;
import org.openimr.server.doctor.DoctorConfig;
import org.openimr.server.door.DoorConfig;
import org.openimr.server.export.ExportConfig;
import org.openimr.server.history.HistoryConfig;
import org.openimr.server.http.HttpConfig;
import org.openimr.server.index.IndexConfig;
import org.openimr.server.measure.MeasureConfig;
import org.openimr.server.notice.NoticeConfig;
import org.openimr.server.packet.LatePacketConfig;
import org.openimr.server.page.PageConfig;
import org.openimr.server.patch.PatchConfig;
import org.openimr.server.policy.PolicyConfig;
import org.openimr.server.report.ReportConfig;
import org.openimr.server.scan.ScanConfig;
import org.openimr.server.seal.SealConfig;
import org.openimr.server.security.AccessInterceptor;
import org.openimr.server.security.AnsweredBundles;
import org.openimr.server.security.Callers;
import org.openimr.server.security.MaskedView;
import org.openimr.server.security.NarrowedChains;
import org.openimr.server.security.OpenPages;
import org.openimr.server.security.OperationScopes;
import org.openimr.server.security.ScopedRule;
import org.openimr.server.security.SearchNarrowing;
import org.openimr.server.security.SensitivityInterceptor;
import org.openimr.server.security.StoreAccessInterceptor;
import org.openimr.server.security.WrittenReferences;
import org.openimr.server.security.issuer.IssuerConfig;
import org.openimr.server.security.table.AccessRule;
import org.openimr.server.security.table.AccessTable;
import org.openimr.server.security.table.AccessTableReader;
import org.openimr.server.security.table.TableRule;
import org.openimr.server.store.casefile.CaseParties;
import org.openimr.server.store.casefile.MarkedCases;
import org.openimr.server.store.database.SharedStart;
import org.openimr.server.store.hapi.KeptResults;
import org.openimr.server.store.hapi.StoreConfig;
import org.openimr.server.store.relation.MatchingKey;
import org.openimr.server.store.relation.RelationConfig;
import org.openimr.server.timer.TimerConfig;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.support.TransactionTemplate;

/** What the server is made of. Everything is listed; nothing is found by scanning. */
@Configuration(proxyBeanMethods = false)
@Import({
  StoreConfig.class,
  AnswerConfig.class,
  ContentConfig.class,
  PatchConfig.class,
  ScanConfig.class,
  RelationConfig.class,
  HistoryConfig.class,
  IndexConfig.class,
  OperationConfig.class,
  ReviewConfig.class,
  SealConfig.class,
  LatePacketConfig.class,
  PolicyConfig.class,
  FhirConfig.class,
  HttpConfig.class,
  DoorConfig.class,
  AuditConfig.class,
  IssuerConfig.class,
  NoticeConfig.class,
  AttachmentConfig.class,
  MeasureConfig.class,
  ExportConfig.class,
  DoctorConfig.class,
  ReportConfig.class,
  TimerConfig.class,
  PageConfig.class
})
public class ServerConfig {

  /** The table of authorization. */
  @Bean
  public AccessTable accessTable() {
    return AccessTableReader.read();
  }

  /** Who may do and see what. */
  @Bean
  public AccessRule accessRule(AccessTable table) {
    return new ScopedRule(new TableRule(table), OperationScopes.read());
  }

  /** Asks it before every interaction. */
  @Bean
  public AccessInterceptor access(Callers callers, AccessRule rule, DaoRegistry store) {
    return new AccessInterceptor(
        callers,
        rule,
        (type, id) -> store.getResourceDao(type).read(id, new SystemRequestDetails()));
  }

  /** Asks it for every resource that is read or written. */
  @Bean
  public StoreAccessInterceptor storeAccess(AccessRule rule, IInterceptorService interceptors) {
    StoreAccessInterceptor access = new StoreAccessInterceptor(rule);
    interceptors.registerInterceptor(access);
    return access;
  }

  /** Asks it for every search. */
  @Bean
  public SearchNarrowing searchNarrowing(
      AccessRule rule,
      DaoRegistry store,
      ISearchParamRegistry parameters,
      MatchUrlService urls,
      FhirContext context,
      IInterceptorService interceptors) {
    SearchNarrowing narrowing =
        new SearchNarrowing(rule, new NarrowedChains(store, parameters, urls, rule, context));
    interceptors.registerInterceptor(narrowing);
    return narrowing;
  }

  /** Lets clients refer only to what they see. */
  @Bean
  public WrittenReferences writtenReferences(
      AccessRule rule, DaoRegistry store, IInterceptorService interceptors) {
    WrittenReferences references = new WrittenReferences(rule, store);
    interceptors.registerInterceptor(references);
    return references;
  }

  /** Masks what is shown to some. */
  @Bean
  public MaskedView maskedView(AccessRule rule, IInterceptorService interceptors) {
    MaskedView view = new MaskedView(rule, Clock.systemUTC());
    interceptors.registerInterceptor(view);
    return view;
  }

  /** Keeps pages with the callers to whom they were given. */
  @Bean
  public AnsweredBundles answeredBundles(MatchingKey key, AccessRule rule, JdbcTemplate jdbc) {
    return new AnsweredBundles(key, rule, new OpenPages(rule, new KeptResults(jdbc)));
  }

  /** Keeps the parties of cases in step with the cases. */
  @Bean
  public CaseParties caseParties(
      DaoRegistry store,
      EntityManagerFactory entities,
      AccessTable table,
      IInterceptorService interceptors) {
    CaseParties parties =
        new CaseParties(
            new MarkedCases(store, SharedEntityManagerCreator.createSharedEntityManager(entities)),
            table.states());
    interceptors.registerInterceptor(parties);
    return parties;
  }

  /** Labels what clients write by themselves. */
  @Bean
  public SensitivityInterceptor sensitivityLabels(
      SensitivityRules rules,
      AccessRule access,
      DaoRegistry store,
      IInterceptorService interceptors) {
    SensitivityInterceptor labels =
        new SensitivityInterceptor(rules, access, store, Clock.systemUTC());
    interceptors.registerInterceptor(labels);
    return labels;
  }

  /** Loads the definitions before the first request. */
  @Bean
  public ArtifactLoader artifactLoader(
      FhirContext context,
      DaoRegistry store,
      JdbcTemplate jdbc,
      TransactionTemplate transaction,
      SharedStart start,
      ISearchParamRegistry searches) {
    return new ArtifactLoader(context, store, jdbc, transaction, start, searches);
  }
}
