package org.openimr.core.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openimr.core.MadeUp;

class CountTest {

  @ParameterizedTest(name = "{1} from {0} is {2}")
  @CsvSource({
    // 4 July 2026 is a Saturday and does not move: Thu 2, Fri 3, Mon 6
    "2026-07-01T10:00:00-07:00, 3 bd, 2026-07-06T23:59:59-07:00",
    "2026-07-01T10:00:00-07:00, 3 d, 2026-07-04T23:59:59-07:00",
    // Thanksgiving and the day after; 30 Nov, 1, 2, 3, 4 Dec
    "2026-11-25T16:59:00-08:00, 5 bd, 2026-12-04T23:59:59-08:00",
    // the night that has 25 hours
    "2026-10-31T15:00:00-07:00, 24 h, 2026-11-01T14:00:00-08:00",
    // the night that has 23 hours
    "2026-03-07T15:00:00-08:00, 72 h, 2026-03-10T16:00:00-07:00",
    "2026-03-07T15:00:00-08:00, 1 d, 2026-03-08T23:59:59-07:00",
    "2026-08-31T09:00:00-07:00, 6 mo, 2027-02-28T23:59:59-08:00",
    "2026-08-31T09:00:00-07:00, 6 mo rolls, 2027-03-01T23:59:59-08:00",
    "2027-08-31T09:00:00-07:00, 6 mo, 2028-02-29T23:59:59-08:00",
    // Veterans Day 2028 is a Saturday and is kept on Friday the 10th
    "2028-11-09T09:00:00-08:00, 1 bd, 2028-11-13T23:59:59-08:00",
    // New Year's Day 2028 is a Saturday and does not move
    "2027-12-31T09:00:00-08:00, 1 bd, 2028-01-03T23:59:59-08:00",
    "2026-07-06T10:00:00-07:00, 30 min, 2026-07-06T10:30:00-07:00",
    "2026-07-06T10:00:00-07:00, 0 bd, 2026-07-06T23:59:59-07:00",
    // the same instant written with another offset is still 1 July in California
    "2026-07-02T06:59:59Z, 3 d, 2026-07-04T23:59:59-07:00",
  })
  void countsFromTheStart(String start, String limit, String due) {
    assertThat(MadeUp.said(MadeUp.count(limit).due(at(start)))).isEqualTo(due);
  }

  @Test
  void theLowEndOfARangeIsTheTarget() {
    Count count = MadeUp.count("5-7 bd");
    Moment start = at("2026-07-01T10:00:00-07:00");
    assertThat(MadeUp.said(count.target(start))).isEqualTo("2026-07-08T23:59:59-07:00");
    assertThat(MadeUp.said(count.due(start))).isEqualTo("2026-07-10T23:59:59-07:00");
  }

  @Test
  void theFirstDayMayCount() {
    Count count =
        new Count(new TimeLimit(3, TimeLimit.Unit.DAYS), null, null, false, true, MadeUp.DAYS);
    assertThat(MadeUp.said(count.due(at("2026-07-01T10:00:00-07:00"))))
        .isEqualTo("2026-07-03T23:59:59-07:00");
  }

  @Test
  void yearsWithoutACalendarAreRefusedByName() {
    assertThatThrownBy(() -> MadeUp.count("1 bd").due(at("2009-12-30T10:00:00-08:00")))
        .isInstanceOf(DateNotCoveredException.class)
        .hasMessage("calendar offices covers 2010 to 2199, not 2009");
  }

  @Test
  void businessDaysAndRollingNeedACalendar() {
    TimeLimit days = new TimeLimit(3, TimeLimit.Unit.DAYS);
    TimeLimit businessDays = new TimeLimit(3, TimeLimit.Unit.BUSINESS_DAYS);
    assertThat(new Count(days, null, null, false, false, MadeUp.DAYS).calendar()).isNull();
    assertThatThrownBy(() -> new Count(businessDays, null, null, false, false, MadeUp.DAYS))
        .hasMessage("business days and rolling need a calendar");
    assertThatThrownBy(() -> new Count(days, null, null, true, false, MadeUp.DAYS))
        .hasMessage("business days and rolling need a calendar");
  }

  @Test
  void aRangeGoesUpInOneUnit() {
    assertThat(MadeUp.count("5-5 bd").low()).isEqualTo(MadeUp.count("5 bd").limit());
    assertThatThrownBy(() -> MadeUp.count("7-5 bd"))
        .hasMessage("a range goes up in one unit: 7 bd to 5 bd");
    assertThatThrownBy(
            () ->
                new Count(
                    new TimeLimit(7, TimeLimit.Unit.BUSINESS_DAYS),
                    new TimeLimit(5, TimeLimit.Unit.DAYS),
                    MadeUp.OFFICES,
                    false,
                    false,
                    MadeUp.DAYS))
        .hasMessage("a range goes up in one unit: 5 d to 7 bd");
  }

  @Test
  void hoursHaveNoLastDay() {
    Count count = MadeUp.count("24 h");
    assertThatThrownBy(() -> count.lastDay(0, count.limit())).hasMessage("24 h has no last day");
  }

  @Test
  void saysItself() {
    assertThat(MadeUp.count("3 bd")).hasToString("3 bd");
    assertThat(MadeUp.count("5-7 bd")).hasToString("5–7 bd");
    assertThat(MadeUp.count("6 mo rolls")).hasToString("6 mo, rolls");
  }

  private static Moment at(String time) {
    return MadeUp.DAYS.at(OffsetDateTime.parse(time).toInstant());
  }
}
