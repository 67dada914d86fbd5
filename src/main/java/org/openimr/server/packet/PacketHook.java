package org.openimr.server.packet;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.packet.IssuedPackets;
import org.openimr.fhir.packet.PacketIssue;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.server.settings.HookSettings;
import org.openimr.server.store.database.SettledDatabase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tells a review organization of packets that were issued for it. What is told holds ids alone: who
 * gets the message must sign in and read. A message that does not arrive is sent again some times,
 * and then no more, as the organization polls anyway.
 */
public final class PacketHook {

  private static final Logger LOG = LoggerFactory.getLogger(PacketHook.class);
  private static final int MOST_ATTEMPTS = 12;
  private static final int AT_ONCE = 50;
  private static final Duration TAKEN = Duration.ofMinutes(2);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final JdbcTemplate jdbc;
  private final CaseStore store;
  private final HookSettings settings;
  private final HookMessage message;
  private final SettledDatabase database;

  private record Waiting(String packet, String caseId, int attempts) {}

  PacketHook(JdbcTemplate jdbc, CaseStore store, HookSettings settings, SettledDatabase database) {
    this.jdbc = jdbc;
    this.store = store;
    this.settings = settings;
    this.message = new HookMessage(settings);
    this.database = database;
  }

  /** Notes the packets of a case of which nothing was told yet. */
  void queue(String caseId, Instant now) {
    if (!settings.on()
        || !(store.read(Caller.SERVER, Set.of("Task/" + caseId)).get("Task/" + caseId)
            instanceof Task task)) {
      return;
    }
    Set<String> issued = new LinkedHashSet<>(PacketIssue.of(task));
    jdbc.queryForList(
            "select packet_id from imr_packet_hook where case_id = ?", String.class, caseId)
        .forEach(known -> issued.remove("Bundle/" + known));
    List<Bundle> packets =
        store.read(Caller.SERVER, issued).values().stream()
            .filter(Bundle.class::isInstance)
            .map(Bundle.class::cast)
            .toList();
    for (Bundle packet : IssuedPackets.among(packets, "imro").packets()) {
      if (concerns(packet)) {
        String id = packet.getIdElement().getIdPart();
        jdbc.update(
            "insert into imr_packet_hook (packet_id, case_id, next_at) select ?, ?, ?"
                + " where not exists (select 1 from imr_packet_hook where packet_id = ?)",
            id,
            caseId,
            // the database rounds to milliseconds, upwards too
            Timestamp.from(now.truncatedTo(ChronoUnit.MILLIS)),
            id);
      }
    }
  }

  private boolean concerns(Resource packet) {
    return AccessMarks.parties(packet).contains(settings.organization());
  }

  /**
   * Tells what waits.
   *
   * @param now the time
   * @return how much of it has arrived
   */
  public int look(Instant now) {
    if (!settings.on()) {
      return 0;
    }
    int told = 0;
    List<Waiting> all =
        jdbc.query(
            "select packet_id, case_id, attempts from imr_packet_hook where next_at <= ?"
                + " order by next_at, packet_id fetch first "
                + AT_ONCE
                + " rows only",
            (row, number) -> new Waiting(row.getString(1), row.getString(2), row.getInt(3)),
            Timestamp.from(now));
    // who is told of a packet must find it
    if (!all.isEmpty()) {
      database.settle();
    }
    for (Waiting each : all) {
      try {
        told += tell(each, now) ? 1 : 0;
      } catch (TransientDataAccessException busy) {
        // another node has it; or it is told once more, as its sender says it may be
        LOG.info("Bundle/{} waits until it is free", each.packet());
      }
    }
    return told;
  }

  private boolean tell(Waiting waiting, Instant now) {
    int taken =
        jdbc.update(
            "update imr_packet_hook set next_at = ? where packet_id = ? and next_at <= ?",
            Timestamp.from(now.plus(TAKEN)),
            waiting.packet(),
            Timestamp.from(now));
    if (taken == 0) {
      return false;
    }
    if (message.sent(waiting.packet(), waiting.caseId(), now)) {
      jdbc.update(
          "update imr_packet_hook set next_at = null, told_at = ? where packet_id = ?",
          Timestamp.from(now),
          waiting.packet());
      return true;
    }
    int attempts = waiting.attempts() + 1;
    Duration pause = Duration.ofSeconds(5L << Math.min(attempts, 10));
    pause = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    boolean over = attempts >= MOST_ATTEMPTS;
    LOG.warn(
        "Bundle/{} could not be told of, {}",
        waiting.packet(),
        over ? "and is not any more" : "and is told again");
    jdbc.update(
        "update imr_packet_hook set attempts = ?, next_at = ? where packet_id = ?",
        attempts,
        over ? null : Timestamp.from(now.plus(pause)),
        waiting.packet());
    return false;
  }
}
