package org.openimr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openimr.core.calendar.DateNotCoveredException;
import org.openimr.core.calendar.HolidayCalendar;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.fhir.policy.text.PolicyHeader;
import org.openimr.fhir.policy.text.file.PolicyTextReader;

/**
 * Guards that no day is without an answer unawares: on each one exactly one version of a policy
 * holds, or its data say that none does yet; and the calendars reach three years ahead.
 */
class TemporalCoverageTest {

  private static final int YEARS_AHEAD = 3;

  /** The day up to which the package was looked after. */
  private static final LocalDate WRITTEN =
      headers().map(PolicyHeader::written).max(Comparator.naturalOrder()).orElseThrow();

  static Stream<String> policies() {
    return HeldPolicies.BOOK.codes().stream();
  }

  static Stream<String> calendars() {
    return HeldPolicies.CALENDARS.ids().stream();
  }

  @ParameterizedTest
  @MethodSource("policies")
  void exactlyOneVersionJudgesEachDay(String code) {
    List<ReviewPolicy> versions = HeldPolicies.BOOK.versions(code);
    LocalDate first =
        Optional.ofNullable(versions.get(0).header().inForceFrom()).orElse(earliest());
    LocalDate end = WRITTEN.plusYears(YEARS_AHEAD);
    for (LocalDate day = earliest(); !day.isAfter(end); day = day.plusDays(1)) {
      LocalDate on = day;
      long holding = versions.stream().filter(each -> each.header().inForceOn(on)).count();
      assertThat(holding).as(code + " on " + day).isEqualTo(day.isBefore(first) ? 0 : 1);
      assertThat(HeldPolicies.BOOK.inForce(code, day)).as(code + " on " + day).isPresent();
    }
  }

  @Test
  void theCalendarOfEachPolicyReachesThreeYearsAhead() {
    List<String> named =
        headers().map(PolicyHeader::calendar).filter(Objects::nonNull).distinct().toList();
    assertThat(named).isNotEmpty();
    for (String id : named) {
      HolidayCalendar calendar = HeldPolicies.CALENDARS.get(id);
      assertThat(calendar.lastYear())
          .as(id)
          .isGreaterThanOrEqualTo(WRITTEN.getYear() + YEARS_AHEAD);
    }
  }

  @ParameterizedTest
  @MethodSource("calendars")
  void everyYearThatACalendarCoversHasHolidaysAndEveryOtherIsRefusedByName(String id) {
    HolidayCalendar calendar = HeldPolicies.CALENDARS.get(id);
    int last = Math.min(calendar.lastYear(), WRITTEN.getYear() + YEARS_AHEAD);
    for (int year = calendar.firstYear(); year <= last; year++) {
      assertThat(calendar.holidaysOf(year)).as(id + " " + year).hasSizeGreaterThan(8);
    }
    assertThatThrownBy(() -> calendar.isBusinessDay(day(calendar.firstYear() - 1)))
        .isInstanceOf(DateNotCoveredException.class)
        .hasMessageContaining("calendar " + id + " covers ")
        .hasMessageEndingWith("not " + (calendar.firstYear() - 1));
    assertThatThrownBy(() -> calendar.isBusinessDay(day(calendar.lastYear() + 1)))
        .isInstanceOf(DateNotCoveredException.class)
        .hasMessageEndingWith("not " + (calendar.lastYear() + 1));
  }

  private static int day(int year) {
    return (int) LocalDate.of(year, 7, 1).toEpochDay();
  }

  private static LocalDate earliest() {
    return headers()
        .map(PolicyHeader::inForceFrom)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static Stream<PolicyHeader> headers() {
    try (Stream<Path> files = Files.walk(Path.of("profiles/policy"))) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(TemporalCoverageTest::header)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PolicyHeader header(Path file) {
    try {
      return PolicyTextReader.read(file.toString(), Files.readString(file)).text().header();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
