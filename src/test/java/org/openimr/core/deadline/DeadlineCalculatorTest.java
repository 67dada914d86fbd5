package org.openimr.core.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.openimr.core.MadeUp.bound;
import static org.openimr.core.MadeUp.deadlines;
import static org.openimr.core.MadeUp.dueOf;
import static org.openimr.core.MadeUp.duty;
import static org.openimr.core.MadeUp.event;
import static org.openimr.core.MadeUp.facts;
import static org.openimr.core.MadeUp.is;
import static org.openimr.core.MadeUp.milestone;
import static org.openimr.core.MadeUp.policy;
import static org.openimr.core.MadeUp.right;

import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openimr.core.MadeUp;
import org.openimr.core.casefile.UnacceptableCaseException;
import org.openimr.core.law.Citation;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.policy.StartWindow;

/** Every shape of the tables of the law file, on policies small enough to count by hand. */
class DeadlineCalculatorTest {

  private static final String NOTIFIED = "plan-notified@2026-07-01T10:00:00-07:00";

  private static final ReviewPolicy RECORDS =
      policy(
          duty(
              "records",
              "records-sent",
              bound("A", "plan-notified", "24 h").when(is("urgency", "expedited")),
              bound("B", "plan-notified", "3 bd").when(is("urgency", "standard")),
              bound("C", "plan-notified", "3 d").when(is("urgency", "standard"))));

  private static List<String> said(
      ReviewPolicy policy, String urgency, String asOf, String... events) {
    return deadlines(
            policy, urgency.isEmpty() ? facts() : facts("urgency=" + urgency), asOf, events)
        .stream()
        .map(MadeUp::said)
        .toList();
  }

  @Test
  void theEarliestBoundOfADutyGovernsAndAllAreListed() {
    Deadline deadline =
        deadlines(RECORDS, facts("urgency=standard"), "2026-07-02T00:00:00-07:00", NOTIFIED).get(0);
    assertThat(MadeUp.said(deadline))
        .isEqualTo("records running C 2026-07-01T10:00:00-07:00 2026-07-04T23:59:59-07:00");
    assertThat(deadline.bounds())
        .extracting(open -> open.bound().rule() + " " + MadeUp.said(open.due()))
        .containsExactly("B 2026-07-06T23:59:59-07:00", "C 2026-07-04T23:59:59-07:00");
  }

  @Test
  void theLastDayCountsToItsLastSecond() {
    assertThat(
            said(
                RECORDS,
                "standard",
                "2026-07-10T00:00:00-07:00",
                NOTIFIED,
                "records-sent@2026-07-04T23:59:59-07:00"))
        .singleElement()
        .asString()
        .startsWith("records met ");
    assertThat(
            said(
                RECORDS,
                "standard",
                "2026-07-10T00:00:00-07:00",
                NOTIFIED,
                "records-sent@2026-07-05T00:00:00-07:00"))
        .singleElement()
        .asString()
        .startsWith("records met-late ");
  }

  @Test
  void hoursAreMetExactlyAtDueAndLateOneSecondAfter() {
    assertThat(
            said(
                RECORDS,
                "expedited",
                "2026-07-10T00:00:00-07:00",
                NOTIFIED,
                "records-sent@2026-07-02T10:00:00-07:00"))
        .singleElement()
        .asString()
        .startsWith("records met ");
    assertThat(
            said(
                RECORDS,
                "expedited",
                "2026-07-10T00:00:00-07:00",
                NOTIFIED,
                "records-sent@2026-07-02T10:00:01-07:00"))
        .singleElement()
        .asString()
        .startsWith("records met-late ");
  }

  @Test
  void withoutAStopItIsOverdueOnlyAfterDue() {
    assertThat(said(RECORDS, "standard", "2026-07-04T23:59:59-07:00", NOTIFIED).get(0))
        .startsWith("records running ");
    assertThat(said(RECORDS, "standard", "2026-07-05T00:00:00-07:00", NOTIFIED).get(0))
        .startsWith("records overdue ");
  }

