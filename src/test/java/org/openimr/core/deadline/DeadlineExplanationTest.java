package org.openimr.core.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openimr.core.MadeUp.bound;
import static org.openimr.core.MadeUp.deadlines;
import static org.openimr.core.MadeUp.dueOf;
import static org.openimr.core.MadeUp.duty;
import static org.openimr.core.MadeUp.facts;
import static org.openimr.core.MadeUp.is;
import static org.openimr.core.MadeUp.policy;
import static org.openimr.core.MadeUp.right;

import org.junit.jupiter.api.Test;
import org.openimr.core.policy.ReviewPolicy;

class DeadlineExplanationTest {

  private static String explained(ReviewPolicy policy, String asOf, String... events) {
    return deadlines(policy, facts("urgency=standard"), asOf, events).get(0).explain();
  }

  @Test
  void countsDayByDay() {
    ReviewPolicy policy =
        policy(
            duty(
                "records",
                "records-sent",
                bound("B", "plan-notified", "3 bd"),
                bound("C", "plan-notified", "3 d")));
    assertThat(
            explained(
                policy,
                "2026-07-05T10:00:00-07:00",
                "plan-notified@2026-07-01T10:00:00-07:00",
                "records-sent@2026-07-03T09:00:00-07:00"))
        .isEqualTo(
            """
            records in words (plan): met, due Sat 2026-07-04 23:59:59 PDT
            C governs: the earliest of the bounds below

            B 3 bd from plan-notified: B in words
              made-up policy, 2026, section B
              start  Wed 2026-07-01 10:00:00 PDT
              day 0  Wed 2026-07-01 (not counted)
              day 1  Thu 2026-07-02
              day 2  Fri 2026-07-03
                     Sat 2026-07-04  Independence Day
                     Sun 2026-07-05  weekend
              day 3  Mon 2026-07-06  last day
              due    Mon 2026-07-06 23:59:59 PDT

            C 3 d from plan-notified: C in words
              made-up policy, 2026, section C
              start  Wed 2026-07-01 10:00:00 PDT
              day 0  Wed 2026-07-01 (not counted)
              day 1  Thu 2026-07-02
              day 2  Fri 2026-07-03
              day 3  Sat 2026-07-04  last day
              due    Sat 2026-07-04 23:59:59 PDT
            done Fri 2026-07-03 09:00:00 PDT""");
  }

  @Test
  void saysWhereALastDayIsMoved() {
    ReviewPolicy policy =
        policy(
            right(
                "window", "application-received", null, bound("W", "decision-made", "6 mo rolls")));
    assertThat(
            explained(
                policy, "2026-09-05T10:00:00-07:00", "decision-made@2026-08-31T10:00:00-07:00"))
        .contains("  + 6 mo  Sun 2027-02-28\n")
        .contains("  Sun 2027-02-28 is no business day: moves to Mon 2027-03-01\n")
        .contains("  due    Mon 2027-03-01 23:59:59 PST");
  }

  @Test
  void saysThatHoursElapse() {
    ReviewPolicy policy =
        policy(duty("d", "decision-made", bound("A", "request-received", "72 h")));
    assertThat(
            explained(
                policy, "2026-03-08T10:00:00-07:00", "request-received@2026-03-07T15:00:00-08:00"))
        .contains("  + 72 h elapsed  Tue 2026-03-10 16:00:00 PDT");
  }

  @Test
  void saysWhatIsMissingAndWhatHasNoDate() {
    ReviewPolicy policy =
        policy(
            duty(
                "d",
                "notified",
                bound("A", "decision-made", "none"),
                bound("B", "request-received", "3 d"),
                bound("C", "decision-made", "3 d").when(is("decision", "denied"))));
    assertThat(
            explained(
                policy, "2026-07-05T10:00:00-07:00", "decision-made@2026-07-01T10:00:00-07:00"))
        .contains("  no date is set: the rule gives none, and none is made up")
        .contains("  has not started: request-received has not happened")
        .contains("  applies if: %decision = 'denied'")
        .endsWith("would be decided by: decision");
  }

  @Test
  void saysWhatExtensionsDidAndThatAReferralCameTooLate() {
    ReviewPolicy policy =
        policy(
            duty(
                "determination",
                "determination-made",
                bound("A", "review-request-received", "5-7 bd"),
                dueOf("N", "decision")),
            duty(
                "decision",
                "decision-made",
                bound("S", "request-received", "5 bd")
                    .extendable(1, "14 d", true, "14 d", null, null)));
    String[] events = {
      "request-received@2026-07-01T10:00:00-07:00",
      "extension-granted@2026-07-08T10:00:00-07:00=good-cause~2026-07-10",
      "review-request-received@2026-07-13T09:00:00-07:00"
    };
    assertThat(explained(policy, "2026-07-14T10:00:00-07:00", events))
        .contains("  taken from decision: due Fri 2026-07-10 23:59:59 PDT")
        .contains("  referred too late: this lies before the request reached the reviewer")
        .contains("  day 5  Mon 2026-07-20  target\n")
        .contains("  day 7  Wed 2026-07-22  last day\n");
    assertThat(deadlines(policy, facts(), "2026-07-14T10:00:00-07:00", events).get(1).explain())
        .contains(
            "  extension of Wed 2026-07-08 10:00:00 PDT (good-cause): moved the due time,"
                + " due Fri 2026-07-10 23:59:59 PDT")
        .containsPattern("\n    by \\S+: up to 14 d at a time, never past 14 d");
  }

  @Test
  void ofASingleLimitItDoesNotSayThatItGoverns() {
    ReviewPolicy policy = policy(duty("d", "notified", bound("A", "decision-made", "1 d")));
    assertThat(
            explained(
                policy, "2026-07-01T12:00:00-07:00", "decision-made@2026-07-01T10:00:00-07:00"))
        .isEqualTo(
            """
            d in words (plan): running, due Thu 2026-07-02 23:59:59 PDT

            A 1 d from decision-made: A in words
              made-up policy, 2026, section A
              start  Wed 2026-07-01 10:00:00 PDT
              day 0  Wed 2026-07-01 (not counted)
              day 1  Thu 2026-07-02  last day
              due    Thu 2026-07-02 23:59:59 PDT""");
  }

  private static String referred(String day) {
    ReviewPolicy policy =
        policy(
            duty(
                "determination",
                "determination-made",
                dueOf("N", "decision"),
                bound("W", "waiver-granted", "5 bd"),
                bound("A", "review-request-received", "5 bd")),
            duty("decision", "decision-made", bound("S", "request-received", "5 bd")));
    return explained(
        policy,
        "2026-07-20T10:00:00-07:00",
        "request-received@2026-07-01T10:00:00-07:00",
        "review-request-received@" + day + "T09:00:00-07:00");
  }

  @Test
  void aReferralIsTooLateOnlyAfterTheTimeForTheDecision() {
    assertThat(referred("2026-07-02"))
        .contains("  taken from decision: due Wed 2026-07-08 23:59:59 PDT")
        .doesNotContain("referred too late");
    assertThat(referred("2026-07-09")).contains("  referred too late: ");
  }
}
