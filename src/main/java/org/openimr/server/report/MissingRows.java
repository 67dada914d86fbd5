package org.openimr.server.report;

import java.sql.Date;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.report.Disclosure.Kind;
import org.openimr.fhir.report.PublicRowReader.Outcome;
import org.openimr.operation.casefile.NoSuchCaseException;
import org.openimr.operation.report.PublicRowMaking;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Makes the public rows that are missing: of cases that have changed, and of all after a change of
 * the format. A row is kept only if its case did not change while it was made.
 */
final class MissingRows {

  private static final Logger LOG = LoggerFactory.getLogger(MissingRows.class);
  private static final int AT_ONCE = 500;
  private static final int TOLD_AT = 10_000;
  private static final String DECIDED = "%decision-issued%";

  private final JdbcTemplate jdbc;
  private final PublicRowMaking making;
  private final String edition;
  private final Clock clock;

  /** One makes them at a time; who asks meanwhile gets what the other has made. */
  private final ReentrantLock turn = new ReentrantLock();

  MissingRows(JdbcTemplate jdbc, PublicRowMaking making, String edition, Clock clock) {
    this.jdbc = jdbc;
    this.making = making;
    this.edition = edition;
    this.clock = clock;
  }

  /** Makes them all, however long it takes. */
  void make() {
    if (anyMissing()) {
      turn.lock();
      makeUntil(Long.MAX_VALUE);
    }
  }

  /**
   * Makes them, as long as there is time.
   *
   * @return how many are still missing
   */
  long make(Duration within) {
    long until = System.nanoTime() + within.toNanos();
    return !anyMissing() || turn(within) && makeUntil(until) ? 0 : missing();
  }

  private boolean turn(Duration within) {
    try {
      return turn.tryLock(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Goes through all that are missing, and gives the turn back; false if time ran out before. */
  private boolean makeUntil(long until) {
    try {
      long made = 0;
      String last = "";
      List<String> some = without(last);
      while (!some.isEmpty()) {
        for (String id : some) {
          if (System.nanoTime() > until) {
            return false;
          }
          if (!undecided(id)) {
            make(id);
          }
          made++;
          if (made % TOLD_AT == 0) {
            LOG.info("Public rows of {} cases are made, {} are to be made", made, missing());
          }
        }
        last = some.get(some.size() - 1);
        some = without(last);
      }
      return true;
    } finally {
      turn.unlock();
    }
  }

  private long missing() {
    Long missing =
        jdbc.queryForObject(
            "select count(*) from imr_case where report_edition <> ? and version <> ''",
            Long.class,
            edition);
    return missing == null ? 0 : missing;
  }

  /** Looks on both sides of the edition in the index of rows, where there is nothing as a rule. */
  private boolean anyMissing() {
    return Stream.of("<", ">")
        .anyMatch(
            side ->
                !jdbc.queryForList(
                        "select case_id from imr_case where report_edition "
                            + side
                            + " ? and version <> '' fetch first 1 rows only",
                        String.class,
                        edition)
                    .isEmpty());
  }

  private List<String> without(String last) {
    return jdbc.queryForList(
        "select case_id from imr_case where report_edition <> ? and version <> ''"
            + " and case_id > ? order by case_id fetch first "
            + AT_ONCE
            + " rows only",
        String.class,
        edition,
        last);
  }

  /** Marks a case that has no decision, so that it is not asked for again before it changes. */
  private boolean undecided(String id) {
    return jdbc.update(
            "update imr_case set report_edition = ?, report_key = null, report_row = null,"
                + " report_alike = null"
                + " where case_id = ? and events not like ?",
            edition,
            id,
            DECIDED)
        > 0;
  }

  private void make(String id) {
    String mark = UUID.randomUUID().toString();
    jdbc.update("update imr_case set report_edition = ? where case_id = ?", mark, id);
    try {
      Optional<PublicRowMaking.Made> made = making.of(id, clock.instant());
      Outcome outcome = made.map(PublicRowMaking.Made::outcome).orElse(null);
      jdbc.update(
          "update imr_case set report_edition = ?, report_key = ?, report_day = ?, report_row = ?,"
              + " report_alike = ?"
              + " where case_id = ? and report_edition = ?",
          edition,
          outcome == null ? null : RowText.key(outcome.reference()),
          made.map(each -> Date.valueOf(each.decided())).orElse(null),
          outcome == null ? null : RowText.write(outcome),
          outcome == null || outcome.row() == null ? null : RowText.kind(Kind.of(outcome.row())),
          id,
          mark);
    } catch (NoSuchCaseException | UnreadableResourceException e) {
      // gone meanwhile, or its policy is not held: it is tried again with the next report
      LOG.warn("Task/{} has no public row: {}", id, e.getClass().getSimpleName());
    }
  }
}
