package org.openimr.core.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.openimr.core.MadeUp.bound;
import static org.openimr.core.MadeUp.deadlines;
import static org.openimr.core.MadeUp.duty;
import static org.openimr.core.MadeUp.event;
import static org.openimr.core.MadeUp.facts;
import static org.openimr.core.MadeUp.is;
import static org.openimr.core.MadeUp.policy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openimr.core.MadeUp;
import org.openimr.core.casefile.UnacceptableCaseException;
import org.openimr.core.law.Citation;
import org.openimr.core.policy.DerivedEvent;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.policy.StartWindow;
import org.openimr.core.situation.Situation;

/** law that was not read is shown beside the others, and decides nothing whatever. */
class UnverifiedLawTest {

  private static final String JULY = "2026-07-10T00:00:00-07:00";

  private static MadeUp.BoundText unread(String rule, String start, String limit) {
    return bound(rule, start, limit).source(Citation.Source.LAW_UNVERIFIED);
  }

  private static ReviewPolicy decision(MadeUp.BoundText... bounds) {
    return policy(duty("d", "decision-made", bounds));
  }

  private static Deadline only(ReviewPolicy policy, String asOf, String... events) {
    List<Deadline> found = deadlines(policy, facts(), asOf, events);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static String due(Deadline deadline, int bound) {
    return MadeUp.said(deadline.bounds().get(bound).due());
  }

  @Test
  void anEarlierLimitIsShownAndLeavesDueTargetAndStatusAlone() {
    Deadline deadline =
        only(
            decision(unread("M", "request-received", "1 d"), bound("A", "request-received", "5 d")),
            "2026-07-03T00:00:00-07:00",
            "request-received@2026-07-01T10:00:00-07:00");
    assertThat(MadeUp.said(deadline))
        .isEqualTo("d running A 2026-07-01T10:00:00-07:00 2026-07-06T23:59:59-07:00");
    assertThat(MadeUp.said(deadline.target())).isEqualTo("2026-07-06T23:59:59-07:00");
    assertThat(due(deadline, 0)).isEqualTo("2026-07-02T23:59:59-07:00");
    assertThat(deadline.bounds().get(0).status()).isEqualTo(DutyStatus.OVERDUE);
    assertThat(deadline.explain()).contains("law that was not read: shown, and never governs");
  }

  @Test
  void aLaterLimitExtendsNoRight() {
    ReviewPolicy policy =
        policy(
            MadeUp.right(
                "file",
                "application-received",
                null,
                bound("A", "decision-made", "1 d"),
                unread("M", "decision-made", "9 d")));
    assertThat(MadeUp.said(only(policy, JULY, "decision-made@2026-07-01T10:00:00-07:00")))
        .isEqualTo("file lapsed A 2026-07-01T10:00:00-07:00 2026-07-02T23:59:59-07:00");
  }

  @Test
  void beforeAnythingHasStartedTheOwnRuleIsNamed() {
    Deadline unstarted =
        only(
            decision(unread("M", "request-received", "1 d"), bound("A", "request-received", "5 d")),
            JULY);
    assertThat(MadeUp.said(unstarted)).isEqualTo("d not-started A - -");
    Deadline undetermined =
        only(
            decision(
                unread("M", "request-received", "1 d"),
                bound("A", "request-received", "5 d").when(is("urgency", "standard"))),
            JULY,
            "request-received@2026-07-01T10:00:00-07:00");
    assertThat(undetermined.governing().rule()).hasToString("A");
    assertThat(undetermined.status()).isEqualTo(DutyStatus.UNDETERMINED);
  }

  @Test
  void aStartOfItsOwnOpensNothing() {
    Deadline deadline =
        only(
            decision(bound("A", "request-received", "5 d"), unread("M", "notified", "1 d")),
            JULY,
            "notified@2026-07-01T10:00:00-07:00");
    assertThat(MadeUp.said(deadline)).isEqualTo("d not-started A - -");
    assertThat(due(deadline, 1)).isEqualTo("-");
  }

  @Test
  void factsThatOnlyItAsksForAreNotMissing() {
    Deadline deadline =
        only(
            decision(
                bound("A", "request-received", "5 d"),
                unread("M", "request-received", "1 d").when(is("urgency", "expedited"))),
            "2026-07-02T00:00:00-07:00",
            "request-received@2026-07-01T10:00:00-07:00");
    assertThat(deadline.missing()).isEmpty();
    assertThat(deadline.bounds().get(1).status()).isEqualTo(DutyStatus.UNDETERMINED);
  }

  @Test
  void aDateWithoutTimeIsNotRefusedForIt() {
    Deadline deadline =
        only(
            decision(bound("A", "request-received", "5 d"), unread("M", "request-received", "4 h")),
            JULY,
            "request-received@2026-07-01",
            "decision-made@2026-07-02");
    assertThat(deadline.status()).isEqualTo(DutyStatus.MET);
    assertThat(due(deadline, 1)).isEqualTo("-");
    assertThat(deadline.explain()).contains("cannot be counted from this start");
  }

  @Test
  void aYearWithoutCalendarIsNotRefusedForIt() {
    Deadline deadline =
        only(
            decision(
                bound("A", "request-received", "5 d"), unread("M", "request-received", "3 bd")),
            "2009-07-02T00:00:00-07:00",
            "request-received@2009-07-01T10:00:00-07:00");
    assertThat(deadline.status()).isEqualTo(DutyStatus.RUNNING);
    assertThat(due(deadline, 1)).isEqualTo("-");
    assertThat(deadline.explain()).contains("cannot be counted from this start");
  }

  @Test
  void anExtensionThatOnlyItAllowsIsRefused() {
    ReviewPolicy policy =
        decision(
            bound("A", "request-received", "5 d"),
            unread("M", "request-received", "3 d").extendable(1, "3 d", false, null, null, null));
    assertThatThrownBy(
            () ->
                only(
                    policy,
                    JULY,
                    "request-received@2026-07-01T10:00:00-07:00",
                    "extension-granted@2026-07-02T10:00:00-07:00=good-cause"))
        .isInstanceOf(UnacceptableCaseException.class)
        .hasMessageContaining("no rule that applies to this case allows an extension");
  }

  @Test
  void anExtensionThatIsUnknownOnlyThereIsRefusedToo() {
    ReviewPolicy policy =
        decision(
            bound("A", "request-received", "5 d"),
            unread("M", "request-received", "3 d")
                .when(is("urgency", "expedited"))
                .extendable(1, "3 d", false, null, null, null));
    assertThatThrownBy(
            () ->
                only(
                    policy,
                    JULY,
                    "request-received@2026-07-01T10:00:00-07:00",
                    "extension-granted@2026-07-02T10:00:00-07:00=good-cause"))
        .isInstanceOf(UnacceptableCaseException.class);
  }

  @Test
  void anExtensionThatTheOwnRuleAllowsIsShownOnBoth() {
    Deadline deadline =
        only(
            decision(
                bound("A", "request-received", "5 d").extendable(1, "2 d", false, null, null, null),
                unread("M", "request-received", "3 d")
                    .extendable(1, "3 d", false, null, null, null)),
            JULY,
            "request-received@2026-07-01T10:00:00-07:00",
            "extension-granted@2026-07-02T10:00:00-07:00=good-cause");
    assertThat(MadeUp.said(deadline.due())).isEqualTo("2026-07-08T23:59:59-07:00");
    assertThat(due(deadline, 1)).isEqualTo("2026-07-07T23:59:59-07:00");
  }

  @Test
  void aRepeatedStartThatOnlyItAdmitsOpensNoInstance() {
    ReviewPolicy policy =
        policy(
            duty(
                "forward",
                "forwarded",
                unread("M", "new-record", "1 d"),
                bound("A", "new-record", "2 d")
                    .window(new StartWindow(event("records-sent"), null, false))));
    List<Deadline> found =
        deadlines(
            policy,
            facts(),
            JULY,
            "new-record@2026-07-01T10:00:00-07:00",
            "records-sent@2026-07-02T10:00:00-07:00",
            "new-record@2026-07-03T10:00:00-07:00",
            "forwarded@2026-07-04T10:00:00-07:00");
    assertThat(found).hasSize(1);
    assertThat(MadeUp.said(found.get(0)))
        .isEqualTo("forward met A 2026-07-03T10:00:00-07:00 2026-07-05T23:59:59-07:00");
  }

  @Test
  void aRepeatedStartOfItsOwnDoesNotMakeTheMilestoneRepeat() {
    ReviewPolicy policy =
        policy(
            duty(
                "forward",
                "forwarded",
                unread("M", "new-record", "1 d"),
                bound("A", "records-sent", "2 d")));
    List<Deadline> found =
        deadlines(
            policy,
            facts(),
            JULY,
            "records-sent@2026-07-01T10:00:00-07:00",
            "new-record@2026-07-02T10:00:00-07:00",
            "new-record@2026-07-03T10:00:00-07:00");
    assertThat(found)
        .extracting(Deadline::governing)
        .extracting(b -> b.rule().value())
        .containsExactly("A");
  }

  @Test
  void aStopBeforeItsStartIsNoMistakeOfTheRecord() {
    // the own rule starts with what follows from other events and was recorded by nobody
    DerivedEvent derived =
        new DerivedEvent(
            event("criteria-met"),
            false,
            List.of(new DerivedEvent.Source(event("grievance-resolved"), MadeUp.ALWAYS, 0, null)));
    ReviewPolicy policy =
        policy(
            List.of(derived),
            List.of(),
            duty(
                "d",
                "decision-made",
                bound("A", "criteria-met", "9 d"),
                unread("M", "review-request-received", "1 d")));
    Situation situation =
        Situation.of(
            policy,
            facts(),
            MadeUp.events(
                "decision-made@2026-07-02T10:00:00-07:00",
                "review-request-received@2026-07-03T10:00:00-07:00",
                "grievance-resolved@2026-07-04T10:00:00-07:00=upheld"),
            MadeUp.time(JULY));
    assertThat(DeadlineCalculator.deadlines(situation))
        .extracting(Deadline::status)
        .containsExactly(DutyStatus.RUNNING);
    assertThat(StopOrder.problems(situation, DeadlineCalculator.deadlines(situation))).isEmpty();
  }
}
