package org.openimr.core.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads a holiday calendar from its lines, each of which carries its citation.
 *
 * <p>Header lines are {@code calendar <id>}, {@code covers 2010..} or {@code covers 2010..2035} and
 * {@code weekend sat sun}; {@code #} starts a comment line; every other line is {@code years | date
 * | moved | name | citation}. An open end covers the years up to 2199.
 */
public final class HolidayCalendarReader {

  /** The last year of a calendar whose rules have no end. */
  public static final int LAST_YEAR = 2199;

  private String id;
  private int firstYear;
  private int lastYear;
  private final Set<DayOfWeek> weekend = EnumSet.noneOf(DayOfWeek.class);
  private final List<HolidayRule> rules = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private HolidayCalendarReader() {}

  /**
   * Reads a calendar.
   *
   * @param lines the lines of the file
   * @return the calendar
   * @throws IllegalArgumentException naming every line that cannot be read
   */
  public static HolidayCalendar read(List<String> lines) {
    HolidayCalendarReader reader = new HolidayCalendarReader();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        reader.line(i + 1, line);
      }
    }
    return reader.calendar();
  }

  private void line(int number, String line) {
    try {
      if (line.startsWith("calendar ")) {
        id = line.substring(9).strip();
      } else if (line.startsWith("covers ")) {
        int[] years = years(line.substring(7).strip());
        firstYear = years[0];
        lastYear = years[1];
      } else if (line.startsWith("weekend ")) {
        for (String day : line.substring(8).strip().split("\\s+")) {
          weekend.add(dayOfWeek(day));
        }
      } else {
        rules.add(rule(line));
      }
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      problems.add("line " + number + ": " + e.getMessage());
    }
  }

  private static HolidayRule rule(String line) {
    String[] parts = line.split("\\|", -1);
    if (parts.length != 5) {
      throw new IllegalArgumentException(
          "expected years | date | moved | name | citation, found " + parts.length + " parts");
    }
    int[] years = years(parts[0].strip());
    String moved = parts[2].strip();
    if (!moved.matches("(sun\\+1|sat-1|sun\\+1 sat-1|)")) {
      throw new IllegalArgumentException("moved is sun+1, sat-1 or both, not '" + moved + "'");
    }
    if (parts[3].isBlank() || parts[4].isBlank()) {
      throw new IllegalArgumentException("a holiday needs a name and a citation");
    }
    return new HolidayRule(
        years[0],
        years[1],
        parts[1].strip(),
        moved.contains("sun+1"),
        moved.contains("sat-1"),
        parts[3].strip(),
        parts[4].strip());
  }

  private static int[] years(String text) {
    if (!text.matches("\\d{4}(\\.\\.(\\d{4})?)?")) {
      throw new IllegalArgumentException("years are 2010, 2010.. or 2010..2035, not " + text);
    }
    int from = Integer.parseInt(text.substring(0, 4));
    if (text.length() == 4) {
      return new int[] {from, from};
    }
    return new int[] {from, text.length() == 6 ? LAST_YEAR : Integer.parseInt(text.substring(6))};
  }

  private static DayOfWeek dayOfWeek(String three) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().startsWith(three.toUpperCase(Locale.ROOT)) && three.length() == 3) {
        return day;
      }
    }
    throw new IllegalArgumentException("no day of the week: '" + three + "'");
  }

  private HolidayCalendar calendar() {
    if (id == null || firstYear == 0) {
      problems.add("the lines 'calendar <id>' and 'covers <years>' are needed");
    }
    if (weekend.isEmpty()) {
      problems.add("the line 'weekend <days>' is needed");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("calendar " + id + ": " + String.join("; ", problems));
    }
    Map<LocalDate, String> holidays = new TreeMap<>();
    for (HolidayRule rule : rules) {
      // 1 January of the year after the last may be kept in the last
      for (int year = firstYear; year <= lastYear + 1; year++) {
        rule.in(year).ifPresent(day -> holidays.merge(day, rule.name(), (a, b) -> a + ", " + b));
      }
    }
    return new HolidayCalendar(id, firstYear, lastYear, weekend, holidays);
  }
}
