package org.openimr.core.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openimr.core.MadeUp.ALWAYS;
import static org.openimr.core.MadeUp.bound;
import static org.openimr.core.MadeUp.dueOf;
import static org.openimr.core.MadeUp.duty;
import static org.openimr.core.MadeUp.event;
import static org.openimr.core.MadeUp.events;
import static org.openimr.core.MadeUp.facts;
import static org.openimr.core.MadeUp.milestone;
import static org.openimr.core.MadeUp.policy;
import static org.openimr.core.MadeUp.right;
import static org.openimr.core.MadeUp.time;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openimr.core.policy.DerivedEvent;
import org.openimr.core.policy.Milestone;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Situation;

/** What was done, as recorded, before anything started it. */
class StopOrderTest {

  private static final Milestone RECORDS =
      duty("records", "records-sent notified", bound("A", "plan-notified", "3 d"));

  private static final String STARTED = "plan-notified@2026-07-03T10:00:00-07:00";

  private static List<String> said(ReviewPolicy policy, String... events) {
    Situation situation =
        Situation.of(policy, facts(), events(events), time("2026-07-10T00:00:00-07:00"));
    return StopOrder.problems(situation, DeadlineCalculator.deadlines(situation)).stream()
        .map(problem -> problem.event() + " " + problem.message())
        .toList();
  }

  @Test
  void everyStopThatLiesBeforeTheStartIsNamed() {
    assertThat(
            said(
                policy(RECORDS),
                "notified@2026-07-02T10:00:00-07:00",
                STARTED,
                "records-sent@2026-07-01T10:00:00-07:00"))
        .containsExactly(
            "2 records-sent lies before plan-notified, which starts records",
            "0 notified lies before plan-notified, which starts records");
  }

  @Test
  void aDutyThatWasDoneAfterItsStartIsInOrder() {
    assertThat(
            said(
                policy(RECORDS),
                "records-sent@2026-07-01T10:00:00-07:00",
                STARTED,
                "notified@2026-07-04T10:00:00-07:00"))
        .isEmpty();
    assertThat(said(policy(RECORDS), STARTED, "records-sent@2026-07-03T10:00:00-07:00")).isEmpty();
  }

  @Test
  void theSameDayIsNotBefore() {
    assertThat(said(policy(RECORDS), STARTED, "records-sent@2026-07-03")).isEmpty();
    assertThat(said(policy(RECORDS), STARTED, "records-sent@2026-07-02")).hasSize(1);
  }

  @Test
  void withoutStartOrStopThereIsNothingToSay() {
    assertThat(said(policy(RECORDS), "records-sent@2026-07-01")).isEmpty();
    assertThat(said(policy(RECORDS), STARTED)).isEmpty();
  }

  @Test
  void aLimitThatIsNotItsOwnStartsNothing() {
    Milestone milestone =
        duty(
            "records",
            "records-sent",
            bound("A", "plan-notified", "3 d"),
            bound("B", "request-received", "30 d").nested());
    assertThat(
            said(
                policy(milestone),
                "records-sent@2026-07-01T10:00:00-07:00",
                "request-received@2026-07-02T10:00:00-07:00"))
        .isEmpty();
  }

  @Test
  void aStopAfterTheEarliestOfSeveralStartsIsInOrder() {
    Milestone milestone =
        duty(
            "records",
            "records-sent",
            bound("A", "plan-notified", "3 d"),
            bound("B", "request-received", "30 d"),
            dueOf("C", "other"));
    Milestone other = duty("other", "decision-made", bound("D", "request-received", "40 d"));
    String received = "request-received@2026-07-01T10:00:00-07:00";
    // A governs and was not stopped; B had started before the records were sent
    assertThat(
            said(
                policy(milestone, other),
                STARTED,
                received,
                "records-sent@2026-07-02T10:00:00-07:00"))
        .isEmpty();
    assertThat(
            said(
                policy(milestone, other),
                STARTED,
                received,
                "records-sent@2026-06-30T10:00:00-07:00"))
        .containsExactly("2 records-sent lies before request-received, which starts records");
  }

