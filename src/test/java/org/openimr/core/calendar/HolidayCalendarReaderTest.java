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

  @Test
  void readsItsHeadAndPassesOverComments() {
    HolidayCalendar calendar =
        read("# a comment", "", "calendar  small", "covers 2010..2012", "weekend fri sat");
    assertThat(calendar.id()).isEqualTo("small");
    assertThat(calendar.firstYear()).isEqualTo(2010);
    assertThat(calendar.lastYear()).isEqualTo(2012);
    // 2 to 5 September 2010 are Thursday to Sunday
    assertThat(
            List.of("2010-09-02", "2010-09-03", "2010-09-04", "2010-09-05").stream()
                .map(date -> calendar.isBusinessDay(day(date))))
        .containsExactly(true, false, false, true);
  }

  @Test
  void anOpenEndReachesTo2199() {
    assertThat(read("calendar x", "covers 2010..", "weekend sat sun").lastYear()).isEqualTo(2199);
    assertThat(read("calendar x", "covers 2010", "weekend sat sun").lastYear()).isEqualTo(2010);
  }

  @Test
  void aHolidayIsKeptInItsYearsOnly() {
    HolidayCalendar calendar =
        read(
            "calendar x",
            "covers 2010..2013",
            "weekend sat sun",
            "2011 | 07-05 | | Once | test",
            "2012.. | 07-06 | | Since | test",
            "2010..2011 | 07-07 | | Until | test");
    assertThat(
            java.util.stream.IntStream.rangeClosed(2010, 2013)
                .mapToObj(year -> calendar.holidaysOf(year).values().toString()))
        .containsExactly("[Until]", "[Once, Until]", "[Since]", "[Since]");
  }

  @Test
  void newYearsDayOfTheYearAfterTheLastMayBeKeptInTheLast() {
    // 1 January 2011 is a Saturday
    HolidayCalendar calendar =
        read(
            "calendar x",
            "covers 2010..2010",
            "weekend sat sun",
            "2010.. | 01-01 | sat-1 | New Year's Day | test");
    assertThat(calendar.holiday(day("2010-12-31"))).contains("New Year's Day");
    assertThat(calendar.isBusinessDay(day("2010-12-31"))).isFalse();
  }

  @Test
  void twoHolidaysOnOneDayAreBothNamed() {
    HolidayCalendar calendar =
        read(
            "calendar x",
            "covers 2010..2010",
            "weekend sat sun",
            "2010.. | 07-05 | | One | test",
            "2010.. | 07-04 | sun+1 | Other | test");
    // 4 July 2010 is a Sunday
    assertThat(calendar.holiday(day("2010-07-05"))).contains("One, Other");
  }

  @Test
  void namesWhatAHeadLacks() {
    String needed = "the lines 'calendar <id>' and 'covers <years>' are needed";
    assertThatThrownBy(() -> read("covers 2010..", "weekend sat sun"))
        .hasMessage("calendar null: " + needed);
    assertThatThrownBy(() -> read("calendar x", "weekend sat sun"))
        .hasMessage("calendar x: " + needed);
    assertThatThrownBy(() -> read("calendar x", "covers 2010.."))
        .hasMessage("calendar x: the line 'weekend <days>' is needed");
  }

  @Test
  void aDayOfTheWeekHasThreeLetters() {
    for (String wrong : List.of("sa", "saturday", "xyz")) {
      assertThatThrownBy(() -> read("calendar x", "covers 2010..", "weekend " + wrong))
          .hasMessageContaining("line 3: no day of the week: '" + wrong + "'");
    }
  }

  @Test
  void aHolidayNeedsNameAndCitationAndYearsOfFourDigits() {
    assertThatThrownBy(
            () ->
                read(
                    "calendar x",
                    "covers 2010..",
                    "weekend sat sun",
                    "2010.. | 07-04 | | | test",
                    "2010.. | 07-04 | | Something | ",
                    "10.. | 07-04 | | Something | test"))
        .hasMessage(
            "calendar x: line 4: a holiday needs a name and a citation;"
                + " line 5: a holiday needs a name and a citation;"
                + " line 6: years are 2010, 2010.. or 2010..2035, not 10..");
  }

  private static HolidayCalendar read(String... lines) {
    return HolidayCalendarReader.read(List.of(lines));
  }

  private static int day(String date) {
    return (int) LocalDate.parse(date).toEpochDay();
  }
}
