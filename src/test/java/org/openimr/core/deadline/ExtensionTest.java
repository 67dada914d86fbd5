package org.openimr.core.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.openimr.core.MadeUp.bound;
import static org.openimr.core.MadeUp.deadlines;
import static org.openimr.core.MadeUp.duty;
import static org.openimr.core.MadeUp.fact;
import static org.openimr.core.MadeUp.facts;
import static org.openimr.core.MadeUp.is;
import static org.openimr.core.MadeUp.policy;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openimr.core.MadeUp;
import org.openimr.core.casefile.UnacceptableCaseException;
import org.openimr.core.casefile.UnacceptableCaseException.Problem;
import org.openimr.core.policy.Condition;
import org.openimr.core.policy.ReviewPolicy;

/** R-11: what moves a due time, what does nothing, what is refused. */
class ExtensionTest {

  private static final Condition OPEN = new Condition.OneOf(fact("review-open"), Set.of(true));

  /** A standard request may be extended twice, an urgent one once, a third kind never. */
  private static final ReviewPolicy UM =
      policy(
          duty(
              "decision",
              "decision-made",
              bound("U", "request-received", "72 h")
                  .when(is("urgency", "expedited"))
                  .extendable(1, "14 d", true, "14 d", "request-received", OPEN),
              bound("S", "request-received", "5 bd")
                  .when(is("urgency", "standard"))
                  .extendable(2, "14 d", true, "28 d", "request-received", OPEN)));

  private static final ReviewPolicy IMRO =
      policy(
          duty(
              "determination",
              "determination-made",
              bound("I", "review-request-received", "24 h")
                  .extendable(1, "24 h", false, "72 h", "request-received", null)));

  private static final String RECEIVED = "request-received@2026-07-06T10:00:00-07:00";

  private static Deadline only(ReviewPolicy policy, String urgency, String asOf, String... events) {
    return deadlines(policy, facts("urgency=" + urgency), asOf, events).get(0);
  }

  private static String due(String urgency, String... events) {
    return MadeUp.said(
        only(
                UM,
                urgency,
                "2026-09-01T00:00:00-07:00",
                Stream.concat(Stream.of(RECEIVED), Arrays.stream(events)).toArray(String[]::new))
            .due());
  }

  @Test
  void theNthExtensionReachesToNTimesFourteenDaysFromReceipt() {
    assertThat(due("standard")).isEqualTo("2026-07-13T23:59:59-07:00");
    assertThat(due("standard", "extension-granted@2026-07-10T09:00:00-07:00=good-cause"))
        .isEqualTo("2026-07-20T23:59:59-07:00");
    assertThat(
            due(
                "standard",
                "extension-granted@2026-07-10T09:00:00-07:00=good-cause",
                "extension-granted@2026-07-20T09:00:00-07:00=good-cause"))
        .isEqualTo("2026-08-03T23:59:59-07:00");
  }

  @Test
  void anExtensionThatCannotBeCountedNamesItsRule() {
    ReviewPolicy policy =
        policy(
            duty(
                "d",
                "decision-made",
                bound("A", "request-received", "10 d")
                    .extendable(1, "3660 d", true, null, null, null)));
    assertThatExceptionOfType(UnacceptableCaseException.class)
        .isThrownBy(
            () ->
                deadlines(
                    policy,
                    facts(),
                    "2195-02-01T00:00:00-08:00",
                    "request-received@2195-01-05T10:00:00-08:00",
                    "extension-granted@2195-01-06T10:00:00-08:00=good-cause"))
        .satisfies(
            refused ->
                assertThat(refused.problems())
                    .containsExactly(
                        new Problem(
                            1,
                            "Ax cannot be counted, an extension of A: times are counted from 1900"
                                + " to 2200 only")));
  }

  @Test
  void anExtensionOfWhatCannotBeCountedIsNotRefusedAsWell() {
    assertThatExceptionOfType(UnacceptableCaseException.class)
        .isThrownBy(
            () ->
                deadlines(
                    UM,
                    facts("urgency=standard"),
                    "2026-07-10T00:00:00-07:00",
                    "request-received@2009-07-06T10:00:00-07:00",
                    "extension-granted@2009-07-08T09:00:00-07:00=good-cause"))
        .satisfies(
            refused ->
                assertThat(refused.problems())
                    .containsExactly(
                        new Problem(
                            0,
                            "S cannot be counted, 5 bd from request-received: calendar offices"
                                + " covers 2010 to 2199, not 2009")));
  }

