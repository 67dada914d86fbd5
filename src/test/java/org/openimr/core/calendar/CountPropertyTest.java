package org.openimr.core.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.openimr.core.MadeUp;

/** What must hold for every count, whatever the dates. */
class CountPropertyTest {

  private static final long FROM = Instant.parse("2024-01-01T00:00:00Z").getEpochSecond();
  private static final long TO = Instant.parse("2029-12-31T00:00:00Z").getEpochSecond();

  @Property
  void aLaterStartNeverGivesAnEarlierDue(
      @ForAll("instants") Instant one,
      @ForAll("instants") Instant other,
      @ForAll("counts") Count count) {
    Instant early = one.isBefore(other) ? one : other;
    Instant late = one.isBefore(other) ? other : one;
    assertThat(due(count, late)).isGreaterThanOrEqualTo(due(count, early));
  }

  @Property
  void aFurtherHolidayNeverMakesADueEarlier(
      @ForAll("instants") Instant start,
      @ForAll("dates") Set<LocalDate> holidays,
      @ForAll("dates") Set<LocalDate> further,
      @ForAll("limits") TimeLimit limit,
      @ForAll boolean rolls) {
    Set<LocalDate> all = new HashSet<>(holidays);
    all.addAll(further);
    long few = due(new Count(limit, null, calendar(holidays), rolls, false, MadeUp.DAYS), start);
    long many = due(new Count(limit, null, calendar(all), rolls, false, MadeUp.DAYS), start);
    assertThat(many).isGreaterThanOrEqualTo(few);
  }

  @Property
  void aDueInBusinessDaysIsABusinessDayAndTheLastSecondOfIt(
      @ForAll("instants") Instant start, @ForAll("counts") Count count) {
    if (count.limit().unit().elapses()) {
      return;
    }
    Moment due = count.due(MadeUp.DAYS.at(start));
    assertThat(due.instant().atZone(MadeUp.ZONE).toLocalTime()).hasToString("23:59:59");
    if (count.limit().unit() == TimeLimit.Unit.BUSINESS_DAYS || count.rolls()) {
      assertThat(count.calendar().isBusinessDay(due.epochDay())).isTrue();
    }
  }

  @Property
  void hoursElapseWhateverTheClocksOnTheWallSay(
      @ForAll("instants") Instant start, @ForAll("limits") TimeLimit limit) {
    TimeLimit hours = new TimeLimit(limit.amount(), TimeLimit.Unit.HOURS);
    Count count = new Count(hours, null, null, false, false, MadeUp.DAYS);
    assertThat(due(count, start) - start.toEpochMilli()).isEqualTo(limit.amount() * 3_600_000L);
  }

  @Property
  void everyInstantLiesInItsLocalDay(@ForAll("instants") Instant instant) {
    Moment moment = MadeUp.DAYS.at(instant);
    assertThat(moment.date()).isEqualTo(instant.atZone(MadeUp.ZONE).toLocalDate());
    assertThat(MadeUp.DAYS.startOf(moment.epochDay()).instant())
        .isEqualTo(moment.date().atStartOfDay(MadeUp.ZONE).toInstant());
  }

  @Provide
  Arbitrary<Instant> instants() {
    // every second value lies within three days of a night on which the clocks change
    Arbitrary<Instant> any = Arbitraries.longs().between(FROM, TO).map(Instant::ofEpochSecond);
    Arbitrary<Instant> near =
        Combinators.combine(
                Arbitraries.of(
                    "2024-03-10", "2025-11-02", "2026-03-08", "2026-11-01", "2027-03-14"),
                Arbitraries.longs().between(-259_200, 259_200))
            .as((day, offset) -> Instant.parse(day + "T10:00:00Z").plusSeconds(offset));
    return Arbitraries.oneOf(any, near);
  }

  @Provide
  Arbitrary<TimeLimit> limits() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 40), Arbitraries.of(TimeLimit.Unit.values()))
        .as(TimeLimit::new);
  }

  @Provide
  Arbitrary<Count> counts() {
    return Combinators.combine(limits(), Arbitraries.of(true, false), Arbitraries.of(true, false))
        .as(
            (limit, rolls, first) ->
                new Count(
                    limit, null, MadeUp.OFFICES, rolls, first && limit.amount() > 0, MadeUp.DAYS));
  }

  @Provide
  Arbitrary<Set<LocalDate>> dates() {
    return Arbitraries.integers()
        .between(0, 2000)
        .map(day -> LocalDate.of(2024, 1, 1).plusDays(day))
        .set()
        .ofMaxSize(60);
  }

  private static long due(Count count, Instant start) {
    return count.due(MadeUp.DAYS.at(start)).epochMilli();
  }

  private static HolidayCalendar calendar(Set<LocalDate> holidays) {
    Map<LocalDate, String> named = new HashMap<>();
    holidays.forEach(day -> named.put(day, "holiday"));
    return new HolidayCalendar(
        "made-up", 2020, 2040, EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), named);
  }
}
