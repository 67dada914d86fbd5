package org.openimr.server.report;

import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.time.Clock;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.StoredCases;
import org.openimr.operation.report.AnswerRecord;
import org.openimr.operation.report.PublicRowMaking;
import org.openimr.server.artifact.PackagedReport;
import org.openimr.server.audit.AuditInterceptor;
import org.openimr.server.policy.PolicyShelf;
import org.openimr.server.settings.Settings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the regulator gets. */
@Configuration(proxyBeanMethods = false)
public class ReportConfig {

  /** How the public file says things. */
  @Bean
  public PackagedReport packagedReport() {
    return PackagedReport.read();
  }

  /** The public rows. */
  @Bean
  public PublicRowTable publicRows(
      JdbcTemplate jdbc,
      StoredCases cases,
      CaseStore store,
      PolicyShelf policies,
      PackagedReport packaged,
      Settings settings) {
    return new PublicRowTable(
        jdbc,
        new MissingRows(
            jdbc,
            new PublicRowMaking(cases, store, packaged.rows()),
            packaged.edition(),
            Clock.systemUTC()),
        policies,
        packaged.edition(),
        packaged.format(),
        settings.report().leastAlike());
  }

  /** Records answers of which operations say themselves what they tell. */
  @Bean
  public AnswerRecord answerRecord(AuditInterceptor audit) {
    return (request, tasks) -> audit.recordTasks((ServletRequestDetails) request, tasks);
  }
}
