package org.openimr.core.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openimr.core.calendar.TimeLimit.Unit;

class TimeLimitTest {

  @ParameterizedTest(name = "{0} is written {1} and elapses: {2}")
  @CsvSource({
    "MINUTES, min, true",
    "HOURS, h, true",
    "DAYS, d, false",
    "BUSINESS_DAYS, bd, false",
    "MONTHS, mo, false"
  })
  void onlyMinutesAndHoursElapse(Unit unit, String code, boolean elapses) {
    assertThat(unit.code()).isEqualTo(code);
    assertThat(unit.elapses()).isEqualTo(elapses);
  }

  @Test
  void twiceFourteenDaysAreTwentyEight() {
    assertThat(new TimeLimit(14, Unit.DAYS).times(2)).isEqualTo(new TimeLimit(28, Unit.DAYS));
  }

  @Test
  void saysItself() {
    assertThat(new TimeLimit(3, Unit.BUSINESS_DAYS)).hasToString("3 bd");
  }

  @Test
  void isNeverNegative() {
    assertThat(new TimeLimit(0, Unit.BUSINESS_DAYS).amount()).isZero();
    assertThatThrownBy(() -> new TimeLimit(-1, Unit.DAYS))
        .hasMessage("a limit is not negative: -1");
  }
}
