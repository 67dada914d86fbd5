package org.openimr.server.index;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.ToIntBiFunction;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Cases of which something is to be done aside, by a column of the index of cases that says when;
 * every change of a case sets it back.
 *
 * <p>Who works on a case takes it for a while; if that one dies, another takes it when the while is
 * over. What fails waits longer each time, an hour at most.
 */
public final class CaseQueue {

  private static final int AT_ONCE = 50;
  private static final int MOST_DOUBLINGS = 10;
  private static final Duration TAKEN = Duration.ofMinutes(2);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final JdbcTemplate jdbc;
  private final String next;
  private final String failures;

  /**
   * Makes a queue.
   *
   * @param jdbc the database of the index
   * @param subject what is done, as the columns of the index are named after it
   */
  public CaseQueue(JdbcTemplate jdbc, String subject) {
    this.jdbc = jdbc;
    this.next = "next_" + subject;
    this.failures = subject + "_failures";
  }

  /**
   * Works on every case whose time has come, until there is none.
   *
   * @param now the time
   * @param work is given the id of a case that was taken, and until when
   * @return the sum of what the work returned
   */
  public int each(Instant now, ToIntBiFunction<String, Timestamp> work) {
    int done = 0;
    List<String> due = due(now);
    while (!due.isEmpty()) {
      for (String id : due) {
        Timestamp until = take(id, now);
        done += until == null ? 0 : work.applyAsInt(id, until);
      }
      due = due(now);
    }
    return done;
  }

  private List<String> due(Instant now) {
    return jdbc.queryForList(
        "select case_id from imr_case where %1$s <= ? and version <> '' order by %1$s, case_id"
                .formatted(next)
            + " fetch first "
            + AT_ONCE
            + " rows only",
        String.class,
        Timestamp.from(now));
  }

  /** Takes a case; null if another has it. */
  private Timestamp take(String id, Instant now) {
    Timestamp until = Timestamp.from(now.plus(TAKEN).truncatedTo(ChronoUnit.MILLIS));
    int taken =
        jdbc.update(
            "update imr_case set %1$s = ? where case_id = ? and %1$s <= ?".formatted(next),
            until,
            id,
            Timestamp.from(now));
    return taken == 0 ? null : until;
  }

  /**
   * Holds a case within a transaction.
   *
   * @return whether it is still taken, and so unchanged
   */
  public boolean hold(String id, Timestamp until) {
    List<Timestamp> held =
        jdbc.queryForList(
            "select %s from imr_case where case_id = ? for update".formatted(next),
            Timestamp.class,
            id);
    return !held.isEmpty() && until.equals(held.get(0));
  }

  /** Notes that a case is done, unless it has changed meanwhile. */
  public void done(String id, Timestamp until) {
    jdbc.update(
        "update imr_case set %2$s = 0, %1$s = case when %1$s = ? then null else %1$s end"
                .formatted(next, failures)
            + " where case_id = ?",
        until,
        id);
  }

  /** Notes that a case that is held is done, with whatever the work itself has changed in it. */
  public void settled(String id) {
    jdbc.update(
        "update imr_case set %s = null, %s = 0 where case_id = ?".formatted(next, failures), id);
  }

  /** Leaves a case until it changes. */
  public void leave(String id) {
    jdbc.update("update imr_case set %s = null where case_id = ?".formatted(next), id);
  }

  /** Has a case looked at again at a time. */
  public void again(String id, Instant at) {
    jdbc.update(
        "update imr_case set %s = ? where case_id = ?".formatted(next), Timestamp.from(at), id);
  }

  /** Notes that it failed, and has the case looked at again, later each time. */
  public void failed(String id, Instant now) {
    jdbc.update("update imr_case set %1$s = %1$s + 1 where case_id = ?".formatted(failures), id);
    Integer times =
        jdbc.queryForObject(
            "select %s from imr_case where case_id = ?".formatted(failures), Integer.class, id);
    Duration wait = Duration.ofSeconds(5L << Math.min(times == null ? 0 : times, MOST_DOUBLINGS));
    again(id, now.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait));
  }

  /** How many cases wait because it failed. */
  public int failing() {
    Integer failing =
        jdbc.queryForObject(
            "select count(*) from imr_case where %s > 0".formatted(failures), Integer.class);
    return failing == null ? 0 : failing;
  }
}
