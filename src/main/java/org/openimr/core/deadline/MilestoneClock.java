package org.openimr.core.deadline;

import java.util.ArrayList;
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
 * Runs the clocks of one milestone: counts its bounds, finds the one that governs, judges the
 * status.
 *
 * @see <a href="../../../../../../../docs/readings.md">R-07, R-10, R-12, R-17</a>
 */
final class MilestoneClock {

  private final Situation situation;
  private final Milestone milestone;
  private final LocalDays days;
  private final Opening opening;
  private final DueTime due;

  MilestoneClock(Situation situation, Milestone milestone, DeadlineCalculator calculator) {
    this.situation = situation;
    this.milestone = milestone;
    this.due = new DueTime(calculator);
    this.days = situation.policy().days();
    this.opening = new Opening(situation, milestone, calculator);
  }

  /** The repeated events that open an instance each. */
  List<Occurrence> instances(EventDefinition repeatsWith) {
    return opening.instances(repeatsWith);
  }

  /**
   * Works out one instance.
   *
   * @param instance the repeated event that opens it, or null
   * @param assigned the stop of a repeated instance, or null
   * @return the deadline, or null if no condition holds
   */
  Deadline run(Occurrence instance, Occurrence assigned) {
    List<OpenBound> open = open(instance, assigned);
    boolean applies = false;
    boolean unknown = false;
    boolean started = false;
    for (OpenBound bound : open) {
      boolean opens = bound.opens();
      unknown |= opens && bound.unknown;
      applies |= opens && !bound.unknown;
      started |= opens && bound.started();
    }
    if (!applies && !unknown) {
      return null;
    }
    for (OpenBound bound : open) {
      due.find(bound, instance != null ? assigned : stopFrom(bound.start));
    }
    if (!started && milestone.contingent()) {
      return null;
    }
    if (!started) {
      DutyStatus status = applies ? DutyStatus.NOT_STARTED : DutyStatus.UNDETERMINED;
      return unstarted(open, status);
    }
    return started(open, instance, assigned);
  }

  private List<OpenBound> open(Occurrence instance, Occurrence assigned) {
    List<OpenBound> open = new ArrayList<>(milestone.bounds().size());
    List<Bound> bounds = milestone.bounds();
    for (int i = 0; i < bounds.size(); i++) {
      OpenBound bound = opening.open(bounds.get(i), instance, assigned);
      if (bound != null) {
        open.add(bound);
      }
    }
    return open;
  }

  private Occurrence stopFrom(Moment start) {
    return start == null ? null : situation.timeline().firstFrom(milestone.stopsWith(), start);
  }

  private Deadline unstarted(List<OpenBound> open, DutyStatus status) {
    OpenBound first = firstThatOpens(open);
    List<DeadlineBound> bounds = new ArrayList<>(open.size());
    for (OpenBound bound : open) {
      bounds.add(bound.close(bound.unknown ? DutyStatus.UNDETERMINED : DutyStatus.NOT_STARTED));
    }
    return new Deadline(
        milestone,
        owedBy(first),
        status,
        first.bound,
        first.startedBy,
        first.start,
        null,
        null,
        null,
        bounds,
        missing(open),
        days);
  }

  /** The first own bound that applies, else the first that may apply. */
  private static OpenBound firstThatOpens(List<OpenBound> open) {
    OpenBound first = null;
    for (OpenBound bound : open) {
      if (bound.opens() && (first == null || first.unknown && !bound.unknown)) {
        first = bound;
      }
    }
    return first;
  }

  private Deadline started(List<OpenBound> open, Occurrence instance, Occurrence assigned) {
    OpenBound governing = null;
    Moment target = null;
    Moment earliestStart = null;
    for (OpenBound bound : open) {
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
      if (governing == null || governs(bound, governing)) {
        governing = bound;
      }
    }
    Occurrence common =
        instance != null ? assigned : milestone.latest() ? stopFrom(earliestStart) : null;
    boolean shared = instance != null || milestone.latest();
    Occurrence stop = shared ? common : stopFrom(governing.start);
    List<DeadlineBound> bounds = new ArrayList<>(open.size());
    for (OpenBound bound : open) {
      bounds.add(bound.close(status(bound, shared ? common : stopFrom(bound.start))));
    }
    DutyStatus status = status(governing, stop);
    Moment met =
        stop == null ? null : stop.at().wholeDay() ? days.endOf(stop.at().epochDay()) : stop.at();
    return new Deadline(
        milestone,
        owedBy(governing),
        status,
        governing.bound,
        governing.startedBy,
        governing.start,
        target,
        governing.due,
        met,
        bounds,
        missing(open),
        days);
  }

  /** A dated bound governs before one without a date; among equals the first in the document. */
  private boolean governs(OpenBound bound, OpenBound before) {
    if (bound.due == null || before.due == null) {
      return before.due == null && bound.due != null;
    }
    return milestone.latest()
        ? bound.due.epochMilli() > before.due.epochMilli()
        : bound.due.epochMilli() < before.due.epochMilli();
  }

  private DutyStatus status(OpenBound bound, Occurrence stop) {
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

  private String owedBy(OpenBound bound) {
    return bound.bound.owedBy() == null ? milestone.owedBy() : bound.bound.owedBy();
  }

  private Set<String> missing(List<OpenBound> open) {
    Set<String> missing = Set.of();
    for (OpenBound bound : open) {
      if (bound.unknown && bound.bound.counts()) {
        missing = missing.isEmpty() ? new TreeSet<>() : missing;
        bound.bound.when().addMissing(situation.facts(), missing);
        if (situation.conversion() != null) {
          bound.bound.when().addMissing(situation.standardFacts(), missing);
        }
      }
    }
    return missing;
  }
}
