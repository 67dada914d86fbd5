package org.openimr.core.deadline;

import org.openimr.core.calendar.DateNotCoveredException;
import org.openimr.core.casefile.UnacceptableCaseException.Problem;
import org.openimr.core.policy.Bound;
import org.openimr.core.situation.Occurrence;

/**
 * Finds by when an opened bound is due, extensions included.
 *
 * <p>A bound that never counts refuses nothing either: where it cannot be counted it has no due
 * time.
 *
 * @see <a href="../../../../../../../docs/readings.md">R-11, R-21</a>
 */
final class DueTime {

  private final DeadlineCalculator calculator;

  DueTime(DeadlineCalculator calculator) {
    this.calculator = calculator;
  }

  /**
   * Finds the due time of a bound.
   *
   * @param open the bound
   * @param stop what stopped its clock, or null
   */
  void find(OpenBound open, Occurrence stop) {
    Bound bound = open.bound;
    if (open.started() && bound.count() != null) {
      count(open);
    }
    if (stop != null && open.start != null && bound.counts()) {
      checkTime(bound, stop);
    }
    if (bound.prolongation() != null) {
      extend(open, stop);
    }
  }

  private void count(OpenBound open) {
    Bound bound = open.bound;
    if (!bound.counts() && bound.elapses() && open.start.wholeDay()) {
      return;
    }
    try {
      open.due = bound.count().due(open.start);
      open.target = bound.count().low() == null ? open.due : bound.count().target(open.start);
    } catch (DateNotCoveredException uncovered) {
      if (bound.counts()) {
        calculator.object(
            new Problem(
                open.startIndex,
                bound.rule()
                    + " cannot be counted, "
                    + bound.limitText()
                    + " from "
                    + open.startedBy
                    + ": "
                    + uncovered.getMessage()));
      }
    }
  }

  private void checkTime(Bound bound, Occurrence stop) {
    if (bound.elapses() && stop.at().wholeDay()) {
      calculator.object(
          new Problem(
              stop.index(),
              stop.kind()
                  + " needs a time of day: it stops "
                  + bound.rule()
                  + ", which counts "
                  + bound.limitText()));
    }
  }

  private void extend(OpenBound open, Occurrence stop) {
    boolean counts = open.bound.counts();
    boolean uncounted = open.started() && open.due == null;
    if (counts && (open.unknown || uncounted)) {
      calculator.undecidedProlongation();
    }
    boolean possible = counts ? !uncounted : open.due != null;
    if (!open.unknown && possible) {
      calculator.extensions().apply(open, stop, calculator);
    }
  }
}
