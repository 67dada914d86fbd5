package org.openimr.server.index;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.deadline.CaseTimer;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * When each case is to be looked at next, and what was noticed of it. A case that changed is looked
 * at as soon as possible.
 */
public final class TimedCases {

  /** Of a case whose timers cannot be worked out: not before it or a policy changes. */
  private static final Timestamp ASLEEP = Timestamp.from(Instant.parse("9999-01-01T00:00:00Z"));

  private final JdbcTemplate jdbc;
  private final CaseTable table;
  private final Vocabulary vocabulary;

  TimedCases(JdbcTemplate jdbc, CaseTable table, Vocabulary vocabulary) {
    this.jdbc = jdbc;
    this.table = table;
    this.vocabulary = vocabulary;
  }

  /** The cases whose time has come, those that wait longest first. */
  public List<String> due(Instant now, int most) {
    return jdbc.queryForList(
        "select case_id from imr_case where next_timer <= ? order by next_timer, case_id"
            + " fetch first "
            + most
            + " rows only",
        String.class,
        Timestamp.from(now));
  }

  /** Holds a case until the transaction ends; null if it is no more. */
  public ReviewCase hold(String id) {
    CaseRow row = table.hold(id);
    return row == null ? null : row.reviewCase(vocabulary);
  }

  /** Notes what was noticed of a case that is held; false if it was noticed before. */
  public boolean note(String id, CaseTimer timer, Instant now) {
    Timestamp start = Timestamp.from(timer.start());
    Timestamp at = Timestamp.from(timer.at());
    Object[] key = {id, timer.kind().code(), timer.about(), start, at};
    Integer noted =
        jdbc.queryForObject(
            "select count(*) from imr_timer where case_id = ? and kind = ? and about = ?"
                + " and start_at = ? and due_at = ?",
            Integer.class,
            key);
    if (noted > 0) {
      return false;
    }
    jdbc.update(
        "insert into imr_timer (case_id, kind, about, start_at, due_at, noticed_at, version)"
            + " select ?, ?, ?, ?, ?, ?, version from imr_case where case_id = ?",
        id,
        timer.kind().code(),
        timer.about(),
        start,
        at,
        Timestamp.from(now),
        id);
    return true;
  }

  /** A case cannot be worked out by the policies that are held: it waits for others. */
  public void sleep(String id) {
    jdbc.update("update imr_case set next_timer = ? where case_id = ?", ASLEEP, id);
  }

  /** Lets the cases be looked at again that could not be worked out. */
  public int wake() {
    return jdbc.update("update imr_case set next_timer = default where next_timer = ?", ASLEEP);
  }

  /** Says when a case is to be looked at next; null for not before it changes. */
  public void next(String id, Instant time) {
    jdbc.update(
        "update imr_case set next_timer = ? where case_id = ?",
        time == null ? null : Timestamp.from(time),
        id);
  }
}
