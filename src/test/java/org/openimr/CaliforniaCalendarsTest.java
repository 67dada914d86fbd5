package org.openimr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openimr.core.calendar.DateNotCoveredException;
import org.openimr.core.calendar.HolidayCalendar;
import org.openimr.core.calendar.HolidayCalendarReader;

/** The two calendars of California against tables made by hand, every weekday of the year. */
class CaliforniaCalendarsTest {

  private final HolidayCalendar offices = calendar("us-ca-state-offices");
  private final HolidayCalendar statute = calendar("us-ca-gov-6700");

  @Test
  void officesWereClosedIn2013AsTheStatePublished() {
    assertThat(closedWeekdays(offices, 2013))
        .containsExactly(
            "2013-01-01",
            "2013-01-21",
            "2013-02-18",
            // 31 March was a Sunday
            "2013-04-01",
            "2013-05-27",
            "2013-07-04",
            "2013-09-02",
            "2013-11-11",
            "2013-11-28",
            "2013-11-29",
            "2013-12-25");
  }

  @Test
  void aSaturdayIsNotMadeUpForIn2026() {
    assertThat(closedWeekdays(offices, 2026))
        .containsExactly(
            "2026-01-01",
            "2026-01-19",
            "2026-02-16",
            "2026-03-31",
            "2026-05-25",
            "2026-09-07",
            "2026-11-11",
            "2026-11-26",
            "2026-11-27",
            "2026-12-25");
  }

  @Test
  void veteransDayOnASaturdayIsKeptOnFriday() {
    assertThat(closedWeekdays(offices, 2023)).contains("2023-11-10");
    assertThat(closedWeekdays(statute, 2023)).contains("2023-11-10");
  }

  @Test
  void theDayAfterThanksgivingFollowsTheFourthThursday() {
    assertThat(closedWeekdays(offices, 2019)).contains("2019-11-29").doesNotContain("2019-11-22");
    assertThat(closedWeekdays(offices, 2024)).contains("2024-11-29").doesNotContain("2024-11-22");
    assertThat(closedWeekdays(offices, 2030)).contains("2030-11-29").doesNotContain("2030-11-22");
  }

  @Test
  void theStatuteHasItsOwnDaysIn2027() {
    assertThat(closedWeekdays(statute, 2027))
        .containsExactly(
            "2027-01-01",
            "2027-01-18",
            "2027-02-12",
            "2027-02-15",
            "2027-03-31",
            // 24 April and 19 June are Saturdays, 4 July is a Sunday
            "2027-05-31",
            "2027-07-05",
            "2027-09-06",
            "2027-09-09",
            "2027-09-24",
            "2027-10-11",
            "2027-10-29",
            "2027-11-11",
            "2027-11-25");
  }

  @Test
  void aDayThatTheStatuteDoesNotNameStaysOnItsSunday() {
    // 19 June 2033 is a Sunday, and so is 24 April
    assertThat(closedWeekdays(statute, 2033)).doesNotContain("2033-06-20", "2033-04-25");
  }

  @Test
  void aLawCountsFromItsFirstYear() {
    assertThat(closedWeekdays(statute, 2022)).doesNotContain("2022-02-01");
    assertThat(closedWeekdays(statute, 2024)).contains("2024-06-19", "2024-04-24");
    assertThat(closedWeekdays(statute, 2025)).contains("2025-01-29").doesNotContain("2025-10-20");
  }

  @Test
  void aYearThatIsNotCoveredIsRefused() {
    assertThatThrownBy(() -> offices.isBusinessDay(day(LocalDate.of(2009, 12, 31))))
        .isInstanceOf(DateNotCoveredException.class);
    assertThatThrownBy(() -> statute.isBusinessDay(day(LocalDate.of(2036, 1, 2))))
        .isInstanceOf(DateNotCoveredException.class);
  }

  private static List<String> closedWeekdays(HolidayCalendar calendar, int year) {
    List<String> closed = new ArrayList<>();
    for (LocalDate date = LocalDate.of(year, 1, 1);
        date.getYear() == year;
        date = date.plusDays(1)) {
      boolean weekend = date.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
      if (!weekend && !calendar.isBusinessDay(day(date))) {
        closed.add(date.toString());
      }
      assertThat(weekend && calendar.isBusinessDay(day(date))).isFalse();
    }
    return closed;
  }

  private static int day(LocalDate date) {
    return (int) date.toEpochDay();
  }

  private static HolidayCalendar calendar(String id) {
    return HolidayCalendarReader.read(
        PackageFiles.text(PackageFiles.ROOT.resolve("calendar/us/ca/" + id + ".txt"))
            .lines()
            .toList());
  }
}
