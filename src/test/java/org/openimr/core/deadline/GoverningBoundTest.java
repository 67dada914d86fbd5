package org.openimr.core.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openimr.core.MadeUp.bound;
import static org.openimr.core.MadeUp.deadlines;
import static org.openimr.core.MadeUp.duty;
import static org.openimr.core.MadeUp.facts;
import static org.openimr.core.MadeUp.is;
import static org.openimr.core.MadeUp.policy;
import static org.openimr.core.MadeUp.right;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openimr.core.MadeUp;
import org.openimr.core.policy.Milestone;

/** which of several limits governs, and how each stands. */
class GoverningBoundTest {

  private static final String RECEIVED = "request-received@2026-07-01T10:00:00-07:00";
  private static final String REFERRED = "review-request-received@2026-07-03T10:00:00-07:00";
  private static final String ASKED = "2026-07-04T12:00:00-07:00";

  private static Deadline only(Milestone milestone, String asOf, String... events) {
    List<Deadline> deadlines = deadlines(policy(milestone), facts(), asOf, events);
    assertThat(deadlines).hasSize(1);
    return deadlines.get(0);
  }

  private static String governing(Milestone milestone, String... events) {
    return only(milestone, ASKED, events).governing().rule().value();
  }

  /** Each bound in its order: rule and status. */
  private static List<String> bounds(Deadline deadline) {
    return deadline.bounds().stream()
        .map(each -> each.bound().rule() + " " + each.status().code())
        .toList();
  }

  @Test
  void aLimitWithADateGovernsBeforeOneWithout() {
    assertThat(
            governing(
                duty(
                    "d",
                    "decision-made",
                    bound("A", "request-received", "none"),
                    bound("B", "request-received", "30 d"),
                    bound("C", "request-received", "none")),
                RECEIVED))
        .isEqualTo("B");
  }

  @Test
  void ofLimitsWithoutDateTheFirstInTheDocumentGoverns() {
    assertThat(
            governing(
                duty(
                    "d",
                    "decision-made",
                    bound("A", "request-received", "none"),
                    bound("B", "request-received", "none")),
                RECEIVED))
        .isEqualTo("A");
  }

  @Test
  void onATieTheFirstInTheDocumentGovernsARightToo() {
    assertThat(
            governing(
                right(
                    "window",
                    "application-received",
                    null,
                    bound("A", "request-received", "6 mo"),
                    bound("B", "request-received", "6 mo")),
                RECEIVED))
        .isEqualTo("A");
  }

  @Test
  void theTargetIsTheEarliestWhateverTheOrderOfTheBounds() {
    Deadline deadline =
        only(
            duty(
                "d",
                "decision-made",
                bound("A", "request-received", "14 d"),
                bound("B", "request-received", "5-20 d"),
                bound("C", "request-received", "13 d")),
            ASKED,
            RECEIVED);
    assertThat(MadeUp.said(deadline.target())).isEqualTo("2026-07-06T23:59:59-07:00");
    assertThat(MadeUp.said(deadline.due())).isEqualTo("2026-07-14T23:59:59-07:00");
    assertThat(deadline.governing().rule()).hasToString("C");
  }

  @Test
  void whoOwesABoundOwesTheDutyWhileThatBoundGoverns() {
    Milestone milestone =
        duty(
            "d",
            "decision-made",
            bound("A", "request-received", "14 d"),
            bound("B", "review-request-received", "24 h").owedBy("imro"));
    assertThat(only(milestone, ASKED).owedBy()).isEqualTo("plan");
    assertThat(only(milestone, ASKED, RECEIVED).owedBy()).isEqualTo("plan");
    assertThat(only(milestone, ASKED, RECEIVED, REFERRED).owedBy()).isEqualTo("imro");
  }