  @Test
  void withoutStartItHasNotStarted() {
    assertThat(said(RECORDS, "standard", "2026-07-05T00:00:00-07:00"))
        .containsExactly("records not-started B - -");
  }

  @Test
  void anEventAfterTheTimeAskedAboutHasNotHappened() {
    assertThat(said(RECORDS, "standard", "2026-07-01T09:59:59-07:00", NOTIFIED))
        .containsExactly("records not-started B - -");
  }

  @Test
  void aStopBeforeTheStartStopsNothing() {
    assertThat(
            said(
                    RECORDS,
                    "standard",
                    "2026-07-02T00:00:00-07:00",
                    NOTIFIED,
                    "records-sent@2026-06-30T10:00:00-07:00")
                .get(0))
        .startsWith("records running ");
  }

  @Test
  void anUnknownConditionLeavesTheMilestoneUndeterminedAndNamesTheFact() {
    Deadline deadline = deadlines(RECORDS, facts(), "2026-07-02T00:00:00-07:00", NOTIFIED).get(0);
    assertThat(deadline.status()).isEqualTo(DutyStatus.UNDETERMINED);
    assertThat(deadline.due()).isNull();
    assertThat(deadline.missing()).containsExactly("urgency");
    assertThat(deadline.bounds())
        .hasSize(3)
        .allMatch(open -> open.status() == DutyStatus.UNDETERMINED && open.due() == null);
  }

  @Test
  void aMilestoneTakesItsDueFromTheBoundsThatDoApply() {
    ReviewPolicy policy =
        policy(
            duty(
                "d",
                "decision-made",
                bound("A", "request-received", "10 d"),
                bound("B", "request-received", "3 d").when(is("urgency", "expedited"))));
    Deadline deadline =
        deadlines(
                policy,
                facts(),
                "2026-07-02T00:00:00-07:00",
                "request-received@2026-07-01T10:00:00-07:00")
            .get(0);
    assertThat(MadeUp.said(deadline))
        .isEqualTo("d running A 2026-07-01T10:00:00-07:00 2026-07-11T23:59:59-07:00");
    assertThat(deadline.missing()).containsExactly("urgency");
  }

  @Test
  void aMilestoneWhoseConditionsAreFalseIsLeftOut() {
    ReviewPolicy policy =
        policy(
            duty(
                "d",
                "decision-made",
                bound("A", "request-received", "1 d").when(is("urgency", "expedited"))));
    assertThat(said(policy, "standard", "2026-07-02T00:00:00-07:00")).isEmpty();
  }

  @Test
  void aDutyWithoutDateIsListedAndNeverLate() {
    ReviewPolicy policy = policy(duty("letter", "notified", bound("A", "decision-made", "none")));
    assertThat(said(policy, "", "2027-07-02T00:00:00-07:00", "decision-made@2026-07-01"))
        .containsExactly("letter running A 2026-07-01T00:00:00-07:00 -");
    assertThat(
            said(
                    policy,
                    "",
                    "2027-07-02T00:00:00-07:00",
                    "decision-made@2026-07-01",
                    "notified@2027-06-01")
                .get(0))
        .startsWith("letter met ");
  }

  @Test
  void theLatestBoundOfARightGovernsAndRolls() {
    ReviewPolicy policy =
        policy(
            right(
                "window",
                "application-received",
                null,
                bound("A", "decision-made", "6 mo rolls"),
                bound("B", "grievance-resolved", "6 mo rolls")));
    // 6 months from 31 Aug is Sun 28 Feb 2027, rolls to Monday; from 15 Sep it is Mon 15 Mar
    assertThat(
            said(
                policy, "", "2026-12-01T00:00:00-08:00", "decision-made@2026-08-31T09:00:00-07:00"))
        .containsExactly("window running A 2026-08-31T09:00:00-07:00 2027-03-01T23:59:59-08:00");
    assertThat(
            said(
                policy,
                "",
                "2026-12-01T00:00:00-08:00",
                "decision-made@2026-08-31T09:00:00-07:00",
                "grievance-resolved@2026-09-15T09:00:00-07:00"))
        .containsExactly("window running B 2026-09-15T09:00:00-07:00 2027-03-15T23:59:59-07:00");
    assertThat(
            said(policy, "", "2027-04-01T00:00:00-07:00", "decision-made@2026-08-31T09:00:00-07:00")
                .get(0))
        .startsWith("window lapsed ");
  }

