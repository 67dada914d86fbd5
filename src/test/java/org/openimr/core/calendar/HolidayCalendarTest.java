package org.openimr.core.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HolidayCalendarTest {

  private final HolidayCalendar year =
      new HolidayCalendar(
          "one-year",
          2026,
          2026,
          EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
          Map.of(LocalDate.of(2026, 1, 1), "New Year's Day"));

  @Test
  void coversItsYearsAndNoOther() {
    assertThat(year.firstYear()).isEqualTo(2026);
    assertThat(year.lastYear()).isEqualTo(2026);
    assertThat(year.id()).isEqualTo("one-year");
    assertThat(year.isBusinessDay(day("2026-01-01"))).isFalse();
    assertThat(year.isBusinessDay(day("2026-12-31"))).isTrue();
    assertThatThrownBy(() -> year.isBusinessDay(day("2025-12-31")))
        .hasMessage("calendar one-year covers 2026 to 2026, not 2025");
    assertThatThrownBy(() -> year.isBusinessDay(day("2027-01-01")))
        .hasMessage("calendar one-year covers 2026 to 2026, not 2027");
  }

  @Test
  void aCountThatRunsOutOfTheYearsIsRefused() {
    assertThat(year.plus(day("2026-12-30"), 1)).isEqualTo(day("2026-12-31"));
    assertThatThrownBy(() -> year.plus(day("2026-12-31"), 1))
        .hasMessage("calendar one-year covers 2026 to 2026, not 2027");
  }

  @Test
  void movesToTheNextBusinessDay() {
    assertThat(year.nextOrSame(day("2026-01-01"))).isEqualTo(day("2026-01-02"));
    assertThat(year.nextOrSame(day("2026-01-02"))).isEqualTo(day("2026-01-02"));
    assertThat(year.nextOrSame(day("2026-01-03"))).isEqualTo(day("2026-01-05"));
    assertThat(year.plus(day("2026-01-03"), 0)).isEqualTo(day("2026-01-05"));
  }

  @Test
  void listsTheHolidaysOfAYear() {
    assertThat(year.holidaysOf(2026))
        .containsExactly(Map.entry(day("2026-01-01"), "New Year's Day"));
    assertThat(year.holiday(day("2026-01-02"))).isEmpty();
  }

  @Test
  void aSetOfCalendarsFailsByName() {
    HolidayCalendars calendars = new HolidayCalendars(List.of(year));
    assertThat(calendars.ids()).containsExactly("one-year");
    assertThat(calendars.get("one-year")).isSameAs(year);
    assertThatThrownBy(() -> calendars.get("lunar"))
        .hasMessage("no holiday calendar 'lunar'; known: [one-year]");
    assertThatThrownBy(() -> new HolidayCalendars(List.of(year, year)))
        .hasMessage("two calendars are called one-year");
  }

  private static int day(String date) {
    return (int) LocalDate.parse(date).toEpochDay();
  }
}
