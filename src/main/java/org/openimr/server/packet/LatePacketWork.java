package org.openimr.server.packet;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.operation.LatePackets;
import org.openimr.operation.NoSuchCaseException;
import org.openimr.operation.StaleCaseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Issues packets of what came late to cases that have changed, aside, so that nothing that arrives
 * waits for a packet.
 *
 * <p>The queue is a column of the index of cases, which every change of a case sets back. Who works
 * on a case takes it for a while; if that one dies, another takes it when the while is over. A
 * packet and its event are stored together or not at all, and what is there already is not issued
 * again, so that a case may be looked at any number of times.
 */
public final class LatePacketWork {

  private static final Logger LOG = LoggerFactory.getLogger(LatePacketWork.class);
  private static final int AT_ONCE = 50;
  private static final Duration TAKEN = Duration.ofMinutes(2);
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final JdbcTemplate jdbc;
  private final LatePackets packets;
  private final PacketHook hook;

  LatePacketWork(JdbcTemplate jdbc, LatePackets packets, PacketHook hook) {
    this.jdbc = jdbc;
    this.packets = packets;
    this.hook = hook;
  }

  /**
   * Issues what is due in every case that has changed.
   *
   * @param now the time
   * @return how many packets were issued
   */
  public int look(Instant now) {
    // without a packet there is none to add to
    jdbc.update(
        "update imr_case set next_packet = null where next_packet <= ? and version <> ''"
            + " and events not like '%packet-issued%'",
        Timestamp.from(now));
    int issued = 0;
    List<String> due = due(now);
    while (!due.isEmpty()) {
      for (String id : due) {
        issued += look(id, now);
      }
      due = due(now);
    }
    return issued;
  }

  private List<String> due(Instant now) {
    return jdbc.queryForList(
        "select case_id from imr_case where next_packet <= ? and version <> ''"
            + " order by next_packet, case_id fetch first "
            + AT_ONCE
            + " rows only",
        String.class,
        Timestamp.from(now));
  }

  private int look(String id, Instant now) {
    Timestamp until = Timestamp.from(Instant.ofEpochMilli(now.plus(TAKEN).toEpochMilli()));
    int taken =
        jdbc.update(
            "update imr_case set next_packet = ? where case_id = ? and next_packet <= ?",
            until,
            id,
            Timestamp.from(now));
    if (taken == 0) {
      return 0;
    }
    try {
      int issued = packets.issue(id);
      hook.queue(id, now);
      // what was issued has changed the case, which is looked at once more
      jdbc.update(
          "update imr_case set packet_failures = 0,"
              + " next_packet = case when next_packet = ? then null else next_packet end"
              + " where case_id = ?",
          until,
          id);
      return issued;
    } catch (NoSuchCaseException | UnreadableResourceException e) {
      // no case any more, or its policy is not held: a change of it brings it back
      jdbc.update("update imr_case set next_packet = null where case_id = ?", id);
    } catch (StaleCaseException e) {
      again(id, now.plus(SOON));
    } catch (RuntimeException failed) {
      // one case keeps no other from getting its packets
      LOG.warn("Packets of Task/{} wait: {}", id, failed.getClass().getSimpleName());
      jdbc.update(
          "update imr_case set packet_failures = packet_failures + 1 where case_id = ?", id);
      again(id, now.plus(pause(id)));
    }
    return 0;
  }

  private Duration pause(String id) {
    Integer failures =
        jdbc.queryForObject(
            "select packet_failures from imr_case where case_id = ?", Integer.class, id);
    Duration pause = Duration.ofSeconds(5L << Math.min(failures == null ? 0 : failures, 10));
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }

  private void again(String id, Instant at) {
    jdbc.update("update imr_case set next_packet = ? where case_id = ?", Timestamp.from(at), id);
  }

  /** How many cases wait because their packets could not be issued. */
  public int failing() {
    Integer failing =
        jdbc.queryForObject(
            "select count(*) from imr_case where packet_failures > 0", Integer.class);
    return failing == null ? 0 : failing;
  }
}
