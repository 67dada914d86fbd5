package org.openimr.server.history;

import java.time.Clock;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.StoredCases;
import org.openimr.operation.report.HistoricalDecisions;
import org.openimr.operation.report.SimilarDecisionsOperation;
import org.openimr.server.artifact.PackagedReport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Decisions of former years. */
@Configuration(proxyBeanMethods = false)
public class HistoryConfig {

  /** Finds what was taken in. */
  @Bean
  public HistoricalDecisions historicalDecisions(JdbcTemplate jdbc) {
    return new HistoricalDecisionSearch(jdbc);
  }

  /** What was decided in cases of a kind. */
  @Bean
  public SimilarDecisionsOperation similarDecisions(
      HistoricalDecisions decisions, PackagedReport packaged, CaseStore store, StoredCases cases) {
    return new SimilarDecisionsOperation(decisions, packaged.format(), store, cases);
  }

  /** Takes in files. */
  @Bean
  public DecisionImport decisionImport(
      JdbcTemplate jdbc, TransactionTemplate transaction, PackagedReport packaged) {
    return new DecisionImport(
        new HistoricalDecisionTable(jdbc), transaction, packaged.format(), Clock.systemUTC());
  }
}