  @Test
  void aRightMayBeUsedEarlyAndPeriodsMayBeAlternatives() {
    String applied = "application-received@2026-07-01T10:00:00-07:00";
    assertThat(
            said(
                policy(
                    right(
                        "window",
                        "application-received",
                        null,
                        bound("A", "plan-notified", "6 mo"))),
                applied,
                STARTED))
        .isEmpty();
    assertThat(
            said(
                policy(
                    milestone(
                        "alternatives",
                        List.of("application-received"),
                        false,
                        true,
                        false,
                        null,
                        bound("A", "plan-notified", "3 d"))),
                applied,
                STARTED))
        .isEmpty();
  }

  @Test
  void aStartThatNobodyRecordedIsNotHeldAgainstAnEntry() {
    DerivedEvent derived =
        new DerivedEvent(
            event("criteria-met"),
            true,
            List.of(new DerivedEvent.Source(event("plan-notified"), ALWAYS, 0, null)));
    Milestone milestone = duty("records", "records-sent", bound("A", "criteria-met", "3 d"));
    String sent = "records-sent@2026-07-01T10:00:00-07:00";
    assertThat(said(policy(List.of(derived), List.of(), milestone), STARTED, sent)).isEmpty();
    assertThat(
            said(
                policy(List.of(derived), List.of(), milestone),
                "criteria-met@2026-07-03T10:00:00-07:00",
                sent))
        .hasSize(1);
  }

  @Test
  void aStopThatNobodyRecordedIsNoEntryThatCouldBeWrong() {
    DerivedEvent derived =
        new DerivedEvent(
            event("criteria-met"),
            true,
            List.of(new DerivedEvent.Source(event("waiver-granted"), ALWAYS, 0, null)));
    assertThat(
            said(
                policy(
                    List.of(derived),
                    List.of(),
                    duty("records", "criteria-met", bound("A", "plan-notified", "3 d"))),
                STARTED,
                "waiver-granted@2026-07-01T10:00:00-07:00"))
        .isEmpty();
  }

  @Test
  void aDutyThatAnEventNobodyRecordedHasMetIsInOrder() {
    DerivedEvent derived =
        new DerivedEvent(
            event("criteria-met"),
            true,
            List.of(new DerivedEvent.Source(event("waiver-granted"), ALWAYS, 0, null)));
    assertThat(
            said(
                policy(
                    List.of(derived),
                    List.of(),
                    duty(
                        "records",
                        "criteria-met records-sent",
                        bound("A", "plan-notified", "3 d"))),
                STARTED,
                "records-sent@2026-07-01T10:00:00-07:00",
                "waiver-granted@2026-07-04T10:00:00-07:00"))
        .isEmpty();
  }

  @Test
  void ofRepeatedEventsOnlyStopsThatStopNothingElseAreLookedAt() {
    Milestone calls = duty("return", "call-returned", bound("A", "call", "1 d"));
    Milestone other = duty("answer", "call-returned", bound("B", "request-received", "1 d"));
    String[] events = {"call@2026-07-03T10:00:00-07:00", "call-returned@2026-07-01T10:00:00-07:00"};
    assertThat(said(policy(calls), events))
        .containsExactly("1 call-returned lies before call, which starts return");
    assertThat(said(policy(calls, other), events)).isEmpty();
  }

  @Test
  void oneRepeatedEventThatWasAnsweredSpeaksForTheOthers() {
    assertThat(
            said(
                policy(duty("return", "call-returned", bound("A", "call", "1 d"))),
                "call@2026-07-01T10:00:00-07:00",
                "call@2026-07-03T10:00:00-07:00",
                "call-returned@2026-07-02T10:00:00-07:00"))
        .isEmpty();
  }

  @Test
  void eachDutyIsLookedAtByItself() {
    Milestone forward = duty("forward", "forwarded", bound("B", "plan-notified", "3 d"));
    assertThat(
            said(
                policy(RECORDS, forward),
                STARTED,
                "records-sent@2026-07-04T10:00:00-07:00",
                "forwarded@2026-07-01T10:00:00-07:00"))
        .containsExactly("2 forwarded lies before plan-notified, which starts forward");
  }
}
