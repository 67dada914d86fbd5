package org.openimr.server.audit;

import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.time.Clock;
import org.openimr.server.audit.event.AuditEventProvider;
import org.openimr.server.audit.event.AuditEventWriter;
import org.openimr.server.audit.record.AgentReader;
import org.openimr.server.audit.record.AuditTable;
import org.openimr.server.audit.record.Recorder;
import org.openimr.server.door.RateLimits;
import org.openimr.server.security.Callers;
import org.openimr.server.security.issuer.SignInWatch;
import org.openimr.server.settings.Settings;
import org.openimr.server.store.database.SettledDatabase;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** What is recorded, where, and who is shown it. */
@Configuration(proxyBeanMethods = false)
public class AuditConfig {

  private static final Clock CLOCK = Clock.systemUTC();

  // within what answers refusals, before what refuses
  private static final int AFTER_LAST_RESORT = 5;

  // before the authorization server
  private static final int BEFORE_ISSUER = 9;

  /** The records. */
  @Bean
  AuditTable auditTable(JdbcTemplate jdbc, TransactionTemplate transaction) {
    return new AuditTable(jdbc, transaction);
  }

  /** Stores them, or lets nothing be answered. */
  @Bean
  Recorder recorder(AuditTable table, SettledDatabase database) {
    return new Recorder(table, database);
  }

  /** Of whom resources tell. */
  @Bean
  Subjects auditSubjects(JdbcTemplate jdbc) {
    return new Subjects(new CaseDirectory(jdbc));
  }

  /** Records answers and refusals. */
  @Bean
  public AuditInterceptor auditInterceptor(
      Settings settings,
      Subjects subjects,
      Recorder recorder,
      RateLimits rates,
      ISearchParamRegistry searchParameters) {
    return new AuditInterceptor(
        agents(settings),
        new AnsweredRequest(subjects, new RecordedQuery(searchParameters)),
        new AuditRecords(CLOCK),
        recorder,
        rates);
  }

  private static AgentReader agents(Settings settings) {
    return new AgentReader(settings.access().behindProxy());
  }

  /** Records writes with their transactions. */
  @Bean
  WriteAudit writeAudit(Subjects subjects, Recorder recorder, IInterceptorService interceptors) {
    WriteAudit writes = new WriteAudit(subjects, new AuditRecords(CLOCK), recorder);
    interceptors.registerInterceptor(writes);
    return writes;
  }

  /** Watches requests. */
  @Bean
  FilterRegistrationBean<AuditFilter> auditFilter(
      Settings settings, Callers callers, Recorder recorder, RateLimits rates) {
    FilterRegistrationBean<AuditFilter> registration =
        new FilterRegistrationBean<>(
            new AuditFilter(agents(settings), callers, new AuditRecords(CLOCK), recorder, rates));
    registration.addUrlPatterns("/fhir/*");
    registration.setOrder(AFTER_LAST_RESORT);
    return registration;
  }

  /** Records tokens. */
  @Bean
  FilterRegistrationBean<TokenAudit> tokenAudit(
      Settings settings, Recorder recorder, RateLimits rates) {
    FilterRegistrationBean<TokenAudit> registration =
        new FilterRegistrationBean<>(new TokenAudit(agents(settings), recorder, rates, CLOCK));
    registration.addUrlPatterns("/oauth2/token");
    registration.setOrder(BEFORE_ISSUER);
    registration.setEnabled(!settings.access().external());
    return registration;
  }

  /** Records who signs in. */
  @Bean
  public SignInWatch signInAudit(Settings settings, Recorder recorder, RateLimits rates) {
    return new SignInAudit(agents(settings), recorder, rates, CLOCK);
  }

  /** Lets nobody write them. */
  @Bean
  public AuditGuard auditGuard() {
    return new AuditGuard();
  }

  /** Shows them. */
  @Bean
  public AuditEventProvider auditEvents(Settings settings, AuditTable table) {
    return new AuditEventProvider(
        table,
        new AuditEventWriter(),
        settings.fhir().pageSize(),
        settings.fhir().maximumPageSize());
  }
}
