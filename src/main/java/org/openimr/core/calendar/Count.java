package org.openimr.core.calendar;

import java.time.LocalDate;

/**
 * How a limit is counted from its start: first add, then land.
 *
 * <p>Minutes and hours elapse on the instant line and never move. Days and months end at 23:59:59
 * local time of their last day; if {@code rolls}, a last day that is no business day moves to the
 * next one.
 *
 * @param limit the high end, which is the due time
 * @param low the low end of a range, or null
 * @param calendar the holiday calendar; null only where nothing is asked of it
 * @param rolls whether a last day that is no business day moves to the next one
 * @param firstDayCounts whether the local day of the start is day 1 (true) or day 0
 * @param days the local days of the policy's zone
 * @see <a href="../../../../../../../docs/readings.md">R-02 to R-06, R-08</a>
 */
public record Count(
    TimeLimit limit,
    TimeLimit low,
    HolidayCalendar calendar,
    boolean rolls,
    boolean firstDayCounts,
    LocalDays days) {

  /** Refuses a count that needs a calendar and has none. */
  public Count {
    boolean needed =
        rolls
            || limit.unit() == TimeLimit.Unit.BUSINESS_DAYS
            || low != null && low.unit() == TimeLimit.Unit.BUSINESS_DAYS;
    if (needed && calendar == null) {
      throw new IllegalArgumentException("business days and rolling need a calendar");
    }
    if (low != null && (low.unit() != limit.unit() || low.amount() > limit.amount())) {
      throw new IllegalArgumentException("a range goes up in one unit: " + low + " to " + limit);
    }
  }

  /**
   * Counts from a start to the due time.
   *
   * @param start when the clock starts
   * @return the due time
   * @throws DateNotCoveredException if the calendar does not cover a year that is touched
   */
  public Moment due(Moment start) {
    return end(start, limit);
  }

  /**
   * Counts from a start to the target.
   *
   * @param start when the clock starts
   * @return the low end of a range; without a range the due time
   * @throws DateNotCoveredException if the calendar does not cover a year that is touched
   */
  public Moment target(Moment start) {
    return end(start, low == null ? limit : low);
  }

  /**
   * Counts any limit in this manner.
   *
   * @param start when the clock starts
   * @param length how long
   * @return the end
   * @throws DateNotCoveredException if the calendar does not cover a year that is touched
   */
  public Moment end(Moment start, TimeLimit length) {
    if (length.unit().elapses()) {
      long each = length.unit() == TimeLimit.Unit.HOURS ? 3_600_000L : 60_000L;
      return days.at(start.epochMilli() + length.amount() * each);
    }
    int last = lastDay(start.epochDay(), length);
    return days.endOf(rolls ? calendar.nextOrSame(last) : last);
  }

  /**
   * Returns the last day of a limit before it is moved.
   *
   * @param startDay the local day of the start, in days since 1970-01-01
   * @param length a limit in days, business days or months
   * @return the last day counted
   */
  public int lastDay(int startDay, TimeLimit length) {
    int zero = firstDayCounts ? startDay - 1 : startDay;
    return switch (length.unit()) {
      case DAYS -> zero + length.amount();
      case BUSINESS_DAYS -> calendar.plus(zero, length.amount());
      case MONTHS -> (int) LocalDate.ofEpochDay(zero).plusMonths(length.amount()).toEpochDay();
      default -> throw new IllegalArgumentException(length + " has no last day");
    };
  }

  @Override
  public String toString() {
    return (low == null ? "" : low.amount() + "–") + limit + (rolls ? ", rolls" : "");
  }
}
