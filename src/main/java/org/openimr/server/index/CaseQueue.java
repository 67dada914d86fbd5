package org.openimr.server.index;

import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntBiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.transaction.support.TransactionTemplate;

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

  /** How long a look waits in all for cases that others hold. */
  private static final Duration WAITED = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(CaseQueue.class);

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final String next;
  private final String failures;

  private record Place(Timestamp due, String id) {}

  /**
   * Makes a queue.
   *
   * @param jdbc the database of the index
   * @param transaction in which a case is taken
   * @param subject what is done, as the columns of the index are named after it
   */
  public CaseQueue(JdbcTemplate jdbc, TransactionTemplate transaction, String subject) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.next = "next_" + subject;
    this.failures = subject + "_failures";
  }

  /**
   * Works on every case whose time has come, until there is none that can be taken. One that
   * somebody else holds is passed over, and waited for a little when all others are done: who
   * changes a case again and again would hold it at every look. One that stays held, and one of
   * which the work or what is noted of it fails, has its turn at a later look.
   *
   * @param now the time
   * @param work is given the id of a case that was taken, and until when
   * @return the sum of what the work returned
   */
  public int each(Instant now, ToIntBiFunction<String, Timestamp> work) {
    int done = 0;
    int taken;
    List<String> held = new ArrayList<>();
    do {
      taken = 0;
      held.clear();
      List<Place> due = due(now, null);
      while (!due.isEmpty()) {
        for (Place each : due) {
          Timestamp until = take(each.id(), now, 0);
          if (until == null) {
            held.add(each.id());
          } else {
            taken++;
            done += work(each.id(), until, work);
          }
        }
        due = due(now, due.get(due.size() - 1));
      }
      // what changed while it was worked on is due once more
    } while (taken > 0);
    return done + waited(held, now, work);
  }

  private int waited(List<String> held, Instant now, ToIntBiFunction<String, Timestamp> work) {
    int done = 0;
    Duration left = WAITED;
    for (String id : held) {
      if (left.toSeconds() < 1) {
        break;
      }
      long begun = System.nanoTime();
      Timestamp until = take(id, now, (int) left.toSeconds());
      left = left.minusNanos(System.nanoTime() - begun);
      done += until == null ? 0 : work(id, until, work);
    }
    return done;
  }

  private int work(String id, Timestamp until, ToIntBiFunction<String, Timestamp> work) {
    try {
      return work.applyAsInt(id, until);
    } catch (RuntimeException failed) {
      LOG.warn("Task/{} waits until it is free: {}", id, failed.getClass().getSimpleName());
      return 0;
    }
  }

  private List<Place> due(Instant now, Place after) {
    String order = " order by %1$s, case_id fetch first %2$d rows only".formatted(next, AT_ONCE);
    String due =
        "select %1$s, case_id from imr_case where %1$s <= ? and version <> ''".formatted(next);
    RowMapper<Place> place = (row, number) -> new Place(row.getTimestamp(1), row.getString(2));
    return after == null
        ? jdbc.query(due + order, place, Timestamp.from(now))
        : jdbc.query(
            due + " and (%1$s > ? or %1$s = ? and case_id > ?)".formatted(next) + order,
            place,
            Timestamp.from(now),
            after.due(),
            after.due(),
            after.id());
  }

  /** Takes a case; null if another has it, or is still changing it after so many seconds. */
  private Timestamp take(String id, Instant now, int seconds) {
    Timestamp until = Timestamp.from(now.plus(TAKEN).truncatedTo(ChronoUnit.MILLIS));
    try {
      return transaction.execute(status -> free(id, now, seconds) ? taken(id, until) : null);
    } catch (TransientDataAccessException busy) {
      return null;
    }
  }

  private boolean free(String id, Instant now, int seconds) {
    PreparedStatementCreator free =
        connection ->
            connection.prepareStatement(
                "select case_id from imr_case where case_id = ? and %s <= ? for update"
                        .formatted(next)
                    + (seconds == 0 ? " skip locked" : ""));
    PreparedStatementCallback<Boolean> held =
        statement -> {
          statement.setString(1, id);
          statement.setTimestamp(2, Timestamp.from(now));
          statement.setQueryTimeout(seconds);
          try (ResultSet rows = statement.executeQuery()) {
            return rows.next();
          } finally {
            // H2 keeps it for all that the connection does next
            statement.setQueryTimeout(0);
          }
        };
    return Boolean.TRUE.equals(jdbc.execute(free, held));
  }

  private Timestamp taken(String id, Timestamp until) {
    jdbc.update("update imr_case set %s = ? where case_id = ?".formatted(next), until, id);
    return until;
  }

  /**
   * Holds a case within a transaction.
   *
   * @return whether it is still taken, and so unchanged
   */
  public boolean hold(String id, Timestamp until) {
    return until.equals(held(id));
  }

  /**
   * Holds a case within a transaction, if its time has come.
   *
   * @return since when; null if somebody else has taken it, or is done with it
   */
  public Timestamp hold(String id, Instant now) {
    Timestamp since = held(id);
    return since == null || since.toInstant().isAfter(now) ? null : since;
  }

  private Timestamp held(String id) {
    List<Timestamp> held =
        jdbc.queryForList(
            "select %s from imr_case where case_id = ? for update".formatted(next),
            Timestamp.class,
            id);
    return held.isEmpty() ? null : held.get(0);
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

  /** Leaves a case until it changes, unless it has changed meanwhile. */
  public void leave(String id, Timestamp until) {
    jdbc.update(
        "update imr_case set %1$s = null where case_id = ? and %1$s = ?".formatted(next),
        id,
        until);
  }

  /** Has a case looked at again at a time, unless another has taken it meanwhile. */
  public void again(String id, Timestamp until, Instant at) {
    jdbc.update(
        "update imr_case set %1$s = ? where case_id = ? and (%1$s = ? or %1$s <= ?)"
            .formatted(next),
        Timestamp.from(at),
        id,
        until,
        Timestamp.from(at));
  }

  /** Notes that it failed, and has the case looked at again, later each time. */
  public void failed(String id, Timestamp until, Instant now) {
    jdbc.update("update imr_case set %1$s = %1$s + 1 where case_id = ?".formatted(failures), id);
    Integer times =
        jdbc.queryForObject(
            "select %s from imr_case where case_id = ?".formatted(failures), Integer.class, id);
    Duration wait = Duration.ofSeconds(5L << Math.min(times == null ? 0 : times, MOST_DOUBLINGS));
    again(id, until, now.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait));
  }

  /** How many cases wait because it failed. */
  public int failing() {
    Integer failing =
        jdbc.queryForObject(
            "select count(*) from imr_case where %s > 0".formatted(failures), Integer.class);
    return failing == null ? 0 : failing;
  }
}
