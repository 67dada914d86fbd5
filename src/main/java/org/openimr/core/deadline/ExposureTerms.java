package org.openimr.core.deadline;

import java.math.BigDecimal;
import java.util.Set;
import org.openimr.core.calendar.Moment;

/**
 * What may be imposed for each day on which something is late.
 *
 * @param rule the rule, a code of {@code imr-rule}
 * @param machine the state machine whose cases it is about
 * @param milestones codes of {@code imr-milestone}
 * @param perDay the least amount for a day
 * @param currency its currency, ISO 4217
 * @param citation where it stands
 * @see <a href="../../../../../../../docs/readings.md">R-69</a>
 */
public record ExposureTerms(
    String rule,
    String machine,
    Set<String> milestones,
    BigDecimal perDay,
    String currency,
    String citation) {

  /** Keeps its own copy. */
  public ExposureTerms {
    milestones = Set.copyOf(milestones);
  }

  /**
   * Works out what a plan is exposed to.
   *
   * @param deadline a deadline
   * @param machine the state machine that governs its case
   * @param asOf the time asked about
   * @return the exposure; null if the deadline is none of these, or is not late
   */
  public Exposure of(Deadline deadline, String machine, Moment asOf) {
    boolean late =
        deadline.status() == DutyStatus.OVERDUE || deadline.status() == DutyStatus.MET_LATE;
    if (!late
        || !this.machine.equals(machine)
        || !milestones.contains(deadline.milestone().code())) {
      return null;
    }
    Moment until = deadline.met() == null ? asOf : deadline.met();
    int days = until.epochDay() - deadline.due().epochDay();
    return days < 1 ? null : new Exposure(this, days);
  }
}
