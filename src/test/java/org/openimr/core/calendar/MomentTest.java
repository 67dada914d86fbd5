package org.openimr.core.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.openimr.core.MadeUp;

/** which of two moments comes first. */
class MomentTest {

  private final Moment noon = MadeUp.DAYS.at(Instant.parse("2026-07-01T19:00:00Z"));
  private final Moment aSecondLater = MadeUp.DAYS.at(Instant.parse("2026-07-01T19:00:01Z"));
  private final Moment thatDay = MadeUp.DAYS.wholeDay(LocalDate.of(2026, 7, 1));
  private final Moment dayBefore = MadeUp.DAYS.wholeDay(LocalDate.of(2026, 6, 30));

  @Test
  void timesOfDayCompareToTheSecond() {
    assertThat(noon.isBefore(aSecondLater)).isTrue();
    assertThat(aSecondLater.isAfter(noon)).isTrue();
    assertThat(noon.isAfter(aSecondLater)).isFalse();
    assertThat(aSecondLater.isBefore(noon)).isFalse();
  }

  @Test
  void nothingIsBeforeOrAfterItself() {
    assertThat(noon.isBefore(noon)).isFalse();
    assertThat(noon.isAfter(noon)).isFalse();
  }

  @Test
  void aWholeDayIsNeitherBeforeNorAfterAnythingOnIt() {
    assertThat(noon.isBefore(thatDay)).isFalse();
    assertThat(noon.isAfter(thatDay)).isFalse();
    assertThat(thatDay.isBefore(noon)).isFalse();
    assertThat(thatDay.isAfter(noon)).isFalse();
  }

  @Test
  void aWholeDayIsAfterEverythingOfTheDayBefore() {
    assertThat(dayBefore.isBefore(noon)).isTrue();
    assertThat(noon.isAfter(dayBefore)).isTrue();
    assertThat(dayBefore.isBefore(thatDay)).isTrue();
    assertThat(thatDay.isAfter(dayBefore)).isTrue();
  }
}
