package org.openimr.core.deadline;

import java.util.List;
import java.util.Set;
import org.openimr.core.calendar.LocalDays;
import org.openimr.core.calendar.Moment;
import org.openimr.core.policy.Bound;
import org.openimr.core.policy.Milestone;

/**
 * Who owes what by when, from which event, and how it stands.
 *
 * @param milestone what is owed, or may be done
 * @param owedBy who owes it, a code of {@code imr-party}
 * @param status how it stands at the time asked about
 * @param governing the bound that governs; of a deadline that has not started the first that
 *     applies, or may apply
 * @param startedBy the code of the event from which the governing bound counts
 * @param start from when it counts, or null if it has not started
 * @param target by when it should be done, or null
 * @param due by when it must be done, or null if it has not started, has no date or is undetermined
 * @param met when it was done, or null
 * @param bounds every limit that applies or may apply, in the order of the document
 * @param missing the facts that would decide what is undecided
 * @param days the local days of the policy's zone, by which all times are to be read
 */
public record Deadline(
    Milestone milestone,
    String owedBy,
    DutyStatus status,
    Bound governing,
    String startedBy,
    Moment start,
    Moment target,
    Moment due,
    Moment met,
    List<DeadlineBound> bounds,
    Set<String> missing,
    LocalDays days) {

  /**
   * Explains the deadline: which rule governs and how it was counted, day by day.
   *
   * @return lines of text
   */
  public String explain() {
    return new DeadlineExplanation(this).text();
  }
}
