package org.openimr.server.notice;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.notice.NoticeChanges;
import org.openimr.operation.Caller;
import org.openimr.operation.CaseNotices;
import org.openimr.operation.CaseStore;
import org.openimr.operation.NoSuchCaseException;
import org.openimr.operation.StaleCaseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Drafts the notices of cases that have changed, aside, so that no event waits for a letter.
 *
 * <p>The queue is a column of the index of cases, which every change of a case sets back. Who works
 * on a case takes it for a while; if that one dies, another takes it when the while is over.
 * Letters are written outside of any transaction and stored in one, together with what is known of
 * them, and only if the case has not changed meanwhile.
 */
public final class NoticeWork {

  private static final Logger LOG = LoggerFactory.getLogger(NoticeWork.class);
  private static final int AT_ONCE = 50;
  private static final Duration TAKEN = Duration.ofMinutes(2);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final CaseNotices notices;
  private final NoticeTable known;
  private final CaseStore store;

  NoticeWork(
      JdbcTemplate jdbc,
      TransactionTemplate transaction,
      CaseNotices notices,
      NoticeTable known,
      CaseStore store) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.notices = notices;
    this.known = known;
    this.store = store;
  }

  /**
   * Drafts what is owed in every case that has changed.
   *
   * @param now the time
   * @return how many notices changed
   */
  public int look(Instant now) {
    int changed = 0;
    List<String> due = due(now);
    while (!due.isEmpty()) {
      for (String id : due) {
        changed += look(id, now);
      }
      due = due(now);
    }
    return changed;
  }

  private List<String> due(Instant now) {
    return jdbc.queryForList(
        "select case_id from imr_case where next_notice <= ? and version <> ''"
            + " order by next_notice, case_id fetch first "
            + AT_ONCE
            + " rows only",
        String.class,
        Timestamp.from(now));
  }

  private int look(String id, Instant now) {
    Timestamp until = Timestamp.from(now.plus(TAKEN).truncatedTo(ChronoUnit.MILLIS));
    int taken =
        jdbc.update(
            "update imr_case set next_notice = ? where case_id = ? and next_notice <= ?",
            until,
            id,
            Timestamp.from(now));
    if (taken == 0) {
      return 0;
    }
    try {
      NoticeChanges.Written written = notices.changes(id, known.ofCase(id), now);
      boolean stored =
          Boolean.TRUE.equals(transaction.execute(s -> store(id, until, written, now)));
      return stored ? written.notices().size() : 0;
    } catch (NoSuchCaseException | UnreadableResourceException e) {
      // no case any more, or its policy is not held: a change of it brings it back
      jdbc.update("update imr_case set next_notice = null where case_id = ?", id);
    } catch (StaleCaseException e) {
      again(id, now, e.getClass().getSimpleName());
    } catch (RuntimeException failed) {
      // one case keeps no other from getting its letters
      again(id, now, failed.getClass().getSimpleName());
    }
    return 0;
  }

  /** Stores what was written, if the case is still taken and unchanged. */
  private boolean store(String id, Timestamp until, NoticeChanges.Written written, Instant now) {
    List<Timestamp> held =
        jdbc.queryForList(
            "select next_notice from imr_case where case_id = ? for update", Timestamp.class, id);
    if (held.isEmpty() || !until.equals(held.get(0))) {
      return false;
    }
    if (!written.transaction().getEntry().isEmpty()) {
      store.saveWithTags(Caller.SERVER, written.transaction());
      written.notices().forEach(known::note);
    }
    if (written.failed()) {
      again(id, now, "a text is at fault");
    } else {
      jdbc.update(
          "update imr_case set next_notice = null, notice_failures = 0 where case_id = ?", id);
    }
    return true;
  }

  private void again(String id, Instant now, String why) {
    jdbc.update("update imr_case set notice_failures = notice_failures + 1 where case_id = ?", id);
    Integer failures =
        jdbc.queryForObject(
            "select notice_failures from imr_case where case_id = ?", Integer.class, id);
    Duration wait = Duration.ofSeconds(5L << Math.min(failures == null ? 0 : failures, 10));
    wait = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    LOG.warn("Notices of Task/{} wait: {}", id, why);
    jdbc.update(
        "update imr_case set next_notice = ? where case_id = ?",
        Timestamp.from(now.plus(wait)),
        id);
  }

  /** How many cases wait because their notices could not be drafted. */
  public int failing() {
    Integer failing =
        jdbc.queryForObject(
            "select count(*) from imr_case where notice_failures > 0", Integer.class);
    return failing == null ? 0 : failing;
  }
}
