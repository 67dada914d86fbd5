package org.openimr.core.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a holiday calendar: which date of a year is kept, and under which citation.
 *
 * @param fromYear the first year in which it is kept
 * @param toYear the last year
 * @param date the day as written: {@code 07-04}, {@code 3rd mon of january}, {@code last mon of
 *     may}, {@code day after 4th thu of november} or one full date
 * @param sundayToMonday whether it is kept on Monday when it falls on a Sunday
 * @param saturdayToFriday whether it is kept on Friday when it falls on a Saturday
 * @param name what the day is called
 * @param citation the law that makes it a holiday
 */
public record HolidayRule(
    int fromYear,
    int toYear,
    String date,
    boolean sundayToMonday,
    boolean saturdayToFriday,
    String name,
    String citation) {

  private static final Pattern NTH =
      Pattern.compile("(day after )?(1st|2nd|3rd|4th|5th|last) (\\w{3}) of (\\w+)");
  private static final Pattern FIXED = Pattern.compile("\\d\\d-\\d\\d");

  /** Refuses a date that cannot be read. */
  public HolidayRule {
    if (resolve(date, Math.max(fromYear, 2000)) == null) {
      throw new IllegalArgumentException("no date of a year: '" + date + "'");
    }
  }

  /**
   * Returns the day on which the holiday is kept in a year.
   *
   * @param year the year
   * @return the day as observed, which may lie in the year before; empty if not kept
   */
  public Optional<LocalDate> in(int year) {
    if (year < fromYear || year > toYear) {
      return Optional.empty();
    }
    LocalDate day = resolve(date, year);
    if (day.getYear() != year) {
      return Optional.empty();
    }
    if (sundayToMonday && day.getDayOfWeek() == DayOfWeek.SUNDAY) {
      return Optional.of(day.plusDays(1));
    }
    if (saturdayToFriday && day.getDayOfWeek() == DayOfWeek.SATURDAY) {
      return Optional.of(day.minusDays(1));
    }
    return Optional.of(day);
  }

  private static LocalDate resolve(String date, int year) {
    if (FIXED.matcher(date).matches()) {
      return MonthDay.parse("--" + date).atYear(year);
    }
    Matcher nth = NTH.matcher(date);
    if (nth.matches()) {
      LocalDate first = LocalDate.of(year, month(nth.group(4)), 1);
      DayOfWeek day = dayOfWeek(nth.group(3));
      LocalDate found =
          "last".equals(nth.group(2))
              ? first.with(TemporalAdjusters.lastInMonth(day))
              : first.with(TemporalAdjusters.dayOfWeekInMonth(nth.group(2).charAt(0) - '0', day));
      return nth.group(1) == null ? found : found.plusDays(1);
    }
    return date.matches("\\d{4}-\\d\\d-\\d\\d") ? LocalDate.parse(date) : null;
  }

  private static Month month(String name) {
    return Month.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static DayOfWeek dayOfWeek(String three) {
    return Arrays.stream(DayOfWeek.values())
        .filter(d -> d.name().startsWith(three.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no day of the week: '" + three + "'"));
  }
}
