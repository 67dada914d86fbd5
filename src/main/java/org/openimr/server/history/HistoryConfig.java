package org.openimr.server.history;

import java.time.Clock;
import org.openimr.server.artifact.PackagedReport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Decisions of former years. */
@Configuration(proxyBeanMethods = false)
public class HistoryConfig {

  /** Takes in files. */
  @Bean
  public DecisionImport decisionImport(
      JdbcTemplate jdbc, TransactionTemplate transaction, PackagedReport packaged) {
    return new DecisionImport(
        new HistoricalDecisionTable(jdbc), transaction, packaged.format(), Clock.systemUTC());
  }
}
