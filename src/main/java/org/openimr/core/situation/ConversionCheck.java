package org.openimr.core.situation;

import java.util.List;
import org.openimr.core.calendar.Moment;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.UnacceptableCaseException.Problem;
import org.openimr.core.policy.ReviewSpan;

/**
 * Objects to conversions that cannot be: a second one, and one after the review has ended.
 *
 * @see <a href="../../../../../../../docs/readings.md">R-12, R-31</a>
 */
final class ConversionCheck {

  private final ReviewSpan review;
  private final Timeline timeline;
  private final List<Problem> problems;

  ConversionCheck(ReviewSpan review, Timeline timeline, List<Problem> problems) {
    this.review = review;
    this.timeline = timeline;
    this.problems = problems;
  }

  void check(EventDefinition converted) {
    List<Occurrence> all = timeline.all(converted);
    for (int i = 1; i < all.size(); i++) {
      problems.add(new Problem(all.get(i).index(), "the case is expedited already"));
    }
    Occurrence conversion = all.get(0);
    Occurrence end = endBefore(conversion.at());
    if (end != null) {
      problems.add(
          new Problem(
              conversion.index(),
              "a case is converted before its review ends, not after it: "
                  + end.kind().code()
                  + " has ended it"));
    }
  }

  /** The first event that ended the review before a moment, or null. */
  private Occurrence endBefore(Moment moment) {
    EventDefinition determination = review.determination();
    Occurrence made = determination == null ? null : timeline.first(determination);
    if (made != null && made.at().isBefore(moment)) {
      return made;
    }
    Moment beginning = beginningBefore(moment);
    Occurrence end = null;
    for (EventDefinition kind : review.ends()) {
      for (Occurrence each : timeline.all(kind)) {
        boolean ofThisReview = beginning == null || !each.at().isBefore(beginning);
        if (ofThisReview
            && each.at().isBefore(moment)
            && (end == null || each.at().isBefore(end.at()))) {
          end = each;
        }
      }
    }
    return end;
  }

  /** When the review began that a conversion concerns; null if nothing says so. */
  private Moment beginningBefore(Moment moment) {
    Moment latest = null;
    for (EventDefinition kind : review.begins()) {
      Occurrence first = timeline.first(kind);
      if (first != null
          && !first.at().isAfter(moment)
          && (latest == null || first.at().isAfter(latest))) {
        latest = first.at();
      }
    }
    return latest;
  }
}