  @Test
  void eachBoundOfADutyIsStoppedByWhatComesAfterItsOwnStart() {
    Milestone milestone =
        duty(
            "d",
            "decision-made",
            bound("A", "request-received", "3 d"),
            bound("B", "review-request-received", "3 d"),
            bound("C", "grievance-filed", "3 d"));
    // made between the two starts
    String made = "decision-made@2026-07-02T10:00:00-07:00";
    Deadline deadline = only(milestone, ASKED, RECEIVED, REFERRED, made);
    assertThat(deadline.status()).isEqualTo(DutyStatus.MET);
    assertThat(bounds(deadline)).containsExactly("A met", "B running", "C not-started");
    assertThat(MadeUp.said(deadline.met())).isEqualTo("2026-07-02T10:00:00-07:00");
  }

  @Test
  void aRightThatWasUsedIsUsedUnderEveryBound() {
    Milestone milestone =
        right(
            "window",
            "application-received",
            null,
            bound("A", "request-received", "6 mo"),
            bound("B", "review-request-received", "6 mo"));
    String used = "application-received@2026-07-02T10:00:00-07:00";
    assertThat(bounds(only(milestone, ASKED, RECEIVED, REFERRED, used)))
        .containsExactly("A met", "B met");
    assertThat(bounds(only(milestone, ASKED, REFERRED, RECEIVED)))
        .containsExactly("A running", "B running");
  }

  @Test
  void aRightIsUsedByWhatComesAtOrAfterItsEarliestStart() {
    Milestone milestone =
        right(
            "window",
            "application-received",
            null,
            bound("B", "review-request-received", "6 mo"),
            bound("A", "request-received", "6 mo"));
    assertThat(
            only(
                    milestone,
                    ASKED,
                    RECEIVED,
                    REFERRED,
                    "application-received@2026-07-02T10:00:00-07:00")
                .status())
        .isEqualTo(DutyStatus.MET);
    assertThat(
            only(
                    milestone,
                    ASKED,
                    RECEIVED,
                    REFERRED,
                    "application-received@2026-07-01T09:59:59-07:00")
                .status())
        .isEqualTo(DutyStatus.RUNNING);
  }

  @Test
  void whatWasDoneOnADateAloneIsDoneByTheEndOfThatDay() {
    Deadline deadline =
        only(
            duty("d", "decision-made", bound("A", "request-received", "3 d")),
            "2026-07-10",
            RECEIVED,
            "decision-made@2026-07-04");
    assertThat(deadline.status()).isEqualTo(DutyStatus.MET);
    assertThat(MadeUp.said(deadline.met())).isEqualTo("2026-07-04T23:59:59-07:00");
  }

  @Test
  void beforeItsStartADutyIsShownUnderItsFirstOwnLimitThatApplies() {
    assertThat(
            governing(
                duty(
                    "d",
                    "decision-made",
                    bound("A", "request-received", "3 d").when(is("urgency", "expedited")),
                    bound("B", "request-received", "72 h").nested(),
                    bound("C", "review-request-received", "5 d"),
                    bound("D", "review-request-received", "4 d"))))
        .as("A may apply, B is not its own")
        .isEqualTo("C");
  }

  @Test
  void whileNothingIsKnownToApplyADutyIsShownUnderItsFirstOwnLimitThatMay() {
    Deadline deadline =
        only(
            duty(
                "d",
                "decision-made",
                bound("A", "review-request-received", "9 d").nested(),
                bound("B", "request-received", "3 d").when(is("urgency", "expedited")),
                bound("C", "request-received", "5 d").when(is("urgency", "standard"))),
            ASKED,
            RECEIVED,
            REFERRED);
    assertThat(MadeUp.said(deadline)).isEqualTo("d undetermined B 2026-07-01T10:00:00-07:00 -");
    assertThat(deadline.startedBy()).isEqualTo("request-received");
    assertThat(bounds(deadline))
        .containsExactly("A not-started", "B undetermined", "C undetermined");
    assertThat(deadline.missing()).containsExactly("urgency");
  }
}
