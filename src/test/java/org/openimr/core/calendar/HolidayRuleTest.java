package org.openimr.core.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HolidayRuleTest {

  @ParameterizedTest(name = "{0} {1} in {2} is kept on {3}")
  @CsvSource({
    "07-04, '', 2026, 2026-07-04",
    "07-04, sun+1, 2027, 2027-07-05",
    "07-04, sun+1, 2026, 2026-07-04",
    "11-11, sun+1 sat-1, 2028, 2028-11-10",
    "11-11, sun+1 sat-1, 2029, 2029-11-12",
    "11-11, sun+1 sat-1, 2026, 2026-11-11",
    "11-11, sat-1, 2029, 2029-11-11",
    "1st mon of september, '', 2026, 2026-09-07",
    "3rd mon of january, '', 2026, 2026-01-19",
    "4th thu of november, '', 2026, 2026-11-26",
    "day after 4th thu of november, '', 2030, 2030-11-29",
    "last mon of may, '', 2027, 2027-05-31",
    "4th fri of september, '', 2026, 2026-09-25",
    "2026-02-17, '', 2026, 2026-02-17",
  })
  void isKeptOn(String date, String moved, int year, String kept) {
    assertThat(rule(date, moved).in(year)).map(Object::toString).contains(kept);
  }

  @Test
  void isKeptOnlyWhileItHolds() {
    HolidayRule rule = new HolidayRule(2023, 2025, "06-19", false, false, "Juneteenth", "test");
    assertThat(rule.in(2022)).isEmpty();
    assertThat(rule.in(2023)).isPresent();
    assertThat(rule.in(2025)).isPresent();
    assertThat(rule.in(2026)).isEmpty();
  }

  @Test
  void oneDateIsKeptInItsYearOnly() {
    assertThat(rule("2026-02-17", "").in(2027)).isEmpty();
  }

  @Test
  void saysWhichDayOfTheWeekItDoesNotKnow() {
    assertThatThrownBy(() -> rule("1st xyz of may", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no day of the week: 'xyz'");
  }

  @ParameterizedTest
  @CsvSource({"sometime", "6th mon of may", "1st may of mon", "13-01", "1st xyz of may"})
  void refusesWhatIsNoDate(String date) {
    assertThatThrownBy(() -> rule(date, "")).isInstanceOf(RuntimeException.class);
  }

  private static HolidayRule rule(String date, String moved) {
    return new HolidayRule(
        2010, 2199, date, moved.contains("sun+1"), moved.contains("sat-1"), "a day", "test");
  }
}
