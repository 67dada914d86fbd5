package org.openimr.core.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openimr.core.MadeUp;

/** on which local day something happens, and when that day begins and ends. */
class LocalDaysTest {

  private final LocalDays california = new LocalDays(MadeUp.ZONE);

  @Test
  void aDayLastsFromMidnightToMidnightOfItsZone() {
    assertThat(dateAt(california, "2026-07-02T06:59:59.999Z")).hasToString("2026-07-01");
    assertThat(dateAt(california, "2026-07-02T07:00:00Z")).hasToString("2026-07-02");
    assertThat(california.startOf(day("2026-07-02")).instant()).hasToString("2026-07-02T07:00:00Z");
    assertThat(california.endOf(day("2026-07-01")).instant()).hasToString("2026-07-02T06:59:59Z");
  }

  @Test
  void eastOfGreenwichTheLocalDayIsAheadOfTheOneInGreenwich() {
    // Guam is ten hours ahead and keeps no summer time: midnight is 14:00 of the day before
    LocalDays guam = new LocalDays(ZoneId.of("Pacific/Guam"));
    assertThat(dateAt(guam, "2026-07-01T13:59:59.999Z")).hasToString("2026-07-01");
    assertThat(dateAt(guam, "2026-07-01T14:00:00Z")).hasToString("2026-07-02");
    assertThat(dateAt(guam, "2026-07-01T23:00:00Z")).hasToString("2026-07-02");
    assertThat(dateAt(guam, "2026-07-02T00:00:00Z")).hasToString("2026-07-02");
  }

  @Test
  void daysOf23And25HoursEndWhenTheyEnd() {
    // clocks go forward on 8 March 2026 and back on 1 November
    assertThat(california.startOf(day("2026-03-08")).instant()).hasToString("2026-03-08T08:00:00Z");
    assertThat(california.endOf(day("2026-03-08")).instant()).hasToString("2026-03-09T06:59:59Z");
    assertThat(california.startOf(day("2026-11-01")).instant()).hasToString("2026-11-01T07:00:00Z");
    assertThat(california.endOf(day("2026-11-01")).instant()).hasToString("2026-11-02T07:59:59Z");
  }

  @Test
  void everyDayOfEachZoneBeginsWhereTheJdkSaysSo() {
    // half hours, midnights that do not exist, days left out, summer time the other way round
    for (String name :
        List.of(
            "America/Los_Angeles",
            "America/Sao_Paulo",
            "Asia/Beirut",
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "Africa/Casablanca",
            "America/Santiago",
            "UTC",
            "+05:45")) {
      ZoneId zone = ZoneId.of(name);
      LocalDays days = new LocalDays(zone);
      for (LocalDate date = LocalDate.of(1900, 1, 1);
          date.getYear() <= 2200;
          date = date.plusDays(1)) {
        Instant begins = date.atStartOfDay(zone).toInstant();
        if (!days.startOf((int) date.toEpochDay()).instant().equals(begins)) {
          throw new AssertionError(name + " " + date + " does not begin at " + begins);
        }
      }
    }
  }

  @Test
  void aWholeDayStartsAtItsFirstSecondAndIsDueAtItsLast() {
    Moment starts = california.wholeDay(LocalDate.of(2026, 7, 1));
    Moment ends = california.endOf(day("2026-07-01"));
    assertThat(starts.instant()).hasToString("2026-07-01T07:00:00Z");
    assertThat(starts.date()).hasToString("2026-07-01");
    assertThat(starts.wholeDay()).isTrue();
    assertThat(ends.date()).hasToString("2026-07-01");
    assertThat(ends.wholeDay()).isTrue();
    assertThat(california.startOf(day("2026-07-01")).wholeDay()).isFalse();
    assertThat(california.at(Instant.parse("2026-07-01T07:00:00Z")).wholeDay()).isFalse();
  }

  @Test
  void theDaysReachFrom1900To2200() {
    assertThat(dateAt(california, "1900-01-01T08:00:00Z")).hasToString("1900-01-01");
    assertThat(california.startOf(day("1900-01-01")).date()).hasToString("1900-01-01");
    assertThat(dateAt(california, "2201-01-01T07:59:59.999Z")).hasToString("2200-12-31");
    assertThat(california.endOf(day("2200-12-31")).instant()).hasToString("2201-01-01T07:59:59Z");
  }

  @Test
  void whatLiesOutsideIsRefused() {
    for (String time : new String[] {"1900-01-01T07:59:59.999Z", "2201-01-01T08:00:00Z"}) {
      refused(() -> california.at(Instant.parse(time)));
    }
    refused(() -> california.at(Instant.MAX));
    refused(() -> california.at(Instant.MIN));
    refused(() -> california.endOf(day("2201-01-01")));
    refused(() -> california.startOf(day("1899-12-31")));
    refused(() -> california.wholeDay(LocalDate.of(1899, 12, 31)));
    refused(() -> california.wholeDay(LocalDate.MAX));
  }

  @Test
  void oneTableServesAZone() {
    assertThat(LocalDays.of(MadeUp.ZONE)).isSameAs(LocalDays.of(MadeUp.ZONE));
    assertThat(LocalDays.of(MadeUp.ZONE).zone()).isEqualTo(MadeUp.ZONE);
  }

  private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable asking) {
    assertThatThrownBy(asking)
        .isInstanceOf(DateNotCoveredException.class)
        .hasMessage("times are counted from 1900 to 2200 only");
  }

  private static LocalDate dateAt(LocalDays days, String time) {
    return days.at(Instant.parse(time)).date();
  }

  private static int day(String date) {
    return (int) LocalDate.parse(date).toEpochDay();
  }
}
