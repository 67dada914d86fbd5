package org.openimr.core.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Says which local dates are business days, for the years that it covers.
 *
 * <p>A business day is a day that is neither of the weekend nor a holiday. Dates outside the years
 * covered are refused, never guessed.
 *
 * @see <a href="../../../../../../../docs/readings.md">R-04</a>
 */
public final class HolidayCalendar {

  private final String id;
  private final int firstDay;
  private final int lastDay;
  private final SortedMap<Integer, String> holidays;

  /** Number of business days from the first day covered up to and including each day. */
  private final int[] ordinals;

  /** The days themselves, by ordinal - 1. */
  private final int[] businessDays;

  /**
   * Makes a calendar.
   *
   * @param id the code of the calendar
   * @param firstYear the first year covered
   * @param lastYear the last year covered
   * @param weekend the days of the week that are no business days
   * @param holidays the holidays as observed, with their names
   */
  public HolidayCalendar(
      String id,
      int firstYear,
      int lastYear,
      Set<DayOfWeek> weekend,
      Map<LocalDate, String> holidays) {
    this.id = id;
    this.firstDay = (int) LocalDate.of(firstYear, 1, 1).toEpochDay();
    this.lastDay = (int) LocalDate.of(lastYear, 12, 31).toEpochDay();
    this.holidays = new TreeMap<>();
    holidays.forEach((date, name) -> this.holidays.put((int) date.toEpochDay(), name));
    this.ordinals = new int[lastDay - firstDay + 1];
    int[] days = new int[ordinals.length];
    int count = 0;
    for (int i = 0; i < ordinals.length; i++) {
      int day = firstDay + i;
      boolean weekendDay = weekend.contains(LocalDate.ofEpochDay(day).getDayOfWeek());
      if (!weekendDay && !this.holidays.containsKey(day)) {
        days[count++] = day;
      }
      ordinals[i] = count;
    }
    this.businessDays = Arrays.copyOf(days, count);
  }

  /**
   * Returns the code.
   *
   * @return the code of the CodeSystem {@code imr-calendar}
   */
  public String id() {
    return id;
  }

  /**
   * Returns the first year covered.
   *
   * @return the year
   */
  public int firstYear() {
    return LocalDate.ofEpochDay(firstDay).getYear();
  }

  /**
   * Returns the last year covered.
   *
   * @return the year
   */
  public int lastYear() {
    return LocalDate.ofEpochDay(lastDay).getYear();
  }

  /**
   * Says whether a date is a business day.
   *
   * @param epochDay the local date in days since 1970-01-01
   * @return true if it is
   * @throws DateNotCoveredException if the year is not covered
   */
  public boolean isBusinessDay(int epochDay) {
    int i = index(epochDay);
    return i == 0 ? ordinals[0] == 1 : ordinals[i] != ordinals[i - 1];
  }

  /**
   * Counts business days forward.
   *
   * @param epochDay the day that is not counted
   * @param count how many; 0 gives the day itself, or the next business day if it is none
   * @return the last day counted
   * @throws DateNotCoveredException if the count starts or ends in a year that is not covered
   */
  public int plus(int epochDay, int count) {
    if (count == 0) {
      return nextOrSame(epochDay);
    }
    int ordinal = ordinals[index(epochDay)] + count;
    if (ordinal > businessDays.length) {
      throw notCovered(lastYear() + 1);
    }
    return businessDays[ordinal - 1];
  }

  /**
   * Moves a day that is no business day to the next one.
   *
   * @param epochDay the local date in days since 1970-01-01
   * @return the same day or the next business day
   * @throws DateNotCoveredException if the year is not covered
   */
  public int nextOrSame(int epochDay) {
    return isBusinessDay(epochDay) ? epochDay : plus(epochDay, 1);
  }

  /**
   * Names the holiday on a date.
   *
   * @param epochDay the local date in days since 1970-01-01
   * @return its name, or empty
   */
  public Optional<String> holiday(int epochDay) {
    return Optional.ofNullable(holidays.get(epochDay));
  }

  /**
   * Lists the holidays of a year as observed.
   *
   * @param year a year covered
   * @return dates in days since 1970-01-01 with names, in order
   */
  public SortedMap<Integer, String> holidaysOf(int year) {
    return holidays.subMap(
        (int) LocalDate.of(year, 1, 1).toEpochDay(),
        (int) LocalDate.of(year + 1, 1, 1).toEpochDay());
  }

  private int index(int epochDay) {
    if (epochDay < firstDay || epochDay > lastDay) {
      throw notCovered(LocalDate.ofEpochDay(epochDay).getYear());
    }
    return epochDay - firstDay;
  }

  private DateNotCoveredException notCovered(int year) {
    return new DateNotCoveredException(
        "calendar " + id + " covers " + firstYear() + " to " + lastYear() + ", not " + year);
  }
}
