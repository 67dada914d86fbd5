package org.openimr.core.deadline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.UnacceptableCaseException.Problem;
import org.openimr.core.policy.Bound;
import org.openimr.core.policy.Milestone;
import org.openimr.core.policy.StartWindow;
import org.openimr.core.policy.Truth;
import org.openimr.core.situation.Occurrence;
import org.openimr.core.situation.Situation;

/**
 * Opens the bounds of milestones: which apply, and from when each counts.
 *
 * @see <a href="../../../../../../../docs/readings.md">R-07, R-12, R-17, R-21</a>
 */
final class Opening {

  private final Situation situation;
  private final DeadlineCalculator calculator;

  Opening(Situation situation, DeadlineCalculator calculator) {
    this.situation = situation;
    this.calculator = calculator;
  }

  /** The repeated events that open an instance each, because some bound lets them start it. */
  List<Occurrence> instances(Milestone milestone, EventDefinition repeatsWith) {
    List<Occurrence> instances = new ArrayList<>(0);
    for (Occurrence start : situation.timeline().all(repeatsWith)) {
      if (opens(milestone, start)) {
        instances.add(start);
      }
    }
    return instances;
  }

  private boolean opens(Milestone milestone, Occurrence start) {
    for (Bound bound : milestone.bounds()) {
      if (bound.counts() && bound.startsWith() == start.kind() && admits(bound, start)) {
        return true;
      }
    }
    return false;
  }

  /** Opens a bound; null if it does not apply. */
  OpenBound open(Milestone milestone, Bound bound, Occurrence instance, Occurrence assigned) {
    Truth now = bound.when().evaluate(situation.facts());
    Truth standard =
        situation.conversion() == null ? now : bound.when().evaluate(situation.standardFacts());
    if (now == Truth.FALSE && standard == Truth.FALSE) {
      return null;
    }
    boolean applies = now == Truth.TRUE || standard == Truth.TRUE;
    boolean sinceConversion = now != Truth.FALSE && standard != Truth.TRUE && now != standard;
    if (bound.dueOf() != null) {
      return takeOver(new OpenBound(bound, !applies, sinceConversion));
    }
    boolean opened = instance != null && instance.kind() == bound.startsWith();
    // an instance that was not admitted opens nothing, so a repeatable event starts only its own
    Occurrence start =
        opened
            ? instance
            : bound.startsWith().repeatable()
                ? null
                : situation.timeline().first(bound.startsWith());
    if (start != null && !admits(bound, start)) {
      return null;
    }
    boolean mayHaveStarted = start == null && !situation.undecided(bound.startsWith()).isEmpty();
    OpenBound open = new OpenBound(bound, !applies || mayHaveStarted, sinceConversion);
    open.startUnknown = applies && mayHaveStarted;
    open.startedBy = bound.startsWith().code();
    return start == null ? open : begin(open, milestone, start, instance, assigned);
  }

  private OpenBound takeOver(OpenBound open) {
    Deadline other = calculator.other(open.bound.dueOf());
    if (other != null) {
      open.startedBy = other.startedBy();
      if (other.due() != null) {
        open.start = other.start();
        open.receipt = other.start();
        open.target = other.due();
        open.due = other.due();
      }
    }
    return open;
  }

  private OpenBound begin(
      OpenBound open,
      Milestone milestone,
      Occurrence start,
      Occurrence instance,
      Occurrence assigned) {
    open.start = start.at();
    open.startIndex = start.index();
    open.receipt = start.at();
    Occurrence conversion = situation.conversion();
    if (open.sinceConversion && start.at().isBefore(conversion.at())) {
      Occurrence stop =
          instance != null
              ? assigned
              : situation.timeline().firstFrom(milestone.stopsWith(), start.at());
      if (stop != null && stop.at().isBefore(conversion.at())) {
        // nothing was left to expedite
        return null;
      }
      open.start = conversion.at();
      open.startedBy = conversion.kind().code();
    }
    if (open.bound.counts() && open.bound.elapses() && open.start.wholeDay()) {
      calculator.object(
          new Problem(
              start.index(),
              open.startedBy
                  + " needs a time of day: "
                  + open.bound.rule()
                  + " counts "
                  + open.bound.limitText()
                  + " from it"));
    }
    return open;
  }

  private boolean admits(Bound bound, Occurrence start) {
    StartWindow window = bound.window();
    if (window.notBefore() != null) {
      Occurrence before = situation.timeline().first(window.notBefore());
      if (before != null && start.at().isBefore(before.at())) {
        return false;
      }
    }
    if (window.time() == null) {
      return true;
    }
    boolean early =
        start.at().wholeDay()
            || Instant.ofEpochMilli(start.at().epochMilli())
                .atZone(situation.policy().days().zone())
                .toLocalTime()
                .isBefore(window.time());
    boolean inside = early && bound.calendar().isBusinessDay(start.at().epochDay());
    return inside == window.onBusinessDayBefore();
  }
}
