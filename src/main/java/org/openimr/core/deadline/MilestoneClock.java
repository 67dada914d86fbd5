package org.openimr.core.deadline;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.openimr.core.calendar.LocalDays;
import org.openimr.core.calendar.Moment;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.policy.Bound;
import org.openimr.core.policy.Milestone;
import org.openimr.core.situation.Occurrence;
import org.openimr.core.situation.Situation;

/**
 * Runs the clocks of the milestones of a case: counts their bounds, finds the one that governs,
 * judges the status.
 *
 * @see <a href="../../../../../../../docs/readings.md">R-07, R-10, R-12, R-17</a>
 */
final class MilestoneClock {

  private final Situation situation;
  private final LocalDays days;
  private final Opening opening;
  private final DueTime due;

  MilestoneClock(Situation situation, DeadlineCalculator calculator) {
    this.situation = situation;
    this.due = new DueTime(calculator);
    this.days = situation.policy().days();
    this.opening = new Opening(situation, calculator);
  }

  /** The repeated events that open an instance each. */
  List<Occurrence> instances(Milestone milestone, EventDefinition repeatsWith) {
    return opening.instances(milestone, repeatsWith);
  }

  /**
   * Works out one instance of a milestone.
   *
   * @param milestone the milestone
   * @param instance the repeated event that opens it, or null
   * @param assigned the stop of a repeated instance, or null
   * @return the deadline, or null if no condition holds
   */
  Deadline run(Milestone milestone, Occurrence instance, Occurrence assigned) {
    OpenBound first = open(milestone, instance, assigned);
    boolean applies = false;
    boolean unknown = false;
    boolean started = false;
    for (OpenBound bound = first; bound != null; bound = bound.next) {
      boolean opens = bound.opens();
      unknown |= opens && bound.unknown;
      applies |= opens && !bound.unknown;
      started |= opens && bound.started();
    }
    if (!applies && !unknown) {
      return null;
    }
    for (OpenBound bound = first; bound != null; bound = bound.next) {
      due.find(bound, instance != null ? assigned : stopFrom(milestone, bound.start));
    }
    if (started) {
      return started(milestone, first, instance, assigned);
    }
    if (milestone.contingent()) {
      return null;
    }
    return unstarted(milestone, first, applies ? DutyStatus.NOT_STARTED : DutyStatus.UNDETERMINED);
  }

  /** Opens the bounds that apply, or may apply; null if none does. */
  private OpenBound open(Milestone milestone, Occurrence instance, Occurrence assigned) {
    OpenBound first = null;
    OpenBound last = null;
    List<Bound> bounds = milestone.bounds();
    for (int i = 0; i < bounds.size(); i++) {
      OpenBound bound = opening.open(milestone, bounds.get(i), instance, assigned);
      if (bound == null) {
        continue;
      }
      if (first == null) {
        first = bound;
      } else {
        last.next = bound;
      }
      last = bound;
    }
    return first;
  }

  private Occurrence stopFrom(Milestone milestone, Moment start) {
    return start == null ? null : situation.timeline().firstFrom(milestone.stopsWith(), start);
  }

  private Deadline unstarted(Milestone milestone, OpenBound first, DutyStatus status) {
    OpenBound governing = firstThatOpens(first);
    for (OpenBound bound = first; bound != null; bound = bound.next) {
      bound.status = bound.unknown ? DutyStatus.UNDETERMINED : DutyStatus.NOT_STARTED;
    }
    return new Deadline(
        milestone,
        owedBy(milestone, governing),
        status,
        governing.bound,
        governing.startedBy,
        governing.start,
        null,
        null,
        null,
        first.close(),
        missing(first),
        days);
  }

  /** The first own bound that applies, else the first that may apply. */
  private static OpenBound firstThatOpens(OpenBound all) {
    OpenBound first = null;
    for (OpenBound bound = all; bound != null; bound = bound.next) {
      if (bound.opens() && (first == null || first.unknown && !bound.unknown)) {
        first = bound;
      }
    }
    return first;
  }

  private Deadline started(
      Milestone milestone, OpenBound first, Occurrence instance, Occurrence assigned) {
    OpenBound governing = null;
    Moment target = null;
    Moment earliestStart = null;
    for (OpenBound bound = first; bound != null; bound = bound.next) {
      if (!bound.started() || !bound.bound.counts()) {
        continue;
      }
      if (earliestStart == null || bound.start.epochMilli() < earliestStart.epochMilli()) {
        earliestStart = bound.start;
      }
      if (bound.due != null
          && (target == null || bound.target.epochMilli() < target.epochMilli())) {
        target = bound.target;
      }
      if (governing == null || governs(milestone, bound, governing)) {
        governing = bound;
      }
    }
    Occurrence common =
        instance != null
            ? assigned
            : milestone.latest() ? stopFrom(milestone, earliestStart) : null;
    boolean shared = instance != null || milestone.latest();
    Occurrence stop = shared ? common : stopFrom(milestone, governing.start);
    for (OpenBound bound = first; bound != null; bound = bound.next) {
      bound.status = status(milestone, bound, shared ? common : stopFrom(milestone, bound.start));
    }
    Moment met =
        stop == null ? null : stop.at().wholeDay() ? days.endOf(stop.at().epochDay()) : stop.at();
    return new Deadline(
        milestone,
        owedBy(milestone, governing),
        governing.status,
        governing.bound,
        governing.startedBy,
        governing.start,
        target,
        governing.due,
        met,
        first.close(),
        missing(first),
        days);
  }

  /** A dated bound governs before one without a date; among equals the first in the document. */
  private static boolean governs(Milestone milestone, OpenBound bound, OpenBound before) {
    if (bound.due == null || before.due == null) {
      return before.due == null && bound.due != null;
    }
    return milestone.latest()
        ? bound.due.epochMilli() > before.due.epochMilli()
        : bound.due.epochMilli() < before.due.epochMilli();
  }

  private DutyStatus status(Milestone milestone, OpenBound bound, Occurrence stop) {
    if (bound.unknown) {
      return DutyStatus.UNDETERMINED;
    }
    if (bound.start == null) {
      return DutyStatus.NOT_STARTED;
    }
    if (stop != null) {
      return bound.due != null && stop.at().isAfter(bound.due)
          ? DutyStatus.MET_LATE
          : DutyStatus.MET;
    }
    if (situation.ended(milestone.implementation())) {
      return DutyStatus.ENDED;
    }
    if (bound.due != null && situation.asOf().isAfter(bound.due)) {
      return milestone.right() ? DutyStatus.LAPSED : DutyStatus.OVERDUE;
    }
    return DutyStatus.RUNNING;
  }

  private static String owedBy(Milestone milestone, OpenBound bound) {
    return bound.bound.owedBy() == null ? milestone.owedBy() : bound.bound.owedBy();
  }

  private Set<String> missing(OpenBound first) {
    Set<String> missing = Set.of();
    for (OpenBound bound = first; bound != null; bound = bound.next) {
      if (bound.unknown && bound.bound.counts()) {
        missing = missing.isEmpty() ? new TreeSet<>() : missing;
        bound.bound.when().addMissing(situation.facts(), missing);
        missing.addAll(situation.undecided(bound.bound.startsWith()));
        if (situation.conversion() != null) {
          bound.bound.when().addMissing(situation.standardFacts(), missing);
        }
      }
    }
    return missing;
  }
}
