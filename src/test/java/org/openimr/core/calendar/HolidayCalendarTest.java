package org.openimr.core.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openimr.core.MadeUp;

class HolidayCalendarTest {

  private static final HolidayCalendar YEAR =
      new HolidayCalendar(
          "one-year",
          2026,
          2026,
          EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
          Map.of(LocalDate.of(2026, 1, 1), "New Year's Day"));

  @Test
  void coversItsYearsAndNoOther() {
    assertThat(YEAR.firstYear()).isEqualTo(2026);
    assertThat(YEAR.lastYear()).isEqualTo(2026);
    assertThat(YEAR.id()).isEqualTo("one-year");
    assertThat(YEAR.isBusinessDay(day("2026-01-01"))).isFalse();
    assertThat(YEAR.isBusinessDay(day("2026-12-31"))).isTrue();
    assertThatThrownBy(() -> YEAR.isBusinessDay(day("2025-12-31")))
        .hasMessage("calendar one-year covers 2026 to 2026, not 2025");
    assertThatThrownBy(() -> YEAR.isBusinessDay(day("2027-01-01")))
        .hasMessage("calendar one-year covers 2026 to 2026, not 2027");
  }

  @Test
  void aCountThatRunsOutOfTheYearsIsRefused() {
    assertThat(YEAR.plus(day("2026-12-30"), 1)).isEqualTo(day("2026-12-31"));
    assertThatThrownBy(() -> YEAR.plus(day("2026-12-31"), 1))
        .hasMessage("calendar one-year covers 2026 to 2026, not 2027");
  }

  @Test
  void movesToTheNextBusinessDay() {
    assertThat(YEAR.nextOrSame(day("2026-01-01"))).isEqualTo(day("2026-01-02"));
    assertThat(YEAR.nextOrSame(day("2026-01-02"))).isEqualTo(day("2026-01-02"));
    assertThat(YEAR.nextOrSame(day("2026-01-03"))).isEqualTo(day("2026-01-05"));
    assertThat(YEAR.plus(day("2026-01-03"), 0)).isEqualTo(day("2026-01-05"));
  }

  @Test
  void listsTheHolidaysOfAYear() {
    assertThat(YEAR.holidaysOf(2026))
        .containsExactly(Map.entry(day("2026-01-01"), "New Year's Day"));
    assertThat(YEAR.holiday(day("2026-01-02"))).isEmpty();
  }

  @Test
  void aSetOfCalendarsFailsByName() {
    HolidayCalendars calendars = new HolidayCalendars(List.of(YEAR));
    assertThat(calendars.ids()).containsExactly("one-year");
    assertThat(calendars.get("one-year")).isSameAs(YEAR);
    assertThatThrownBy(() -> calendars.get("lunar"))
        .hasMessage("no holiday calendar 'lunar'; known: [one-year]");
    assertThatThrownBy(() -> new HolidayCalendars(List.of(YEAR, YEAR)))
        .hasMessage("two calendars are called one-year");
  }

  @Test
  void theLocalDaysReachFrom1900To2200() {
    assertThat(MadeUp.DAYS.at(Instant.parse("1900-01-01T08:00:00Z")).date())
        .hasToString("1900-01-01");
    assertThat(MadeUp.DAYS.endOf(day("2200-12-31")).instant()).hasToString("2201-01-01T07:59:59Z");
    assertThatThrownBy(() -> MadeUp.DAYS.endOf(day("2201-01-01")))
        .isInstanceOf(DateNotCoveredException.class);
    assertThatThrownBy(() -> MadeUp.DAYS.at(Instant.MAX))
        .isInstanceOf(DateNotCoveredException.class);
    assertThat(LocalDays.of(MadeUp.ZONE)).isSameAs(MadeUp.DAYS);
    assertThat(MadeUp.DAYS.zone()).isEqualTo(MadeUp.ZONE);
  }

  @Test
  void momentsCompareByDayAsSoonAsOneIsAWholeDay() {
    Moment noon = MadeUp.DAYS.at(Instant.parse("2026-07-01T19:00:00Z"));
    Moment later = MadeUp.DAYS.at(Instant.parse("2026-07-01T19:00:01Z"));
    Moment day = MadeUp.DAYS.wholeDay(LocalDate.of(2026, 7, 1));
    Moment before = MadeUp.DAYS.wholeDay(LocalDate.of(2026, 6, 30));
    assertThat(noon.isBefore(later)).isTrue();
    assertThat(later.isAfter(noon)).isTrue();
    assertThat(noon.isBefore(noon)).isFalse();
    assertThat(noon.isBefore(day)).isFalse();
    assertThat(day.isBefore(noon)).isFalse();
    assertThat(before.isBefore(noon)).isTrue();
    assertThat(day.isAfter(before)).isTrue();
  }

  private static int day(String date) {
    return (int) LocalDate.parse(date).toEpochDay();
  }
}
