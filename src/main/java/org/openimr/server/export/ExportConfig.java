package org.openimr.server.export;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.openimr.operation.export.Exports;
import org.openimr.operation.report.AnswerRecord;
import org.openimr.server.answer.StoredSizes;
import org.openimr.server.content.ContentReading;
import org.openimr.server.content.FilledAnswers;
import org.openimr.server.security.table.AccessRule;
import org.openimr.server.settings.Settings;
import org.openimr.server.store.hapi.ServedTypes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Exports of many resources. */
@Configuration(proxyBeanMethods = false)
public class ExportConfig {

  // a Binary goes with what refers to it; whom a Subscription is for is nobody else's matter
  private static final Set<String> LEFT_OUT = Set.of("AuditEvent", "Binary", "Subscription");

  private static List<String> types() {
    return ServedTypes.CASE_RECORDS.stream()
        .filter(each -> !LEFT_OUT.contains(each))
        .sorted()
        .toList();
  }

  /** Makes them. */
  @Bean
  public ExportWork exportWork(
      JdbcTemplate jdbc, AccessRule rule, StoredSizes sizes, TransactionTemplate transaction) {
    return new ExportWork(
        new ExportTable(jdbc),
        new VisibleResources(jdbc, rule),
        types(),
        sizes,
        transaction,
        Clock.systemUTC());
  }

  /** Begins and finds them. */
  @Bean
  public Exports exports(
      JdbcTemplate jdbc,
      ExportWork work,
      DaoRegistry resources,
      AccessRule rule,
      StoredSizes sizes,
      FhirContext context,
      ContentReading contents,
      FilledAnswers answers,
      AnswerRecord record,
      Settings settings) {
    VisibleResources visible = new VisibleResources(jdbc, rule);
    return new StoredExports(
        new ExportTable(jdbc),
        work,
        visible,
        new ExportLines(
            sizes, new StoredTexts(jdbc), new ExportLine(context, contents, answers), rule),
        resources,
        rule,
        types(),
        record,
        settings.export().keep(),
        settings.limits().requestTime(),
        Clock.systemUTC());
  }
}
