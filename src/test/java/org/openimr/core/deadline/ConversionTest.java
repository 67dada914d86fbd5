package org.openimr.core.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.openimr.core.MadeUp.ALWAYS;
import static org.openimr.core.MadeUp.bound;
import static org.openimr.core.MadeUp.deadlines;
import static org.openimr.core.MadeUp.duty;
import static org.openimr.core.MadeUp.event;
import static org.openimr.core.MadeUp.facts;
import static org.openimr.core.MadeUp.is;
import static org.openimr.core.MadeUp.policy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openimr.core.MadeUp;
import org.openimr.core.casefile.UnacceptableCaseException;
import org.openimr.core.policy.Condition;
import org.openimr.core.policy.DerivedEvent;
import org.openimr.core.policy.ReviewPolicy;

/** a standard case becomes an expedited one. */
class ConversionTest {

  private static final ReviewPolicy UM =
      policy(
          duty(
              "decision",
              "decision-made",
              bound("U", "request-received", "72 h").when(is("urgency", "expedited")),
              bound("S", "request-received", "5 bd").when(is("urgency", "standard"))),
          duty(
              "notice",
              "notified",
              bound("N", "decision-made", "24 h").when(is("urgency", "expedited"))));

  private static final String RECEIVED = "request-received@2026-07-06T10:00:00-07:00";
  private static final String CONVERTED =
      "converted-to-expedited@2026-07-09T09:00:00-07:00=imminent-serious-threat";

  @Test
  void theExpeditedBoundCountsFromTheConversionAndTheStandardOneStays() {
    List<Deadline> deadlines =
        deadlines(UM, facts("urgency=standard"), "2026-07-09T12:00:00-07:00", RECEIVED, CONVERTED);
    assertThat(MadeUp.said(deadlines.get(0)))
        .isEqualTo("decision running U 2026-07-09T09:00:00-07:00 2026-07-12T09:00:00-07:00");
    assertThat(deadlines.get(0).startedBy()).isEqualTo("converted-to-expedited");
    assertThat(deadlines.get(0).bounds())
        .extracting(open -> open.bound().rule() + " " + MadeUp.said(open.due()))
        .containsExactly("U 2026-07-12T09:00:00-07:00", "S 2026-07-13T23:59:59-07:00");
  }

  @Test
  void aStartAfterTheConversionCountsFromItself() {
    Deadline notice =
        deadlines(
                UM,
                facts("urgency=standard"),
                "2026-07-10T12:00:00-07:00",
                RECEIVED,
                CONVERTED,
                "decision-made@2026-07-10T10:00:00-07:00")
            .get(1);
    assertThat(MadeUp.said(notice))
        .isEqualTo("notice running N 2026-07-10T10:00:00-07:00 2026-07-11T10:00:00-07:00");
  }

  @Test
  void beforeTheConversionTheCaseIsStandard() {
    assertThat(
            deadlines(
                UM, facts("urgency=standard"), "2026-07-09T08:59:59-07:00", RECEIVED, CONVERTED))
        .extracting(MadeUp::said)
        .containsExactly("decision running S 2026-07-06T10:00:00-07:00 2026-07-13T23:59:59-07:00");
  }

  @Test
  void whatWasDoneBeforeIsNotExpedited() {
    assertThat(
            deadlines(
                    UM,
                    facts("urgency=standard"),
                    "2026-07-20T08:00:00-07:00",
                    RECEIVED,
                    CONVERTED,
                    "decision-made@2026-07-08T10:00:00-07:00")
                .get(0))
        .extracting(MadeUp::said)
        .isEqualTo("decision met S 2026-07-06T10:00:00-07:00 2026-07-13T23:59:59-07:00");
  }

  @Test
  void nothingIsConvertedAfterItsDeterminationNorTwice() {
    assertThatThrownBy(
            () ->
                deadlines(
                    UM,
                    facts(),
                    "2026-08-01T00:00:00-07:00",
                    RECEIVED,
                    CONVERTED,
                    "determination-made@2026-07-08T10:00:00-07:00"))
        .isInstanceOf(UnacceptableCaseException.class)
        .hasMessage(
            "a case is converted before its review ends, not after it: determination-made has"
                + " ended it");
    assertThatThrownBy(
            () ->
                deadlines(
                    UM,
                    facts(),
                    "2026-08-01T00:00:00-07:00",
                    RECEIVED,
                    CONVERTED,
                    "converted-to-expedited@2026-07-10T09:00:00-07:00=imminent-serious-threat"))
        .hasMessage("the case is expedited already");
  }

  @Test
  void aPolicyNamesWhatElseEndsItsReviews() {
    String ended =
        "a case is converted before its review ends, not after it: decision-made has ended it";
    assertThat(converted("request-received@2026-07-06", "decision-made@2026-07-08"))
        .isEqualTo(ended);
    assertThat(converted("decision-made@2026-07-08")).isEqualTo(ended);
    assertThat(converted("notified@2026-07-07", "decision-made@2026-07-08"))
        .as("the first of them is told")
        .isEqualTo(
            "a case is converted before its review ends, not after it: notified has ended it");
    assertThat(converted("request-received@2026-07-06", "decision-made@2026-07-09"))
        .as("the same day is neither before nor after")
        .isEqualTo("accepted");
    assertThat(converted("request-received@2026-07-06", "decision-made@2026-07-10"))
        .isEqualTo("accepted");
    assertThat(converted("request-received@2026-07-06", "decision-made@2026-07-06"))
        .as("the day on which the review begins")
        .isEqualTo(ended);
  }