  @Test
  void untilIsTakenIfItIsEarlierThanTheCap() {
    assertThat(due("standard", "extension-granted@2026-07-10T09:00:00-07:00=good-cause~2026-07-16"))
        .isEqualTo("2026-07-16T23:59:59-07:00");
    assertThat(due("standard", "extension-granted@2026-07-10T09:00:00-07:00=good-cause~2026-09-16"))
        .isEqualTo("2026-07-20T23:59:59-07:00");
  }

  @Test
  void oneGrantedTooLateIsListedWithoutEffect() {
    Deadline deadline =
        only(
            UM,
            "standard",
            "2026-09-01T00:00:00-07:00",
            RECEIVED,
            "extension-granted@2026-07-14T00:00:00-07:00=good-cause");
    assertThat(MadeUp.said(deadline.due())).isEqualTo("2026-07-13T23:59:59-07:00");
    assertThat(deadline.bounds().get(0).extensions())
        .extracting(ExtensionEffect::kind)
        .containsExactly(ExtensionEffect.Kind.TOO_LATE);
    assertThat(
            due(
                "standard",
                "decision-made@2026-07-09T10:00:00-07:00",
                "extension-granted@2026-07-10T09:00:00-07:00=good-cause"))
        .isEqualTo("2026-07-13T23:59:59-07:00");
  }

  @Test
  void oneTooManyIsRefused() {
    refused(
        "expedited",
        "no further extension is allowed",
        "extension-granted@2026-07-07T09:00:00-07:00=good-cause",
        "extension-granted@2026-07-08T09:00:00-07:00=good-cause");
    refused(
        "standard",
        "no further extension is allowed",
        "extension-granted@2026-07-07T09:00:00-07:00=good-cause",
        "extension-granted@2026-07-08T09:00:00-07:00=good-cause",
        "extension-granted@2026-07-09T09:00:00-07:00=good-cause");
  }

  @Test
  void oneWithoutReasonIsRefused() {
    refused("standard", "needs a reason", "extension-granted@2026-07-07T09:00:00-07:00");
    refused(
        "standard",
        "a reason that is not one of: extraordinary-circumstances, good-cause",
        "extension-granted@2026-07-07T09:00:00-07:00=because");
  }

  @Test
  void oneThatAddsNothingIsRefused() {
    refused(
        "standard",
        "would add nothing",
        "extension-granted@2026-07-07T09:00:00-07:00=good-cause~2026-07-10");
    assertThatThrownBy(
            () ->
                only(
                    IMRO,
                    "expedited",
                    "2026-07-10T00:00:00-07:00",
                    "request-received@2026-07-01T10:00:00-07:00",
                    "review-request-received@2026-07-03T10:00:00-07:00",
                    "extension-granted@2026-07-03T12:00:00-07:00=good-cause"))
        .as("24 hours after the 3rd are the 72 hours after the 1st")
        .isInstanceOf(UnacceptableCaseException.class)
        .hasMessageContaining("would add nothing");
  }

  @Test
  void oneUnderARuleThatKnowsNoneIsRefused() {
    ReviewPolicy none = policy(duty("d", "decision-made", bound("A", "request-received", "30 d")));
    assertThatThrownBy(
            () ->
                only(
                    none,
                    "standard",
                    "2026-07-10T00:00:00-07:00",
                    RECEIVED,
                    "extension-granted@2026-07-07T09:00:00-07:00=good-cause"))
        .isInstanceOf(UnacceptableCaseException.class)
        .hasMessageContaining("no rule that applies to this case allows an extension");
  }

  @Test
  void noneIsAllowedWhileTheExternalReviewIsOpen() {
    refused(
        "expedited",
        "while an expedited external review is open",
        "review-request-received@2026-07-07T08:00:00-07:00",
        "extension-granted@2026-07-07T09:00:00-07:00=good-cause");
    assertThat(
            due(
                "expedited",
                "review-request-received@2026-07-07T08:00:00-07:00",
                "determination-made@2026-07-07T08:30:00-07:00",
                "extension-granted@2026-07-07T09:00:00-07:00=good-cause"))
        .isEqualTo("2026-07-20T23:59:59-07:00");
  }

  @Test
  void theReviewersExtensionIsCutAtTheCapFromReceipt() {
    Deadline deadline =
        only(
            IMRO,
            "expedited",
            "2026-07-10T00:00:00-07:00",
            "request-received@2026-07-01T10:00:00-07:00",
            "review-request-received@2026-07-02T15:00:00-07:00",
            "extension-granted@2026-07-03T12:00:00-07:00=extraordinary-circumstances");
    // 24 h are Fri 3 July 15:00, 24 more Sat 15:00, the cap is Sat 10:00
    assertThat(MadeUp.said(deadline.due())).isEqualTo("2026-07-04T10:00:00-07:00");
  }

