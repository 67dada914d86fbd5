package org.openimr.core.deadline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openimr.core.calendar.Moment;
import org.openimr.core.policy.DerivedEvent;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Occurrence;
import org.openimr.core.situation.Situation;

/**
 * A time at which something comes about in a case although nothing happens: a duty will be due
 * soon, it is overdue, or a threshold is reached from which other rules apply.
 *
 * @param kind which of them
 * @param about the milestone, or the event that follows by time, as codes
 * @param start from when the duty counts, or from when the threshold does
 * @param at when it comes about
 * @see <a href="../../../../../../../docs/readings.md">R-10, R-19</a>
 */
public record CaseTimer(Kind kind, String about, Instant start, Instant at) {

  /** What comes about. */
  public enum Kind {
    /** A duty is due soon. */
    DUE_SOON("due-soon"),
    /** A duty was not done in time. */
    OVERDUE("overdue"),
    /** An event has followed from others by time, such as a grievance open for so many days. */
    THRESHOLD("threshold");

    private final String code;

    Kind(String code) {
      this.code = code;
    }

    /**
     * Returns the code.
     *
     * @return the code of the CodeSystem {@code imr-timer}
     */
    public String code() {
      return code;
    }
  }

  /**
   * Works out the timers of a case, those of the past included.
   *
   * @param policy the policy bound to the case
   * @param situation the case at the time asked about
   * @param soon how long before its due time a duty is due soon; of a shorter duty half its time
   * @return the timers of duties that are not done, and of thresholds that lie ahead or are reached
   */
  public static List<CaseTimer> of(ReviewPolicy policy, Situation situation, Duration soon) {
    List<CaseTimer> timers = new ArrayList<>();
    for (Deadline each : DeadlineCalculator.deadlines(situation)) {
      boolean live = each.status() == DutyStatus.RUNNING || each.status() == DutyStatus.OVERDUE;
      if (live && each.due() != null) {
        String milestone = each.milestone().code();
        Instant start = each.start().instant();
        Instant due = each.due().instant();
        Duration half = Duration.between(start, due).dividedBy(2);
        Duration before = half.compareTo(soon) < 0 ? half : soon;
        timers.add(new CaseTimer(Kind.DUE_SOON, milestone, start, due.minus(before)));
        if (!each.milestone().right()) {
          // what is done in the last second is done in time
          timers.add(new CaseTimer(Kind.OVERDUE, milestone, start, due.plusSeconds(1)));
        }
      }
    }
    thresholds(policy, situation, timers);
    return timers;
  }

  private static void thresholds(ReviewPolicy policy, Situation situation, List<CaseTimer> timers) {
    for (DerivedEvent derived : policy.derivedEvents()) {
      for (DerivedEvent.Source source : derived.sources()) {
        Occurrence from = situation.timeline().first(source.event());
        if (source.plusDays() == 0 || from == null) {
          continue;
        }
        Moment at = policy.days().startOf(from.at().epochDay() + source.plusDays());
        if (follows(situation, derived, at)) {
          timers.add(
              new CaseTimer(
                  Kind.THRESHOLD, derived.event().code(), from.at().instant(), at.instant()));
        }
      }
    }
  }

  /** Whether the event follows at that very time, if nothing happens until then. */
  private static boolean follows(Situation situation, DerivedEvent derived, Moment at) {
    Occurrence found = situation.at(at).timeline().first(derived.event());
    return found != null && found.index() < 0 && found.at().epochMilli() == at.epochMilli();
  }
}