  @Test
  void aRightUsedBeforeItsLastBoundStartedIsMet() {
    ReviewPolicy policy =
        policy(
            right(
                "window",
                "application-received",
                null,
                bound("A", "decision-made", "6 mo"),
                bound("B", "grievance-resolved", "6 mo")));
    assertThat(
            said(
                    policy,
                    "",
                    "2026-12-01T00:00:00-08:00",
                    "decision-made@2026-07-01T09:00:00-07:00",
                    "application-received@2026-07-10T09:00:00-07:00",
                    "grievance-resolved@2026-07-20T09:00:00-07:00")
                .get(0))
        .startsWith("window met B ");
  }

  @Test
  void aNestedBoundNeverOpensAMilestone() {
    ReviewPolicy policy =
        policy(
            duty(
                "determination",
                "determination-made",
                bound("A", "review-request-received", "24 h"),
                bound("B", "request-received", "72 h").nested()));
    assertThat(
            said(
                policy,
                "",
                "2026-07-02T00:00:00-07:00",
                "request-received@2026-07-01T10:00:00-07:00"))
        .containsExactly("determination not-started A - -");
    assertThat(
            said(
                policy,
                "",
                "2026-07-02T00:00:00-07:00",
                "request-received@2026-07-01T10:00:00-07:00",
                "review-request-received@2026-07-04T09:00:00-07:00"))
        .as("asked on 2 July the reviewer has no request yet")
        .containsExactly("determination not-started A - -");
    assertThat(
            said(
                policy,
                "",
                "2026-07-04T09:30:00-07:00",
                "request-received@2026-07-01T10:00:00-07:00",
                "review-request-received@2026-07-04T09:00:00-07:00"))
        .containsExactly(
            "determination running B 2026-07-01T10:00:00-07:00 2026-07-04T10:00:00-07:00");
  }

  @Test
  void aNestedBoundTakesTheDueOfAnotherMilestoneWithItsExtensions() {
    ReviewPolicy policy =
        policy(
            duty(
                "determination",
                "determination-made",
                bound("A", "review-request-received", "5 bd"),
                dueOf("B", "decision")),
            duty(
                "decision",
                "decision-made",
                bound("C", "request-received", "5 bd")
                    .extendable(2, "14 d", true, "28 d", null, null)));
    String[] events = {
      "request-received@2026-07-01T10:00:00-07:00",
      "review-request-received@2026-07-07T09:00:00-07:00",
      "extension-granted@2026-07-07T10:00:00-07:00=good-cause"
    };
    // 5 bd from 1 July is Wed 8 July; extended to 14 days from receipt is Wed 15 July;
    // 5 bd from Tue 7 July is Tue 14 July, now the earliest
    assertThat(said(policy, "", "2026-07-07T09:30:00-07:00", events).get(0))
        .isEqualTo("determination running B 2026-07-01T10:00:00-07:00 2026-07-08T23:59:59-07:00");
    assertThat(said(policy, "", "2026-07-08T09:30:00-07:00", events))
        .containsExactly(
            "determination running A 2026-07-07T09:00:00-07:00 2026-07-14T23:59:59-07:00",
            "decision running C 2026-07-01T10:00:00-07:00 2026-07-15T23:59:59-07:00");
  }

