package org.openimr.server.index;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.casefile.UnacceptableCaseException;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.deadline.DeadlineCalculator;
import org.openimr.core.policy.PolicyBook;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Situation;
import org.openimr.operation.casefile.CaseRenewal;
import org.openimr.operation.casefile.StaleCaseException;
import org.openimr.server.index.IndexWork.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Works out the due times of all cases anew, from the index, after a policy or a calendar changed:
 * lists what moves, and then writes it.
 *
 * <p>Writing goes case by case and remembers where it is: what was broken off goes on there.
 */
public final class Recomputation {

  private static final Logger LOG = LoggerFactory.getLogger(Recomputation.class);
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
   * @param named the policies whose cases are meant; empty for all
   * @param asOf the time at which cases are judged
   * @param moves takes each duty that moves
   * @param progress is told after every few cases
   * @return how much moves
   * @throws IllegalArgumentException if no case is bound to one that is named
   */
  public Outcome list(
      PolicyBook after,
      Collection<String> named,
      Instant asOf,
      Consumer<MovedDuty> moves,
      Progress progress) {
    return list(null, after, named, asOf, moves, progress);
  }

  /**
   * Lists what moves between what follows from some policies and what follows from others; changes
   * nothing.
   *
   * @param before the policies as they are
   * @param after the policies as they would be
   * @param named the policies whose cases are meant; empty for all
   * @param asOf the time at which cases are judged
   * @param moves takes each duty that moves
   * @param progress is told after every few cases
   * @return how much moves
   * @throws IllegalArgumentException if no case is bound to one that is named
   */
  public Outcome list(
      PolicyBook before,
      PolicyBook after,
      Collection<String> named,
      Instant asOf,
      Consumer<MovedDuty> moves,
      Progress progress) {
    return list(before, after, bound(named), asOf, moves, progress);
  }

  /** Lists what moves among some cases, from what is stored if no policies before are given. */
  Outcome list(
      PolicyBook before,
      PolicyBook after,
      BoundPolicies bound,
      Instant asOf,
      Consumer<MovedDuty> moves,
      Progress progress) {
    long all = table.size(bound);
    long done = 0;
    long moved = 0;
    List<String> undecided = new ArrayList<>();
    progress.at(0, all);
    List<CaseRow> rows = table.after("", AT_ONCE, bound);
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
      rows = table.after(rows.get(rows.size() - 1).id(), AT_ONCE, bound);
    }
    return new Outcome(done, moved, undecided);
  }

  /** The cases that are meant; throws IllegalArgumentException if a policy binds none. */
  BoundPolicies bound(Collection<String> named) {
    return named.isEmpty() ? BoundPolicies.ALL : BoundPolicies.of(named, table.policies());
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
   * Writes what moves into the cases. One that was broken off goes on where it was.
   *
   * @param policies the policies at work
   * @param named the policies whose cases are meant; empty for all
   * @param edition names the policies and calendars at work; what was begun by others does not go
   *     on
   * @param asOf the time at which cases are judged
   * @param reason why, for the Provenance of each case
   * @param progress is told after every few cases
   * @return how much was written, with what was written before it was broken off
   * @throws BrokenOffException if another one was broken off
   * @throws IllegalArgumentException if no case is bound to a policy that is named
   */
  public Outcome apply(
      PolicyBook policies,
      Collection<String> named,
      String edition,
      Instant asOf,
      String reason,
      Progress progress) {
    BoundPolicies bound = bound(named);
    return apply(policies, bound, begin(bound, edition, asOf, reason), asOf, reason, progress);
  }

  /** Begins to write, or goes on where the same was broken off. */
  RecomputationMark begin(BoundPolicies bound, String edition, Instant asOf, String reason) {
    return RecomputationMark.begin(jdbc, edition + bound.canonicals(), reason, asOf);
  }

  /** Writes what moves from where a mark stands. */
  Outcome apply(
      PolicyBook policies,
      BoundPolicies bound,
      RecomputationMark mark,
      Instant asOf,
      String reason,
      Progress progress) {
    long all = table.size(bound);
    List<CaseRow> rows = table.after(mark.last(), BETWEEN_MARKS, bound);
    while (!rows.isEmpty()) {
      for (CaseRow row : rows) {
        mark.done(apply(row, policies, asOf, reason), row.id());
      }
      mark.remember();
      progress.at(mark.cases(), Math.max(all, mark.cases()));
      rows = table.after(mark.last(), BETWEEN_MARKS, bound);
    }
    return mark.end();
  }

  /** Forgets where one was broken off, so that the next one begins anew. */
  public void forget() {
    RecomputationMark.forget(jdbc);
  }

  private RecomputationMark.Done apply(
      CaseRow row, PolicyBook policies, Instant asOf, String reason) {
    List<MovedDuty> moved = moved(row, null, policies, asOf);
    try {
      if (moved == null) {
        return RecomputationMark.Done.UNDECIDED;
      }
      return !moved.isEmpty() && renew(row.id(), asOf, reason)
          ? RecomputationMark.Done.MOVED
          : RecomputationMark.Done.SAME;
    } catch (TransientDataAccessException
        | NonTransientDataAccessResourceException
        | CannotCreateTransactionException e) {
      throw e;
    } catch (RuntimeException e) {
      // one case keeps no other from being written; a database that is away keeps all
      LOG.warn("Task/{} is not recomputed: {}", row.id(), e.getClass().getSimpleName());
      return RecomputationMark.Done.UNDECIDED;
    }
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
}
