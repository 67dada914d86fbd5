package org.openimr.server.notice;

import ca.uhn.fhir.context.FhirContext;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.openimr.fhir.notice.LetterPrinter;
import org.openimr.fhir.notice.Letters;
import org.openimr.fhir.request.InformationRequests;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.StoredCases;
import org.openimr.operation.notice.CaseNotices;
import org.openimr.operation.notice.SendNoticeOperation;
import org.openimr.server.artifact.PackagedLetters;
import org.openimr.server.artifact.PackagedPolicies;
import org.openimr.server.artifact.PackagedWording;
import org.openimr.server.content.ContentReading;
import org.openimr.server.settings.Settings;
import org.openimr.server.store.database.SettledDatabase;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Notices that cases owe. */
@Configuration(proxyBeanMethods = false)
public class NoticeConfig {

  /** Puts letters together. */
  @Bean
  public Letters letters(PackagedPolicies packaged, FhirContext context) {
    return PackagedLetters.read(packaged.vocabulary(), PackagedWording.read(context));
  }

  /** Prints them. */
  @Bean
  public LetterPrinter letterPrinter() {
    return new PdfLetters();
  }

  /** What is known of them. */
  @Bean
  public NoticeTable noticeTable(
      JdbcTemplate jdbc, TransactionTemplate transaction, CaseStore store) {
    return new NoticeTable(jdbc, transaction, store, Clock.systemUTC());
  }

  /** Drafts them. */
  @Bean
  public NoticeWork noticeWork(
      JdbcTemplate jdbc,
      TransactionTemplate transaction,
      StoredCases cases,
      CaseStore store,
      Letters letters,
      LetterPrinter printer,
      NoticeTable known,
      MeterRegistry meters) {
    NoticeWork work =
        new NoticeWork(
            jdbc, transaction, new CaseNotices(cases, store, letters, printer), known, store);
    meters.gauge("openimr.notices.failing", work, NoticeWork::failing);
    return work;
  }

  /** Carries them. */
  @Bean
  public LetterGateway letterGateway(Settings settings) {
    return new FileDrop(settings.letters().folder(settings.data()));
  }

  /** Hands them over. */
  @Bean
  public LetterOutbox letterOutbox(
      JdbcTemplate jdbc,
      CaseStore store,
      ContentReading contents,
      LetterGateway gateway,
      SettledDatabase database,
      MeterRegistry meters) {
    LetterOutbox outbox = new LetterOutbox(jdbc, store, contents, gateway, database);
    meters.gauge("openimr.letters.failing", outbox, LetterOutbox::failing);
    return outbox;
  }

  /** Sends them. */
  @Bean
  public SendNoticeOperation sendNotice(
      StoredCases cases,
      CaseStore store,
      NoticeTable known,
      Letters letters,
      LetterPrinter printer,
      InformationRequests requests) {
    return new SendNoticeOperation(
        cases, store, known, letters, printer, requests, Clock.systemUTC());
  }
}
