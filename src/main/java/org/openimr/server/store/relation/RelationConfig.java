package org.openimr.server.store.relation;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.server.settings.Settings;
import org.openimr.server.store.database.SharedStart;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** How related cases are found. */
@Configuration(proxyBeanMethods = false)
public class RelationConfig {

  /** The key of the index. */
  @Bean
  public MatchingKey matchingKey(Settings settings, JdbcTemplate jdbc) {
    return CaseIndexKeeper.key(settings.matching().key(), jdbc);
  }

  /** Finds and links related cases. */
  @Bean
  public CaseRelations caseRelations(DaoRegistry resources, JdbcTemplate jdbc, MatchingKey key) {
    return new CaseRelations(resources, jdbc, key);
  }

  /** Keeps the index in step with its key. */
  @Bean
  public CaseIndexKeeper caseIndexKeeper(
      JdbcTemplate jdbc,
      TransactionTemplate transaction,
      CaseRelations relations,
      CaseStore cases,
      MatchingKey key,
      SharedStart start) {
    return new CaseIndexKeeper(jdbc, transaction, relations, cases, key, start);
  }
}