  @Test
  void theTargetIsTheEarliestOfThoseThatCount() {
    ReviewPolicy policy =
        policy(
            duty(
                "d",
                "determination-made",
                bound("A", "review-request-received", "5-7 bd"),
                bound("B", "request-received", "30 d").nested()));
    Deadline deadline =
        deadlines(
                policy,
                facts(),
                "2026-07-02T00:00:00-07:00",
                "request-received@2026-06-01T10:00:00-07:00",
                "review-request-received@2026-07-01T10:00:00-07:00")
            .get(0);
    // 30 days from 1 June is 1 July, 7 bd from 1 July is Fri 10 July, 5 bd is Wed 8 July
    assertThat(MadeUp.said(deadline.due())).isEqualTo("2026-07-01T23:59:59-07:00");
    assertThat(MadeUp.said(deadline.target())).isEqualTo("2026-07-01T23:59:59-07:00");
    assertThat(MadeUp.said(deadline.bounds().get(0).target()))
        .isEqualTo("2026-07-08T23:59:59-07:00");
    assertThat(deadline.explain()).contains("day 5  Wed 2026-07-08  target");
  }

  @Test
  void onATieTheFirstInTheDocumentGoverns() {
    ReviewPolicy policy =
        policy(
            duty(
                "d",
                "decision-made",
                bound("A", "request-received", "3 d"),
                bound("B", "request-received", "3 d")));
    assertThat(
            deadlines(policy, facts(), "2026-07-02T00:00:00-07:00", "request-received@2026-07-01")
                .get(0)
                .governing()
                .rule()
                .value())
        .isEqualTo("A");
  }

  @Test
  void repeatedEventsEachHaveADeadlineAndStopsGoFirstInFirstOut() {
    ReviewPolicy policy = policy(duty("forward", "forwarded", bound("A", "new-record", "1 d")));
    assertThat(
            said(
                policy,
                "",
                "2026-07-10T00:00:00-07:00",
                "new-record@2026-07-02T10:00:00-07:00#b",
                "new-record@2026-07-01T10:00:00-07:00#a",
                "forwarded@2026-07-03T10:00:00-07:00"))
        .containsExactly(
            "forward met-late A 2026-07-01T10:00:00-07:00 2026-07-02T23:59:59-07:00",
            "forward overdue A 2026-07-02T10:00:00-07:00 2026-07-03T23:59:59-07:00");
    assertThat(
            said(
                policy,
                "",
                "2026-07-10T00:00:00-07:00",
                "new-record@2026-07-02T10:00:00-07:00#b",
                "new-record@2026-07-01T10:00:00-07:00#a",
                "forwarded@2026-07-03T10:00:00-07:00>b"))
        .containsExactly(
            "forward overdue A 2026-07-01T10:00:00-07:00 2026-07-02T23:59:59-07:00",
            "forward met A 2026-07-02T10:00:00-07:00 2026-07-03T23:59:59-07:00");
  }

  @Test
  void aStopThatNamesALaterStartIsRefused() {
    ReviewPolicy policy = policy(duty("forward", "forwarded", bound("A", "new-record", "1 d")));
    assertThatThrownBy(
            () ->
                said(
                    policy,
                    "",
                    "2026-07-10T00:00:00-07:00",
                    "new-record@2026-07-02T10:00:00-07:00#a",
                    "forwarded@2026-07-01T10:00:00-07:00>a"))
        .isInstanceOf(UnacceptableCaseException.class)
        .hasMessage("forwarded lies before the new-record that it answers");
  }

