package org.openimr.core.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openimr.HeldPolicies;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.Facts;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Situation;

/**
 * What comes about by time. The plan is notified on Wednesday 1 July 2026 at 10:00 and owes the
 * records within 3 calendar days (V23), by the end of Saturday the 4th; a grievance was filed on 10
 * June, so that the 30 days end on 10 July.
 */
class CaseTimerTest {

  private static final ReviewPolicy POLICY = HeldPolicies.BOOK.versions("dmhc-imr-vchcp").get(0);

  @Test
  void aDutyIsDueSoonADayBeforeAndOverdueASecondAfter() {
    assertThat(timers("2026-07-02T12:00:00-07:00", "plan-notified", "2026-07-01T10:00:00-07:00"))
        .containsExactly(
            "due-soon records-to-imro 2026-07-03T23:59:59-07:00",
            "overdue records-to-imro 2026-07-05T00:00:00-07:00");
  }

  @Test
  void whatIsPastIsStillTold() {
    assertThat(timers("2026-07-20T12:00:00-07:00", "plan-notified", "2026-07-01T10:00:00-07:00"))
        .containsExactly(
            "due-soon records-to-imro 2026-07-03T23:59:59-07:00",
            "overdue records-to-imro 2026-07-05T00:00:00-07:00");
  }

  @Test
  void whatIsDoneIsNotDue() {
    assertThat(
            timers(
                "2026-07-03T18:00:00-07:00",
                "plan-notified",
                "2026-07-01T10:00:00-07:00",
                "records-sent",
                "2026-07-03T15:00:00-07:00"))
        .isEmpty();
  }

  @Test
  void aGrievanceThatStaysOpenReachesAThreshold() {
    List<String> timers =
        timers("2026-06-12T12:00:00-07:00", "grievance-filed", "2026-06-10T09:00:00-07:00");

    assertThat(timers)
        .contains("threshold eligibility-criteria-met 2026-07-10T00:00:00-07:00")
        // the plan's own 30 days end with that day
        .contains("overdue grievance-exhausted 2026-07-11T00:00:00-07:00");
  }

  @Test
  void aGrievanceThatIsResolvedReachesNone() {
    assertThat(
            timers(
                "2026-06-25T12:00:00-07:00",
                "grievance-filed",
                "2026-06-10T09:00:00-07:00",
                "grievance-resolved",
                "2026-06-20T09:00:00-07:00"))
        .noneMatch(each -> each.startsWith("threshold"));
  }

  private static List<String> timers(String asOf, String... events) {
    Facts facts = Facts.none(HeldPolicies.VOCABULARY).with("urgency", "standard");
    List<CaseEvent> happened = new ArrayList<>();
    for (int i = 0; i < events.length; i += 2) {
      happened.add(CaseEvent.of(events[i], EventTime.at(instant(events[i + 1]))));
    }
    Situation situation = Situation.of(POLICY, facts, happened, EventTime.at(instant(asOf)));
    return CaseTimer.of(POLICY, situation, Duration.ofHours(24)).stream()
        .map(
            each ->
                each.kind().code()
                    + " "
                    + each.about()
                    + " "
                    + each.at().atZone(POLICY.days().zone()).toOffsetDateTime())
        .map(each -> each.replace("T00:00-", "T00:00:00-"))
        .toList();
  }

  private static Instant instant(String time) {
    return OffsetDateTime.parse(time).toInstant();
  }
}
