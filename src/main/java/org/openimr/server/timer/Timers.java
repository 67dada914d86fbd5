package org.openimr.server.timer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.casefile.UnacceptableCaseException;
import org.openimr.core.deadline.CaseTimer;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Situation;
import org.openimr.operation.casefile.CaseRenewal;
import org.openimr.operation.casefile.NoSuchCaseException;
import org.openimr.operation.casefile.StaleCaseException;
import org.openimr.server.index.TimedCases;
import org.openimr.server.policy.PolicyShelf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Notices what has come about by time alone: due soon, overdue, a threshold reached. Each is noted
 * once, in the transaction in which the case gets what follows from it: statuses of duties and, at
 * a threshold, new duties. Facts and events stay as they are.
 *
 * <p>Cases are looked at when their next time has come, and after each change. What came while no
 * server ran is noticed at the next look.
 */
public final class Timers {

  private static final Logger LOG = LoggerFactory.getLogger(Timers.class);
  private static final int AT_ONCE = 200;
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final TimedCases cases;
  private final PolicyShelf policies;
  private final CaseRenewal renewal;
  private final TransactionTemplate transaction;
  private final Duration soon;

  Timers(
      TimedCases cases,
      PolicyShelf policies,
      CaseRenewal renewal,
      TransactionTemplate transaction,
      Duration soon) {
    this.cases = cases;
    this.policies = policies;
    this.renewal = renewal;
    this.transaction = transaction;
    this.soon = soon;
  }

  /**
   * Looks at every case whose time has come.
   *
   * @param now the time
   * @return how many things were noticed
   */
  public int look(Instant now) {
    int noticed = 0;
    List<String> due = cases.due(now, AT_ONCE);
    while (!due.isEmpty()) {
      for (String id : due) {
        noticed += look(id, now);
      }
      due = cases.due(now, AT_ONCE);
    }
    return noticed;
  }

  /** Lets the cases be looked at again whose policy was not held, or did not cover a date. */
  public void wake() {
    int woken = transaction.execute(status -> cases.wake());
    if (woken > 0) {
      LOG.info("{} cases are looked at again, as policies have changed", woken);
    }
  }

  private int look(String id, Instant now) {
    try {
      return transaction.execute(status -> notice(id, now));
    } catch (StaleCaseException | NoSuchCaseException e) {
      LOG.info("Timers of a case wait: {}", e.getClass().getSimpleName());
    } catch (RuntimeException failed) {
      // one case keeps no other from being looked at
      LOG.warn("Timers of Task/{} wait: {}", id, failed.getClass().getSimpleName());
    }
    transaction.executeWithoutResult(status -> cases.next(id, now.plus(AGAIN)));
    return 0;
  }

  private int notice(String id, Instant now) {
    ReviewCase known = cases.hold(id);
    if (known == null) {
      cases.next(id, null);
      return 0;
    }
    ReviewPolicy policy = policies.get().byCanonical(known.policy()).orElse(null);
    List<CaseTimer> timers = policy == null ? null : timers(policy, known, now);
    if (timers == null) {
      cases.sleep(id);
      return 0;
    }
    Instant next = null;
    int noticed = 0;
    for (CaseTimer timer : timers) {
      if (timer.at().isAfter(now)) {
        next = next == null || timer.at().isBefore(next) ? timer.at() : next;
      } else if (cases.note(id, timer, now)) {
        noticed++;
      }
    }
    cases.next(id, next);
    if (noticed > 0) {
      renewal.renew(id, now, "Time has passed");
    }
    return noticed;
  }

  /** What comes about by time; null if it cannot be worked out. */
  private List<CaseTimer> timers(ReviewPolicy policy, ReviewCase known, Instant now) {
    try {
      return CaseTimer.of(
          policy, Situation.of(policy, known.facts(), known.events(), EventTime.at(now)), soon);
    } catch (UnacceptableCaseException e) {
      return null;
    }
  }
}