  @Test
  void ofOnceOnlyEventsTheEarliestNotStruckStarts() {
    assertThat(
            said(
                    RECORDS,
                    "standard",
                    "2026-07-02T12:00:00-07:00",
                    NOTIFIED + "#first",
                    "plan-notified@2026-07-02T10:00:00-07:00")
                .get(0))
        .contains("2026-07-01T10:00:00-07:00");
    assertThat(
            said(
                    RECORDS,
                    "standard",
                    "2026-07-02T12:00:00-07:00",
                    NOTIFIED + "#first",
                    "plan-notified@2026-07-02T10:00:00-07:00",
                    "entered-in-error@2026-07-02T11:00:00-07:00>first")
                .get(0))
        .contains("2026-07-02T10:00:00-07:00");
    assertThat(
            said(
                    RECORDS,
                    "standard",
                    "2026-07-02T12:00:00-07:00",
                    NOTIFIED + "#first",
                    "plan-notified@2026-07-02T10:00:00-07:00",
                    "entered-in-error@2026-07-02T11:00:00-07:00#strike>first",
                    "entered-in-error@2026-07-02T11:30:00-07:00>strike")
                .get(0))
        .as("a strike that is struck strikes nothing")
        .contains("2026-07-01T10:00:00-07:00");
  }

  @Test
  void aDateAloneStandsForTheWholeDayWhereDaysCount() {
    assertThat(
            said(
                RECORDS,
                "standard",
                "2026-07-05",
                "plan-notified@2026-07-01",
                "records-sent@2026-07-04"))
        .containsExactly("records met C 2026-07-01T00:00:00-07:00 2026-07-04T23:59:59-07:00");
    assertThat(said(RECORDS, "standard", "2026-07-04", "plan-notified@2026-07-01").get(0))
        .startsWith("records running");
  }

  @Test
  void aDateAloneIsRefusedWhereHoursCount() {
    assertThatThrownBy(() -> said(RECORDS, "expedited", "2026-07-05", "plan-notified@2026-07-01"))
        .isInstanceOf(UnacceptableCaseException.class)
        .hasMessage("plan-notified needs a time of day: A counts 24 h from it");
    assertThatThrownBy(() -> said(RECORDS, "", "2026-07-05", "plan-notified@2026-07-01"))
        .as("unknown whether hours count")
        .isInstanceOf(UnacceptableCaseException.class);
    assertThatThrownBy(
            () -> said(RECORDS, "expedited", "2026-07-05", NOTIFIED, "records-sent@2026-07-02"))
        .isInstanceOf(UnacceptableCaseException.class)
        .hasMessage("records-sent needs a time of day: it stops A, which counts 24 h");
  }

  @Test
  void theStartMayHaveToLieOnABusinessDayBeforeATime() {
    LocalTime eight = LocalTime.of(8, 0);
    ReviewPolicy policy =
        policy(
            duty(
                "voicemail",
                "call-returned",
                bound("A", "call", "0 bd").window(new StartWindow(null, eight, true)),
                bound("B", "call", "1 bd").window(new StartWindow(null, eight, false))));
    assertThat(
            said(
                policy,
                "",
                "2026-07-06T12:00:00-07:00",
                "call@2026-07-06T07:59:59-07:00",
                "call@2026-07-06T08:00:00-07:00",
                "call@2026-07-04T07:00:00-07:00"))
        .containsExactly(
            "voicemail running B 2026-07-04T07:00:00-07:00 2026-07-06T23:59:59-07:00",
            "voicemail running A 2026-07-06T07:59:59-07:00 2026-07-06T23:59:59-07:00",
            "voicemail running B 2026-07-06T08:00:00-07:00 2026-07-07T23:59:59-07:00");
  }

  @Test
  void aStartBeforeTheEventThatMustPrecedeItOpensNothing() {
    ReviewPolicy policy =
        policy(
            duty(
                "forward",
                "forwarded",
                bound("A", "new-record", "1 d")
                    .window(new StartWindow(event("records-sent"), null, false))));
    assertThat(
            said(
                policy,
                "",
                "2026-07-10T00:00:00-07:00",
                "records-sent@2026-07-03T10:00:00-07:00",
                "new-record@2026-07-02T10:00:00-07:00",
                "new-record@2026-07-04T10:00:00-07:00"))
        .containsExactly("forward overdue A 2026-07-04T10:00:00-07:00 2026-07-05T23:59:59-07:00");
    assertThat(
            said(policy, "", "2026-07-10T00:00:00-07:00", "new-record@2026-07-02T10:00:00-07:00"))
        .as("an unknown order counts as after")
        .hasSize(1);
  }

