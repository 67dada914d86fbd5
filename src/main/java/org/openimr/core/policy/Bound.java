package org.openimr.core.policy;

import org.openimr.core.calendar.Count;
import org.openimr.core.calendar.HolidayCalendar;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.law.Citation;
import org.openimr.core.law.RuleId;

/**
 * One limit that a rule sets for a milestone.
 *
 * <p>Exactly one of three kinds: with a {@code count}; without a date (both {@code count} and
 * {@code dueOf} null), a duty that is listed and never turned into a number; or due with another
 * milestone ({@code dueOf}).
 *
 * @param id the id of its action in the policy
 * @param rule the rule
 * @param title the rule in the project's words
 * @param citation where it stands
 * @param owedBy who owes it when not the one who owes the milestone, or null
 * @param when the condition under which it applies
 * @param startsWith the event that starts the clock; null only with {@code dueOf}
 * @param window what the start must be like
 * @param count how it is counted, or null
 * @param dueOf the milestone whose due time it takes, or null
 * @param nested whether it never opens the milestone and counts only once an own bound has started
 * @param calendar the holiday calendar of the window, or null
 * @param prolongation what an extension does, or null
 * @see <a href="../../../../../../../docs/readings.md">R-07, R-13</a>
 */
public record Bound(
    String id,
    RuleId rule,
    String title,
    Citation citation,
    String owedBy,
    Condition when,
    EventDefinition startsWith,
    StartWindow window,
    Count count,
    String dueOf,
    boolean nested,
    HolidayCalendar calendar,
    Prolongation prolongation) {

  /** Refuses a bound that is counted and taken from another milestone at once. */
  public Bound {
    if (count != null && dueOf != null) {
      throw new IllegalArgumentException(id + ": a bound is counted or taken, not both");
    }
    if (startsWith == null && dueOf == null) {
      throw new IllegalArgumentException(id + ": a bound needs a start event");
    }
    if (window.time() != null && calendar == null) {
      throw new IllegalArgumentException(id + ": a start on a business day needs a calendar");
    }
  }

  /**
   * Says whether the limit is counted in hours or minutes.
   *
   * @return true if it elapses on the instant line
   */
  public boolean elapses() {
    return count != null && count.limit().unit().elapses();
  }

  /**
   * Says whether the bound may govern and open its milestone.
   *
   * @return false for a rule of law that nobody has read: it is shown, and decides nothing
   */
  public boolean counts() {
    return citation.source() != Citation.Source.LAW_UNVERIFIED;
  }

  /**
   * Says the limit as a person reads it.
   *
   * @return for example {@code 3 bd}, {@code 5-7 bd}, {@code none}
   */
  public String limitText() {
    if (dueOf != null) {
      return "due of " + dueOf;
    }
    if (count == null) {
      return "none";
    }
    return (count.low() == null ? "" : count.low().amount() + "-") + count.limit();
  }
}
