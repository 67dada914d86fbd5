package org.openimr.server.index;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.casefile.UnacceptableCaseException;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.deadline.DeadlineCalculator;
import org.openimr.core.policy.PolicyBook;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Situation;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.operation.CaseRenewal;
import org.openimr.operation.NoSuchCaseException;
import org.openimr.operation.StaleCaseException;
import org.openimr.server.index.IndexWork.Progress;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Works out the due times of all cases anew, from the index, after a policy or a calendar changed:
 * lists what moves, and then writes it.
 *
 * <p>Writing goes case by case and remembers where it is: what was broken off goes on there.
 */
public final class Recomputation {

  private static final int AT_ONCE = 1000;
  private static final int BETWEEN_MARKS = 50;
  private static final int ATTEMPTS = 5;

  private final CaseTable table;
  private final Vocabulary vocabulary;
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final CaseRenewal renewal;

  /**
   * What was found, or done.
   *
   * @param cases how many cases were looked at
   * @param moved how many of them have a duty that moves
   * @param undecided the ids of those that could not be worked out: their policy is not held, a
   *     calendar does not cover a date, or the case cannot be read
   */
  public record Outcome(long cases, long moved, List<String> undecided) {}

  Recomputation(
      CaseTable table,
      Vocabulary vocabulary,
      JdbcTemplate jdbc,
      TransactionTemplate transaction,
      CaseRenewal renewal) {
    this.table = table;
    this.vocabulary = vocabulary;
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.renewal = renewal;
  }

  /**
   * Lists what moves from what is stored to what follows from some policies; changes nothing.
   *
   * @param after the policies
   * @param asOf the time at which cases are judged
   * @param moves takes each duty that moves
   * @param progress is told after every few cases
   * @return how much moves
   */
  public Outcome list(
      PolicyBook after, Instant asOf, Consumer<MovedDuty> moves, Progress progress) {
    return compare(null, after, asOf, moves, progress);
  }

  /**
   * Lists what moves between what follows from some policies and what follows from others; changes
   * nothing.
   *
   * @param before the policies as they are
   * @param after the policies as they would be
   * @param asOf the time at which cases are judged
   * @param moves takes each duty that moves
   * @param progress is told after every few cases
   * @return how much moves
   */
  public Outcome list(
      PolicyBook before,
      PolicyBook after,
      Instant asOf,
      Consumer<MovedDuty> moves,
      Progress progress) {
    return compare(before, after, asOf, moves, progress);
  }

  private Outcome compare(
      PolicyBook before,
      PolicyBook after,
      Instant asOf,
      Consumer<MovedDuty> moves,
      Progress progress) {
    long all = table.size();
    long done = 0;
    long moved = 0;
    List<String> undecided = new ArrayList<>();
    progress.at(0, all);
    List<CaseRow> rows = table.after("", AT_ONCE);
    while (!rows.isEmpty()) {
      List<List<MovedDuty>> found =
          rows.parallelStream().map(row -> moved(row, before, after, asOf)).toList();
      for (int i = 0; i < found.size(); i++) {
        if (found.get(i) == null) {
          undecided.add(rows.get(i).id());
        } else if (!found.get(i).isEmpty()) {
          moved++;
          found.get(i).forEach(moves);
        }
      }
      done += rows.size();
      progress.at(done, Math.max(all, done));
      rows = table.after(rows.get(rows.size() - 1).id(), AT_ONCE);
    }
    return new Outcome(done, moved, undecided);
  }

  /** What moves in a case; null if it cannot be worked out. */
  private List<MovedDuty> moved(CaseRow row, PolicyBook before, PolicyBook after, Instant asOf) {
    try {
      List<MovedDuty.Due> now = dues(row, after, asOf);
      List<MovedDuty.Due> was = before == null ? MovedDuty.of(row) : dues(row, before, asOf);
      return now == null || was == null ? null : MovedDuty.between(row.id(), was, now);
    } catch (UnacceptableCaseException e) {
      return null;
    }
  }

  private List<MovedDuty.Due> dues(CaseRow row, PolicyBook policies, Instant asOf) {
    ReviewPolicy policy = policies.byCanonical(row.head().policy()).orElse(null);
    if (policy == null) {
      return null;
    }
    ReviewCase known = row.reviewCase(vocabulary);
    return MovedDuty.of(
        DeadlineCalculator.deadlines(
            Situation.of(policy, known.facts(), known.events(), EventTime.at(asOf))));
  }

  /**
   * Writes what moves into the cases. One that was broken off goes on where it was, with its time.
   *
   * @param policies the policies at work
   * @param asOf the time at which cases are judged, unless one goes on
   * @param reason why, for the Provenance of each case
   * @param progress is told after every few cases
   * @return how much was written
   */
  public Outcome apply(PolicyBook policies, Instant asOf, String reason, Progress progress) {
    Mark mark = begin(asOf);
    long all = table.size();
    List<String> undecided = new ArrayList<>();
    List<CaseRow> rows = table.after(mark.last, BETWEEN_MARKS);
    while (!rows.isEmpty()) {
      for (CaseRow row : rows) {
        apply(row, policies, mark, reason, undecided);
      }
      mark.last = rows.get(rows.size() - 1).id();
      remember(mark);
      progress.at(mark.done, Math.max(all, mark.done));
      rows = table.after(mark.last, BETWEEN_MARKS);
    }
    jdbc.update("delete from imr_recomputation");
    return new Outcome(mark.done, mark.moved, undecided);
  }

  private void apply(
      CaseRow row, PolicyBook policies, Mark mark, String reason, List<String> undecided) {
    List<MovedDuty> moved = moved(row, null, policies, mark.asOf);
    try {
      if (moved == null) {
        undecided.add(row.id());
      } else if (!moved.isEmpty() && renew(row.id(), mark.asOf, reason)) {
        mark.moved++;
      }
    } catch (UnreadableResourceException | UnacceptableCaseException | NoSuchCaseException e) {
      // one case keeps no other from being written
      undecided.add(row.id());
    }
    mark.done++;
  }

  /** Renews a case; if it changed just then, once more. */
  private boolean renew(String id, Instant asOf, String reason) {
    for (int attempt = 1; ; attempt++) {
      try {
        return Boolean.TRUE.equals(
            transaction.execute(
                status -> table.hold(id) != null && renewal.renew(id, asOf, reason)));
      } catch (StaleCaseException | UnexpectedRollbackException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** How far the writing is. */
  private static final class Mark {
    private final Instant asOf;
    private String last = "";
    private long done;
    private long moved;

    Mark(Instant asOf) {
      this.asOf = asOf;
    }
  }

  private Mark begin(Instant asOf) {
    List<Map<String, Object>> open =
        jdbc.queryForList("select as_of, last_case, done, moved from imr_recomputation");
    if (open.isEmpty()) {
      Instant second = Instant.ofEpochSecond(asOf.getEpochSecond());
      jdbc.update(
          "insert into imr_recomputation (as_of, last_case, done, moved) values (?, '', 0, 0)",
          Timestamp.from(second));
      return new Mark(second);
    }
    Mark mark =
        new Mark(
            jdbc.queryForObject("select as_of from imr_recomputation", Timestamp.class)
                .toInstant());
    mark.last = (String) open.get(0).get("last_case");
    mark.done = ((Number) open.get(0).get("done")).longValue();
    mark.moved = ((Number) open.get(0).get("moved")).longValue();
    return mark;
  }

  private void remember(Mark mark) {
    jdbc.update(
        "update imr_recomputation set last_case = ?, done = ?, moved = ?",
        mark.last,
        mark.done,
        mark.moved);
  }
}
