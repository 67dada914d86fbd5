package org.openimr.server;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.time.Clock;
import org.openimr.fhir.sensitivity.SensitivityRules;
import org.openimr.server.artifact.ArtifactLoader;
import org.openimr.server.audit.AuditConfig;
import org.openimr.server.door.DoorConfig;
import org.openimr.server.http.HttpConfig;
import org.openimr.server.policy.PolicyConfig;
import org.openimr.server.security.AccessInterceptor;
import org.openimr.server.security.AccessRule;
import org.openimr.server.security.Callers;
import org.openimr.server.security.OperationScopes;
import org.openimr.server.security.PartyRule;
import org.openimr.server.security.ScopedRule;
import org.openimr.server.security.SensitivityInterceptor;
import org.openimr.server.security.StoreAccessInterceptor;
import org.openimr.server.security.issuer.IssuerConfig;
import org.openimr.server.store.RelationConfig;
import org.openimr.server.store.StoreConfig;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** What the server is made of. Everything is listed; nothing is found by scanning. */
@Configuration(proxyBeanMethods = false)
@Import({
  StoreConfig.class,
  RelationConfig.class,
  OperationConfig.class,
  PolicyConfig.class,
  FhirConfig.class,
  HttpConfig.class,
  DoorConfig.class,
  AuditConfig.class,
  IssuerConfig.class
})
public class ServerConfig {

  /** Who may do and see what. */
  @Bean
  public AccessRule accessRule(OfferedOperations operations) {
    return new ScopedRule(new PartyRule(operations.names()), OperationScopes.read());
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
      FhirContext context, DaoRegistry store, JdbcTemplate jdbc, TransactionTemplate transaction) {
    return new ArtifactLoader(context, store, jdbc, transaction);
  }
}