  @Test
  void whatEndedBeforeTheReviewBeganWasAnotherReview() {
    assertThat(converted("decision-made@2026-07-05", "request-received@2026-07-06"))
        .isEqualTo("accepted");
    assertThat(
            converted(
                "decision-made@2026-07-05",
                "request-received@2026-07-06",
                "determination-made@2026-07-05"))
        .as("a determination ends every review")
        .endsWith("determination-made has ended it");
    assertThat(converted("decision-made@2026-07-08", "request-received@2026-07-10"))
        .as("what begins after the conversion is not its review")
        .endsWith("decision-made has ended it");
  }

  @Test
  void theFirstEndIsToldInWhateverOrderThePolicyNamesThem() {
    assertThat(converted("decision-made@2026-07-07", "notified@2026-07-08"))
        .endsWith(": decision-made has ended it");
  }

  @Test
  void theLatestBeginningCounts() {
    ReviewPolicy policy =
        MadeUp.withSpan(
            policy(duty("d", "notified", bound("A", "criteria-met", "7 d"))),
            List.of("request-received", "review-request-received", "application-received"),
            "decision-made");
    String[] denied = {
      "request-received@2026-07-01", "decision-made@2026-07-03",
      "review-request-received@2026-07-04", "application-received@2026-07-02"
    };
    assertThat(converted(policy, denied)).isEqualTo("accepted");
    assertThat(converted(policy, "review-request-received@2026-07-02", denied[0], denied[1]))
        .endsWith(": decision-made has ended it");
    assertThat(converted(policy, "review-request-received@2026-07-09", denied[0], denied[1]))
        .as("a beginning on the day of the conversion may be before it")
        .isEqualTo("accepted");
  }

  private static String converted(String... events) {
    return converted(
        MadeUp.withSpan(
            policy(duty("d", "notified", bound("A", "criteria-met", "7 d"))),
            List.of("request-received"),
            "decision-made",
            "notified"),
        events);
  }

  private static String converted(ReviewPolicy policy, String... events) {
    List<String> all = new ArrayList<>(List.of(events));
    all.add(CONVERTED);
    try {
      deadlines(
          policy,
          facts("urgency=standard"),
          "2026-08-01T00:00:00-07:00",
          all.toArray(String[]::new));
      return "accepted";
    } catch (UnacceptableCaseException refused) {
      return refused.getMessage();
    }
  }

  @Test
  void aConversionWithoutReasonLeavesTheBasisOpen() {
    ReviewPolicy policy =
        policy(
            duty(
                "decision",
                "decision-made",
                bound("T", "request-received", "72 h")
                    .when(is("urgency-basis", "imminent-serious-threat"))));
    String silent = "converted-to-expedited@2026-07-09T09:00:00-07:00";
    assertThat(deadlines(policy, facts(), "2026-07-09T12:00:00-07:00", RECEIVED, silent).get(0))
        .satisfies(each -> assertThat(each.status()).isEqualTo(DutyStatus.UNDETERMINED))
        .satisfies(each -> assertThat(each.missing()).containsExactly("urgency-basis"));
  }

  @Test
  void anEventMayFollowFromTheConversion() {
    ReviewPolicy policy =
        policy(
            List.of(
                new DerivedEvent(
                    event("criteria-met"),
                    false,
                    List.of(
                        new DerivedEvent.Source(event("converted-to-expedited"), ALWAYS, 0, null),
                        new DerivedEvent.Source(
                            event("application-received"), is("urgency", "expedited"), 0, null)))),
            List.of(),
            duty("d", "determination-made", bound("A", "criteria-met", "7 d")));
    assertThat(
            deadlines(
                    policy,
                    facts("urgency=expedited"),
                    "2026-07-09T12:00:00-07:00",
                    "application-received@2026-07-01T10:00:00-07:00")
                .get(0))
        .extracting(MadeUp::said)
        .isEqualTo("d overdue A 2026-07-01T10:00:00-07:00 2026-07-08T23:59:59-07:00");
    assertThat(
            deadlines(
                    policy,
                    facts("urgency=standard"),
                    "2026-07-09T12:00:00-07:00",
                    "application-received@2026-07-01T10:00:00-07:00",
                    CONVERTED)
                .get(0))
        .extracting(MadeUp::said)
        .isEqualTo("d running A 2026-07-09T09:00:00-07:00 2026-07-16T23:59:59-07:00");
  }

  @Test
  void whatWouldDecideTheStandardCaseIsNamedToo() {
    ReviewPolicy policy =
        policy(
            duty(
                "notice",
                "notified",
                bound("S", "request-received", "5 bd")
                    .when(
                        new Condition.Junction(
                            true, List.of(is("urgency", "standard"), is("decision", "denied"))))));
    Deadline notice =
        deadlines(policy, facts(), "2026-07-10T12:00:00-07:00", RECEIVED, CONVERTED).get(0);
    assertThat(notice.status()).isEqualTo(DutyStatus.UNDETERMINED);
    assertThat(notice.missing()).containsExactly("decision");
  }

  @Test
  void aStartOnADateAloneCountsHoursFromTheConversion() {
    assertThat(
            deadlines(
                    UM,
                    facts("urgency=standard"),
                    "2026-07-09T12:00:00-07:00",
                    "request-received@2026-07-06",
                    CONVERTED)
                .get(0))
        .extracting(MadeUp::said)
        .isEqualTo("decision running U 2026-07-09T09:00:00-07:00 2026-07-12T09:00:00-07:00");
  }
}
