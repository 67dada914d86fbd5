package org.openimr.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.openimr.core.MadeUp.bound;
import static org.openimr.core.MadeUp.dueOf;
import static org.openimr.core.MadeUp.duty;
import static org.openimr.core.MadeUp.event;

import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.openimr.core.MadeUp;
import org.openimr.core.calendar.Count;
import org.openimr.core.calendar.HolidayCalendar;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.law.Citation;
import org.openimr.core.law.RuleId;

/** what one limit of a milestone may be. */
class BoundTest {

  private static Bound only(MadeUp.BoundText text) {
    return duty("d", "notified", text).bounds().get(0);
  }

  private static Bound limit(String limit) {
    return only(bound("A", "decision-made", limit));
  }

  @Test
  void aLimitIsReadAsPeopleWriteIt() {
    assertThat(limit("3 bd").limitText()).isEqualTo("3 bd");
    assertThat(limit("5-7 bd").limitText()).isEqualTo("5-7 bd");
    assertThat(limit("none").limitText()).isEqualTo("none");
    assertThat(only(dueOf("A", "decision")).limitText()).isEqualTo("due of decision");
  }

  @Test
  void onlyHoursAndMinutesElapse() {
    assertThat(limit("24 h").elapses()).isTrue();
    assertThat(limit("30 min").elapses()).isTrue();
    assertThat(limit("1 d").elapses()).isFalse();
    assertThat(limit("none").elapses()).isFalse();
    assertThat(only(dueOf("A", "decision")).elapses()).isFalse();
  }

  @Test
  void aLawThatNobodyReadDecidesNothing() {
    assertThat(limit("3 d").counts()).isTrue();
    assertThat(only(bound("A", "decision-made", "3 d").source(Citation.Source.LAW)).counts())
        .isTrue();
    assertThat(
            only(bound("A", "decision-made", "3 d").source(Citation.Source.LAW_UNVERIFIED))
                .counts())
        .isFalse();
  }

  @Test
  void isCountedOrTakenFromAnotherMilestoneButNotBoth() {
    assertThatThrownBy(() -> made(null, StartWindow.ANY, MadeUp.count("3 d"), "decision", null))
        .hasMessage("A: a bound is counted or taken, not both");
    assertThatThrownBy(() -> made(null, StartWindow.ANY, MadeUp.count("3 d"), null, null))
        .hasMessage("A: a bound needs a start event");
  }

  @Test
  void aStartOnABusinessDayNeedsACalendar() {
    StartWindow early = new StartWindow(null, LocalTime.of(8, 0), true);
    EventDefinition start = event("decision-made");
    assertThatThrownBy(() -> made(start, early, MadeUp.count("1 d"), null, null))
        .hasMessage("A: a start on a business day needs a calendar");
    assertThat(made(start, early, MadeUp.count("1 d"), null, MadeUp.OFFICES).window())
        .isSameAs(early);
  }

  @Test
  void aMilestoneRepeatsWithTheRepeatableEventThatStartsIt() {
    assertThat(duty("d", "notified", bound("A", "decision-made", "3 d")).repeatsWith()).isNull();
    assertThat(duty("d", "notified", dueOf("A", "decision")).repeatsWith()).isNull();
    assertThat(
            duty(
                    "d",
                    "notified",
                    dueOf("A", "decision"),
                    bound("B", "decision-made", "3 d"),
                    bound("C", "new-record", "1 d"))
                .repeatsWith())
        .isEqualTo(event("new-record"));
  }

  @Test
  void aMilestoneNeedsABound() {
    assertThatThrownBy(() -> duty("d", "notified")).hasMessage("milestone d needs a bound");
  }

  @Test
  void aPolicyHasEachMilestoneOnce() {
    Milestone milestone = duty("d", "notified", bound("A", "decision-made", "3 d"));
    ReviewPolicy policy =
        MadeUp.policy(duty("c", "notified", bound("B", "new-record", "1 d")), milestone);
    assertThat(policy.milestoneIndex("d")).isEqualTo(1);
    assertThat(policy.milestoneIndex("e")).isEqualTo(-1);
    assertThat(policy.repeatsWith(0)).isEqualTo(event("new-record"));
    assertThat(policy.repeatsWith(1)).isNull();
    assertThatThrownBy(() -> MadeUp.policy(milestone, milestone))
        .hasMessage("milestone d stands twice");
  }

  private static Bound made(
      EventDefinition start,
      StartWindow window,
      Count count,
      String dueOf,
      HolidayCalendar calendar) {
    RuleId rule = new RuleId("A");
    return new Bound(
        "A",
        rule,
        "A in words",
        new Citation(rule, "1", "made-up policy, 2026, section 1", Citation.Source.PLAN),
        null,
        MadeUp.ALWAYS,
        start,
        window,
        count,
        dueOf,
        false,
        calendar,
        null);
  }
}
