package org.openimr.core.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openimr.core.MadeUp;

class HolidayCalendarReaderTest {

  @Test
  void everyDayOf2026IsWhatTheListSays() {
    List<String> holidays =
        List.of(
            "2026-01-01",
            "2026-01-19",
            "2026-02-16",
            "2026-03-31",
            "2026-05-25",
            "2026-07-04",
            "2026-09-07",
            "2026-11-11",
            "2026-11-26",
            "2026-11-27",
            "2026-12-25");
    assertThat(MadeUp.OFFICES.holidaysOf(2026).keySet())
        .map(day -> LocalDate.ofEpochDay(day).toString())
        .containsExactlyElementsOf(holidays);
  }

  @Test
  void theDayAfterThanksgivingFollowsTheFourthThursday() {
    // in 2030 November begins on a Friday: the fourth Friday is the 22nd, the day after is the 29th
    int day = (int) LocalDate.of(2030, 11, 29).toEpochDay();
    assertThat(MadeUp.OFFICES.holiday(day)).contains("Day after Thanksgiving");
    assertThat(MadeUp.OFFICES.isBusinessDay((int) LocalDate.of(2030, 11, 22).toEpochDay()))
        .isTrue();
  }

  @Test
  void namesEveryLineThatCannotBeRead() {
    assertThatThrownBy(
            () ->
                HolidayCalendarReader.read(
                    List.of(
                        "calendar x",
                        "covers 2010..",
                        "2010.. | 13-45 | | Nothing | test",
                        "2010.. | 07-04 | fri+9 | Something | test",
                        "2010.. | 07-04 | | | test",
                        "2010.. | 07-04")))
        .hasMessageContaining("line 3")
        .hasMessageContaining("line 4: moved is sun+1, sat-1 or both, not 'fri+9'")
        .hasMessageContaining("line 5: a holiday needs a name and a citation")
        .hasMessageContaining("line 6")
        .hasMessageContaining("the line 'weekend <days>' is needed");
  }

  @Test
  void newYearsDayOnASundayIsKeptOnMonday() {
    // 1 January 2034 is a Sunday
    assertThat(MadeUp.OFFICES.holiday((int) LocalDate.of(2034, 1, 2).toEpochDay()))
        .contains("New Year's Day");
  }
}
