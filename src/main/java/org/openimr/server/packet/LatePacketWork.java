package org.openimr.server.packet;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.operation.casefile.NoSuchCaseException;
import org.openimr.operation.casefile.StaleCaseException;
import org.openimr.operation.packet.LatePackets;
import org.openimr.server.index.CaseQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Issues packets of what came late to cases that have changed, aside, so that nothing that arrives
 * waits for a packet.
 *
 * <p>A packet and its event are stored together or not at all, and what is there already is not
 * issued again, so that a case may be looked at any number of times.
 */
public final class LatePacketWork {

  private static final Logger LOG = LoggerFactory.getLogger(LatePacketWork.class);
  private static final Duration SOON = Duration.ofSeconds(5);

  private final LatePackets packets;
  private final PacketHook hook;
  private final CaseQueue queue;

  LatePacketWork(
      JdbcTemplate jdbc, TransactionTemplate transaction, LatePackets packets, PacketHook hook) {
    this.packets = packets;
    this.hook = hook;
    this.queue = new CaseQueue(jdbc, transaction, "packet");
  }

  /**
   * Issues what is due in every case that has changed.
   *
   * @param now the time
   * @return how many packets were issued
   */
  public int look(Instant now) {
    return queue.each(now, (id, until) -> look(id, until, now));
  }

  private int look(String id, Timestamp until, Instant now) {
    try {
      int issued = packets.issue(id);
      hook.queue(id, now);
      // what was issued has changed the case, which is looked at once more
      queue.done(id, until);
      return issued;
    } catch (NoSuchCaseException | UnreadableResourceException e) {
      // no case any more, or its policy is not held: a change of it brings it back
      queue.leave(id, until);
    } catch (StaleCaseException e) {
      queue.again(id, until, now.plus(SOON));
    } catch (RuntimeException failed) {
      // one case keeps no other from getting its packets
      LOG.warn("Packets of Task/{} wait: {}", id, failed.getClass().getSimpleName());
      queue.failed(id, until, now);
    }
    return 0;
  }

  /** How many cases wait because their packets could not be issued. */
  public int failing() {
    return queue.failing();
  }
}