  @Test
  void anEndedCaseEndsClocksButNotThoseOfImplementation() {
    ReviewPolicy policy =
        policy(
            duty("records", "records-sent", bound("A", "plan-notified", "3 d")),
            milestone(
                "authorization",
                List.of("notified"),
                false,
                false,
                true,
                null,
                bound("B", "plan-notified", "5 bd")));
    assertThat(
            said(
                policy,
                "",
                "2026-08-01T00:00:00-07:00",
                NOTIFIED,
                "withdrawn@2026-07-02T10:00:00-07:00"))
        .satisfiesExactly(
            records -> assertThat(records).startsWith("records ended"),
            authorization -> assertThat(authorization).startsWith("authorization overdue"));
    assertThat(
            said(
                    policy,
                    "",
                    "2026-08-01T00:00:00-07:00",
                    NOTIFIED,
                    "case-closed@2026-07-02T10:00:00-07:00")
                .get(1))
        .startsWith("authorization ended");
    assertThat(
            said(
                    policy,
                    "",
                    "2026-08-01T00:00:00-07:00",
                    NOTIFIED,
                    "withdrawn@2026-07-02T10:00:00-07:00",
                    "reopened@2026-07-03T10:00:00-07:00")
                .get(0))
        .startsWith("records overdue");
  }

  @Test
  void aLawThatNobodyReadIsShownAndNeverGoverns() {
    ReviewPolicy policy =
        policy(
            duty(
                "d",
                "decision-made",
                bound("A", "request-received", "5 d"),
                bound("L", "request-received", "3 d").source(Citation.Source.LAW),
                bound("M", "request-received", "1 d").source(Citation.Source.LAW_UNVERIFIED)),
            duty(
                "e",
                "decision-made",
                bound("N", "request-received", "1 d").source(Citation.Source.LAW_UNVERIFIED)));
    List<Deadline> deadlines =
        deadlines(
            policy,
            facts(),
            "2026-07-02T00:00:00-07:00",
            "request-received@2026-07-01T10:00:00-07:00");
    assertThat(deadlines).hasSize(1);
    assertThat(MadeUp.said(deadlines.get(0)))
        .isEqualTo("d running L 2026-07-01T10:00:00-07:00 2026-07-04T23:59:59-07:00");
    assertThat(deadlines.get(0).bounds()).hasSize(3);
  }

  @Test
  void aRepeatedMilestoneThatNothingMayOpenHasNotStarted() {
    ReviewPolicy policy =
        policy(
            duty(
                "forward",
                "forwarded",
                bound("A", "new-record", "1 d")
                    .window(new StartWindow(event("records-sent"), null, false))));
    assertThat(
            said(
                policy,
                "",
                "2026-07-10T00:00:00-07:00",
                "records-sent@2026-07-03T10:00:00-07:00",
                "new-record@2026-07-02T10:00:00-07:00"))
        .containsExactly("forward not-started A - -");
  }

  @Test
  void aDateAloneThatStopsHoursIsRefusedEvenIfItIsUnknownWhetherTheyCount() {
    assertThatThrownBy(() -> said(RECORDS, "", "2026-07-05", NOTIFIED, "records-sent@2026-07-02"))
        .isInstanceOf(UnacceptableCaseException.class)
        .hasMessage("records-sent needs a time of day: it stops A, which counts 24 h");
  }

  @Test
  void aContingentDutyIsListedOnlyOnceItHasStarted() {
    ReviewPolicy policy =
        policy(MadeUp.contingent("notice", "notified", bound("A", "decision-made", "none")));
    assertThat(said(policy, "", "2026-07-10T00:00:00-07:00")).isEmpty();
    assertThat(
            said(
                policy, "", "2026-07-10T00:00:00-07:00", "decision-made@2026-07-02T10:00:00-07:00"))
        .containsExactly("notice running A 2026-07-02T10:00:00-07:00 -");
  }
}