  @Test
  void anExtensionBeforeTheConversionKeepsItsEffectOnTheStandardBoundOnly() {
    Deadline deadline =
        only(
            UM,
            "standard",
            "2026-07-09T10:00:00-07:00",
            RECEIVED,
            "extension-granted@2026-07-08T09:00:00-07:00=good-cause",
            "converted-to-expedited@2026-07-09T09:00:00-07:00=imminent-serious-threat");
    assertThat(deadline.bounds())
        .extracting(open -> open.bound().rule() + " " + MadeUp.said(open.due()))
        .containsExactly("U 2026-07-12T09:00:00-07:00", "S 2026-07-20T23:59:59-07:00");
  }

  @Test
  void oneGrantedExactlyAtTheDueTimeCounts() {
    assertThat(due("standard", "extension-granted@2026-07-13T23:59:59-07:00=good-cause"))
        .isEqualTo("2026-07-20T23:59:59-07:00");
    // 72 h from Monday 10:00
    assertThat(due("expedited", "extension-granted@2026-07-09T10:00:00-07:00=good-cause"))
        .isEqualTo("2026-07-20T23:59:59-07:00");
    assertThat(due("expedited", "extension-granted@2026-07-09T10:00:01-07:00=good-cause"))
        .isEqualTo("2026-07-09T10:00:00-07:00");
  }

  @Test
  void oneGrantedBeforeTheClockStartedIsListedWithoutEffect() {
    assertThat(due("standard", "extension-granted@2026-07-06T09:59:59-07:00=good-cause"))
        .isEqualTo("2026-07-13T23:59:59-07:00");
    Deadline waiting =
        only(
            UM,
            "standard",
            "2026-07-10T00:00:00-07:00",
            "extension-granted@2026-07-06T09:00:00-07:00=good-cause");
    assertThat(waiting.status()).isEqualTo(DutyStatus.NOT_STARTED);
    assertThat(waiting.bounds().get(0).extensions())
        .extracting(ExtensionEffect::kind)
        .containsExactly(ExtensionEffect.Kind.NOT_STARTED);
  }

  @Test
  void oneGrantedWhenTheDecisionWasMadeOrLaterHasNoEffect() {
    String made = "decision-made@2026-07-09T10:00:00-07:00";
    assertThat(due("standard", made, "extension-granted@2026-07-09T10:00:00-07:00=good-cause"))
        .isEqualTo("2026-07-13T23:59:59-07:00");
    assertThat(due("standard", made, "extension-granted@2026-07-09T09:59:59-07:00=good-cause"))
        .isEqualTo("2026-07-20T23:59:59-07:00");
  }

  @Test
  void onTheSameDayWithoutTimeNeitherLiesBeforeTheOther() {
    // the order is unknown, so nothing says that the clock had been stopped
    assertThat(
            due(
                "standard",
                "decision-made@2026-07-09",
                "extension-granted@2026-07-09T18:00:00-07:00=good-cause"))
        .isEqualTo("2026-07-20T23:59:59-07:00");
    assertThat(
            due(
                "standard",
                "decision-made@2026-07-09T10:00:00-07:00",
                "extension-granted@2026-07-09=good-cause"))
        .isEqualTo("2026-07-20T23:59:59-07:00");
    assertThat(
            due("standard", "decision-made@2026-07-09", "extension-granted@2026-07-10=good-cause"))
        .isEqualTo("2026-07-13T23:59:59-07:00");
  }

  @Test
  void afterAConversionItMovesEveryBoundAndTheCapCountsFromReceipt() {
    Deadline deadline =
        only(
            UM,
            "standard",
            "2026-07-11T00:00:00-07:00",
            RECEIVED,
            "converted-to-expedited@2026-07-09T09:00:00-07:00=imminent-serious-threat",
            "extension-granted@2026-07-10T09:00:00-07:00=good-cause");
    // 14 days from Monday 6 July, not from the conversion
    assertThat(deadline.bounds())
        .extracting(open -> open.bound().rule() + " " + MadeUp.said(open.due()))
        .containsExactly("U 2026-07-20T23:59:59-07:00", "S 2026-07-20T23:59:59-07:00");
  }

