package org.openimr.server.index;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.springframework.jdbc.core.JdbcTemplate;

/** How far the writing of recomputed due times is, in the database. */
final class RecomputationMark {

  /** What became of a case. */
  enum Done {
    SAME,
    MOVED,
    UNDECIDED
  }

  /** By what one is done, and why. */
  private record Begun(String edition, String reason) {}

  private final JdbcTemplate jdbc;
  private final Set<String> undecided = new HashSet<>();
  private String last = "";
  private long cases;
  private long moved;

  private RecomputationMark(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Begins, or goes on where the same work was broken off.
   *
   * @throws BrokenOffException if other work was broken off
   */
  static RecomputationMark begin(JdbcTemplate jdbc, String by, String reason, Instant asOf) {
    String edition = DigestUtils.sha256Hex(by);
    RecomputationMark mark = new RecomputationMark(jdbc);
    List<Begun> open =
        jdbc.query(
            "select last_case, done, moved, edition, reason from imr_recomputation",
            (row, number) -> {
              mark.last = row.getString(1);
              mark.cases = row.getLong(2);
              mark.moved = row.getLong(3);
              return new Begun(row.getString(4), row.getString(5));
            });
    if (open.isEmpty()) {
      jdbc.update("delete from imr_recomputation_undecided");
      jdbc.update(
          "insert into imr_recomputation (as_of, last_case, done, moved, edition, reason)"
              + " values (?, '', 0, 0, ?, ?)",
          Timestamp.from(asOf),
          edition,
          reason);
      return mark;
    }
    Begun before = open.get(0);
    if (!before.reason().equals(reason)) {
      throw new BrokenOffException(mark.cases, before.reason(), "It was begun for another reason.");
    }
    if (!before.edition().equals(edition)) {
      throw new BrokenOffException(
          mark.cases,
          before.reason(),
          "Since then policies or calendars have changed, or other policies were named.");
    }
    return mark;
  }

  /** Notes that a case is done. */
  void done(Done what, String id) {
    cases++;
    last = id;
    if (what == Done.MOVED) {
      moved++;
    } else if (what == Done.UNDECIDED) {
      undecided.add(id);
    }
  }

  /** Writes down how far it is. */
  void remember() {
    for (String id : undecided) {
      jdbc.update("delete from imr_recomputation_undecided where case_id = ?", id);
      jdbc.update("insert into imr_recomputation_undecided (case_id) values (?)", id);
    }
    undecided.clear();
    jdbc.update(
        "update imr_recomputation set last_case = ?, done = ?, moved = ?", last, cases, moved);
  }

  /** All is done. */
  Recomputation.Outcome end() {
    List<String> left =
        jdbc.queryForList(
            "select case_id from imr_recomputation_undecided order by case_id", String.class);
    forget(jdbc);
    return new Recomputation.Outcome(cases, moved, left);
  }

  /** Takes it away. */
  static void forget(JdbcTemplate jdbc) {
    jdbc.update("delete from imr_recomputation");
    jdbc.update("delete from imr_recomputation_undecided");
  }

  String last() {
    return last;
  }

  long cases() {
    return cases;
  }
}
