package org.openimr.server.packet;

import ca.uhn.fhir.context.FhirContext;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.openimr.fhir.content.KeptContents;
import org.openimr.fhir.packet.LateRecords;
import org.openimr.fhir.packet.seal.PacketSeal;
import org.openimr.fhir.request.InformationRequests;
import org.openimr.fhir.sensitivity.SensitivityRules;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.StoredCases;
import org.openimr.operation.packet.ArrivedRecords;
import org.openimr.operation.packet.ForwardedRecords;
import org.openimr.operation.packet.LatePackets;
import org.openimr.operation.packet.PacketContents;
import org.openimr.operation.packet.PacketIssuing;
import org.openimr.server.content.FilledAnswers;
import org.openimr.server.security.table.AccessTable;
import org.openimr.server.security.table.RecipientView;
import org.openimr.server.settings.Settings;
import org.openimr.server.store.database.SettledDatabase;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Packets, and those of what comes late, which are issued without anybody asking. */
@Configuration(proxyBeanMethods = false)
public class LatePacketConfig {

  /** Makes packets. */
  @Bean
  public PacketIssuing packetIssuing(
      FhirContext context,
      StoredCases cases,
      CaseStore store,
      SensitivityRules sensitivity,
      AccessTable table,
      PacketSeal seal,
      PacketContents contents,
      KeptContents kept) {
    return new PacketIssuing(
        context,
        cases,
        store,
        sensitivity,
        new RecipientView(table),
        seal,
        new BatesNumbering(kept),
        contents,
        Clock.systemUTC());
  }

  /** Gives packets as files. */
  @Bean
  public PacketAnswers packetAnswers(PacketSeal seal, FilledAnswers answers, KeptContents kept) {
    return new PacketAnswers(seal, answers, kept);
  }

  /** Finds what came late. */
  @Bean
  public ArrivedRecords arrivedRecords(
      StoredCases cases, SensitivityRules sensitivity, AccessTable table) {
    return new ArrivedRecords(
        cases, new LateRecords(new RecipientView(table), sensitivity), Clock.systemUTC());
  }

  /** Issues what came late. */
  @Bean
  public LatePackets latePackets(
      StoredCases cases,
      CaseStore store,
      PacketIssuing issuing,
      ArrivedRecords arrived,
      InformationRequests requests) {
    return new LatePackets(
        cases,
        store,
        issuing,
        arrived,
        new ForwardedRecords(cases, store, requests),
        Clock.systemUTC());
  }

  /** Tells of packets. */
  @Bean
  public PacketHook packetHook(
      JdbcTemplate jdbc, CaseStore store, Settings settings, SettledDatabase database) {
    return new PacketHook(jdbc, store, settings.hook(), database);
  }

  /** Looks at the cases that changed. */
  @Bean
  public LatePacketWork latePacketWork(
      JdbcTemplate jdbc,
      TransactionTemplate transaction,
      LatePackets packets,
      PacketHook hook,
      MeterRegistry meters) {
    LatePacketWork work = new LatePacketWork(jdbc, transaction, packets, hook);
    meters.gauge("openimr.packets.failing", work, LatePacketWork::failing);
    return work;
  }
}