  @Test
  void oneGrantedBeforeTheExternalReviewWasAskedForCounts() {
    assertThat(
            due(
                "expedited",
                "extension-granted@2026-07-07T09:00:00-07:00=good-cause",
                "review-request-received@2026-07-07T10:00:00-07:00"))
        .isEqualTo("2026-07-20T23:59:59-07:00");
  }

  @Test
  void whileItIsUnknownWhetherOneIsAllowedNoneIsRefused() {
    Deadline deadline =
        deadlines(
                UM,
                facts(),
                "2026-07-10T00:00:00-07:00",
                RECEIVED,
                "extension-granted@2026-07-07T09:00:00-07:00=good-cause")
            .get(0);
    assertThat(deadline.status()).isEqualTo(DutyStatus.UNDETERMINED);
    assertThat(deadline.bounds()).allMatch(bound -> bound.extensions().isEmpty());
  }

  @Test
  void whereOnlyALimitWithoutExtensionIsUnknownOneIsRefused() {
    ReviewPolicy none =
        policy(
            duty(
                "d",
                "decision-made",
                bound("A", "request-received", "30 d").when(is("urgency", "standard"))));
    assertThatThrownBy(
            () ->
                deadlines(
                    none,
                    facts(),
                    "2026-07-10T00:00:00-07:00",
                    RECEIVED,
                    "extension-granted@2026-07-07T09:00:00-07:00=good-cause"))
        .hasMessageContaining("no rule that applies to this case allows an extension");
  }

  @Test
  void theTargetOfARangeStaysAndAnyOtherMovesWithTheDueTime() {
    ReviewPolicy policy =
        policy(
            duty(
                "d",
                "decision-made",
                bound("R", "request-received", "5-7 d")
                    .extendable(1, "14 d", true, null, null, null),
                bound("S", "request-received", "6 d")
                    .extendable(1, "14 d", true, null, null, null)));
    Deadline deadline =
        only(
            policy,
            "standard",
            "2026-07-10T00:00:00-07:00",
            RECEIVED,
            "extension-granted@2026-07-07T09:00:00-07:00=good-cause");
    assertThat(deadline.bounds())
        .extracting(open -> MadeUp.said(open.target()) + " to " + MadeUp.said(open.due()))
        .containsExactly(
            "2026-07-11T23:59:59-07:00 to 2026-07-20T23:59:59-07:00",
            "2026-07-20T23:59:59-07:00 to 2026-07-20T23:59:59-07:00");
  }

  @Test
  void aCapCountsFromTheStartOfTheBoundUnlessTheRuleNamesAnotherEvent() {
    ReviewPolicy policy =
        policy(
            duty(
                "d",
                "decision-made",
                bound("A", "request-received", "24 h")
                    .extendable(1, "24 h", false, "36 h", null, null)));
    assertThat(
            MadeUp.said(
                only(
                        policy,
                        "standard",
                        "2026-07-08T00:00:00-07:00",
                        RECEIVED,
                        "extension-granted@2026-07-06T12:00:00-07:00=good-cause")
                    .due()))
        .isEqualTo("2026-07-07T22:00:00-07:00");
  }

  @Test
  void aCapWhoseEventHasNotHappenedCutsNothing() {
    Deadline deadline =
        only(
            IMRO,
            "expedited",
            "2026-07-10T00:00:00-07:00",
            "review-request-received@2026-07-02T15:00:00-07:00",
            "extension-granted@2026-07-03T12:00:00-07:00=good-cause");
    assertThat(MadeUp.said(deadline.due())).isEqualTo("2026-07-04T15:00:00-07:00");
  }

  @Test
  void everyExtensionThatIsRefusedIsNamedByItsPlace() {
    assertThatExceptionOfType(UnacceptableCaseException.class)
        .isThrownBy(
            () ->
                due(
                    "expedited",
                    "extension-granted@2026-07-07T09:00:00-07:00=good-cause",
                    "extension-granted@2026-07-07T10:00:00-07:00",
                    "extension-granted@2026-07-08T09:00:00-07:00=good-cause"))
        .satisfies(
            refused ->
                assertThat(refused.problems())
                    .containsExactly(
                        new Problem(
                            2,
                            "extension-granted needs a reason:"
                                + " good-cause or extraordinary-circumstances"),
                        new Problem(
                            3, "extension-granted refused: no further extension is allowed")));
  }

  private static void refused(String urgency, String message, String... events) {
    assertThatThrownBy(() -> due(urgency, events))
        .isInstanceOf(UnacceptableCaseException.class)
        .hasMessageContaining(message);
  }
}
