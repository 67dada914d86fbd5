package org.openimr.core.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.openimr.HeldPolicies;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.Facts;
import org.openimr.core.situation.Situation;
import org.openimr.server.artifact.PackagedDeterminations;

/**
 * R-69. The decision reached the plan on Friday, 24 July 2026: five business days end with Friday
 * the 31st.
 */
class ExposureTest {

  private static final ExposureTerms TERMS = PackagedDeterminations.exposure();
  private static final String RECEIVED = "decision-received@2026-07-24T15:00:00-07:00";

  @Test
  void whatIsDoneInTimeExposesToNothing() {
    assertThat(
            exposures(
                "dmhc-imr-vchcp",
                false,
                "2026-08-10T12:00:00-07:00",
                RECEIVED,
                "service-authorized@2026-07-31T23:59:00-07:00"))
        .isEmpty();
    assertThat(exposures("dmhc-imr-vchcp", false, "2026-07-31T23:59:59-07:00", RECEIVED)).isEmpty();
  }

  @Test
  void eachDayThatHadBegunCounts() {
    // Saturday 1 August: one day; Monday the 3rd: three
    assertThat(exposures("dmhc-imr-vchcp", false, "2026-08-01T00:00:00-07:00", RECEIVED))
        .containsExactly("1 5000");
    assertThat(exposures("dmhc-imr-vchcp", false, "2026-08-03T09:00:00-07:00", RECEIVED))
        .containsExactly("3 15000");
  }

  @Test
  void itStopsWithTheImplementation() {
    assertThat(
            exposures(
                "dmhc-imr-vchcp",
                false,
                "2026-12-31T12:00:00-08:00",
                RECEIVED,
                "service-authorized@2026-08-03T09:00:00-07:00"))
        .containsExactly("3 15000");
  }

  @Test
  void aPaymentIsAnImplementationToo() {
    assertThat(exposures("dmhc-imr-vchcp", true, "2026-08-05T09:00:00-07:00", RECEIVED))
        .containsExactly("5 25000");
  }

  @Test
  void otherProgrammesAndOtherDutiesExposeToNothing() {
    assertThat(
            exposures(
                "phc-um",
                false,
                "2026-08-05T09:00:00-07:00",
                "request-received@2026-05-01T09:00:00-07:00"))
        .isEmpty();
    assertThat(
            exposures(
                "dmhc-imr-vchcp",
                false,
                "2026-08-05T09:00:00-07:00",
                "plan-notified@2026-07-01T10:00:00-07:00"))
        .as("late records")
        .isEmpty();
  }

  @Test
  void itSaysThatItIsNoDecision() {
    Exposure three = new Exposure(TERMS, 3);

    assertThat(three.amount()).isEqualByComparingTo(new BigDecimal("15000"));
    assertThat(three.explanation())
        .startsWith(
            "Late by 3 days, each counted that had begun after the last day: at least 3 times")
        .contains("5000 USD")
        .contains("no decision");
    assertThat(TERMS.citation()).contains("1374.34");
  }

  private static List<String> exposures(
      String policy, boolean rendered, String asOf, String... events) {
    Facts facts =
        Facts.none(HeldPolicies.VOCABULARY)
            .with("urgency", "standard")
            .with("outcome", "overturned")
            .with("request-timing", "pre-service")
            .with("service-rendered", rendered);
    List<CaseEvent> happened = new ArrayList<>();
    for (String event : events) {
      String[] parts = event.split("@");
      happened.add(CaseEvent.of(parts[0], EventTime.at(instant(parts[1]))));
    }
    Situation situation =
        Situation.of(HeldPolicies.policy(policy), facts, happened, EventTime.at(instant(asOf)));
    String machine = HeldPolicies.MACHINES.governing(situation.policy()).code();
    return DeadlineCalculator.deadlines(situation).stream()
        .map(each -> TERMS.of(each, machine, situation.asOf()))
        .filter(Objects::nonNull)
        .map(each -> each.days() + " " + each.amount().toPlainString())
        .toList();
  }

  private static Instant instant(String time) {
    return OffsetDateTime.parse(time).toInstant();
  }
}
