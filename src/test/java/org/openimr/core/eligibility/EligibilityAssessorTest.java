package org.openimr.core.eligibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.openimr.core.MadeUp.ALWAYS;
import static org.openimr.core.MadeUp.bound;
import static org.openimr.core.MadeUp.criterion;
import static org.openimr.core.MadeUp.event;
import static org.openimr.core.MadeUp.events;
import static org.openimr.core.MadeUp.fact;
import static org.openimr.core.MadeUp.facts;
import static org.openimr.core.MadeUp.is;
import static org.openimr.core.MadeUp.policy;
import static org.openimr.core.MadeUp.right;
import static org.openimr.core.MadeUp.time;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.UnacceptableCaseException;
import org.openimr.core.policy.Condition;
import org.openimr.core.policy.Criterion;
import org.openimr.core.policy.CriterionNode;
import org.openimr.core.policy.DerivedEvent;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Situation;

class EligibilityAssessorTest {

  private static final Condition EXHAUSTED =
      new Condition.Junction(
          false,
          List.of(
              is("grievance-status", "upheld"),
              new Condition.Junction(
                  true,
                  List.of(
                      is("grievance-status", "filed"),
                      new Condition.Compared(
                          fact("grievance-days-open"), Condition.Order.AT_LEAST, 30)))));

  private static final Condition IN_TIME =
      new Condition.Junction(
          false,
          List.of(
              new Condition.OneOf(fact("in-time"), Set.of(true)),
              new Condition.OneOf(fact("late-allowed"), Set.of(true))));

  private static final ReviewPolicy POLICY =
      policy(
          List.of(
              new DerivedEvent(
                  event("criteria-met"),
                  true,
                  List.of(
                      new DerivedEvent.Source(
                          event("grievance-resolved"), is("grievance-status", "upheld"), 0, null),
                      new DerivedEvent.Source(
                          event("grievance-filed"), ALWAYS, 30, event("grievance-resolved"))))),
          List.<CriterionNode>of(
              criterion("D", ALWAYS, is("decision", "denied"), Criterion.Terms.NONE),
              criterion(
                  "G",
                  ALWAYS,
                  EXHAUSTED,
                  new Criterion.Terms(false, "grievance", true, null, null)),
              criterion(
                  "H",
                  ALWAYS,
                  is("hearing", "none"),
                  new Criterion.Terms(
                      false,
                      "state-hearing",
                      false,
                      new Criterion.Order(
                          List.of(event("hearing-requested")), event("application-received")),
                      null)),
              criterion(
                  "W",
                  ALWAYS,
                  IN_TIME,
                  new Criterion.Terms(true, "department-extension", true, null, null))),
          right(
              "window",
              "application-received",
              "in-time",
              bound("W", "criteria-met", "6 mo rolls")));

  private static EligibilityDecision decide(
      ReviewPolicy policy, Facts facts, String asOf, String... events) {
    return EligibilityAssessor.assess(Situation.of(policy, facts, events(events), time(asOf)));
  }

  private static String said(EligibilityDecision decision) {
    StringBuilder text = new StringBuilder(decision.outcome().code());
    decision
        .findings()
        .forEach(
            f ->
                text.append(' ')
                    .append(f.criterion().rule())
                    .append('=')
                    .append(f.result().code()));
    return text.append(' ').append(decision.missing()).append(decision.routes()).toString();
  }

  @Test
  void aCaseThatMeetsAllIsEligible() {
    assertThat(
            said(
                decide(
                    POLICY,
                    facts("decision=denied", "hearing=none"),
                    "2026-09-01T00:00:00-07:00",
                    "grievance-filed@2026-06-01T10:00:00-07:00",
                    "grievance-resolved@2026-06-20T10:00:00-07:00=upheld",
                    "application-received@2026-08-01T10:00:00-07:00")))
        .isEqualTo("eligible D=met G=met H=met W=met [][]");
  }

  @Test
  void aGrievanceUnresolvedForThirtyDaysIsEnoughOnTheThirtiethDay() {
    assertThat(
            said(
                decide(
                    POLICY,
                    facts("decision=denied", "hearing=none"),
                    "2026-07-01T00:00:00-07:00",
                    "grievance-filed@2026-06-01T10:00:00-07:00")))
        .isEqualTo("eligible D=met G=met H=met W=met [][]");
    assertThat(
            said(
                decide(
                    POLICY,
                    facts("decision=denied", "hearing=none"),
                    "2026-06-30T23:59:59-07:00",
                    "grievance-filed@2026-06-01T10:00:00-07:00")))
        .isEqualTo("ineligible D=met G=not-met H=met W=unknown [][grievance]");
  }

  @Test
  void aLateFilingAloneIsUndetermined() {
    assertThat(
            said(
                decide(
                    POLICY,
                    facts("decision=denied", "hearing=none"),
                    "2027-02-01T00:00:00-08:00",
                    "grievance-filed@2026-06-01T10:00:00-07:00",
                    "grievance-resolved@2026-06-20T10:00:00-07:00=upheld",
                    "application-received@2027-01-05T10:00:00-08:00")))
        .isEqualTo("undetermined D=met G=met H=met W=unknown [late-allowed][department-extension]");
  }

  @Test
  void theLastDayOfTheWindowIsMovedToABusinessDay() {
    // 6 months from 20 June 2026 is Sun 20 Dec; Monday the 21st is in time
    assertThat(
            said(
                decide(
                    POLICY,
                    facts("decision=denied", "hearing=none"),
                    "2027-02-01T00:00:00-08:00",
                    "grievance-filed@2026-06-01T10:00:00-07:00",
                    "grievance-resolved@2026-06-20T10:00:00-07:00=upheld",
                    "application-received@2026-12-21T23:59:59-08:00")))
        .startsWith("eligible");
  }

  @Test
  void theOrderOfEventsMayMeetACriterionOutright() {
    String[] before = {
      "grievance-filed@2026-06-01T10:00:00-07:00",
      "grievance-resolved@2026-06-20T10:00:00-07:00=upheld",
      "application-received@2026-08-01T10:00:00-07:00",
      "hearing-requested@2026-08-02T10:00:00-07:00"
    };
    assertThat(said(decide(POLICY, facts("decision=denied"), "2026-09-01T00:00:00-07:00", before)))
        .isEqualTo("eligible D=met G=met H=met W=met [][]");
    before[3] = "hearing-requested@2026-08-01T10:00:00-07:00";
    assertThat(said(decide(POLICY, facts("decision=denied"), "2026-09-01T00:00:00-07:00", before)))
        .isEqualTo("ineligible D=met G=met H=not-met W=met [][state-hearing]");
    assertThat(
            said(
                decide(
                    POLICY,
                    facts("decision=denied", "hearing=requested"),
                    "2026-09-01T00:00:00-07:00",
                    before[0],
                    before[1],
                    before[2])))
        .as("a hearing of unknown date counts as before")
        .isEqualTo("ineligible D=met G=met H=not-met W=met [][state-hearing]");
  }

  @Test
  void anythingElseGoesToTheDefaultRoute() {
    assertThat(
            said(
                decide(
                    POLICY,
                    facts("decision=approved", "hearing=none", "grievance-status=none"),
                    "2026-09-01T00:00:00-07:00")))
        .isEqualTo("ineligible D=not-met G=not-met H=met W=unknown [][complaint-unit]");
  }

  @Test
  void whatIsNotKnownIsNamed() {
    assertThat(said(decide(POLICY, facts(), "2026-09-01T00:00:00-07:00")))
        .isEqualTo(
            "undetermined D=unknown G=unknown H=unknown W=unknown"
                + " [decision, grievance-days-open, grievance-status, hearing, in-time][]");
  }

  @Test
  void anUnknownApplicabilityIsAnImplication() {
    ReviewPolicy policy =
        policy(
            List.of(),
            List.<CriterionNode>of(
                criterion(
                    "A",
                    is("urgency", "expedited"),
                    is("decision", "denied"),
                    Criterion.Terms.NONE)));
    assertThat(said(decide(policy, facts("decision=denied"), "2026-09-01T00:00:00-07:00")))
        .isEqualTo("eligible A=met [][]");
    assertThat(said(decide(policy, facts("decision=approved"), "2026-09-01T00:00:00-07:00")))
        .isEqualTo("undetermined A=unknown [urgency][]");
    assertThat(said(decide(policy, facts("urgency=standard"), "2026-09-01T00:00:00-07:00")))
        .isEqualTo("eligible A=not-applicable [][]");
  }

  @Test
  void oneOfAGroupIsEnough() {
    ReviewPolicy policy =
        policy(
            List.of(),
            List.of(
                new CriterionNode.Group(
                    false,
                    List.of(
                        criterion("A", ALWAYS, is("urgency", "expedited"), Criterion.Terms.NONE),
                        criterion("B", ALWAYS, is("decision", "denied"), Criterion.Terms.NONE)))));
    assertThat(
            said(
                decide(
                    policy,
                    facts("urgency=standard", "decision=denied"),
                    "2026-09-01T00:00:00-07:00")))
        .startsWith("eligible A=not-met B=met");
    assertThat(said(decide(policy, facts("urgency=standard"), "2026-09-01T00:00:00-07:00")))
        .startsWith("undetermined A=not-met B=unknown");
  }

  @Test
  void anEventMayHaveToLieOnOrAfterADate() {
    ReviewPolicy policy =
        policy(
            List.of(),
            List.<CriterionNode>of(
                criterion(
                    "A",
                    ALWAYS,
                    ALWAYS,
                    new Criterion.Terms(
                        false,
                        null,
                        false,
                        null,
                        new Criterion.NotBefore(
                            event("application-received"), LocalDate.of(2027, 1, 1))))));
    assertThat(
            said(
                decide(
                    policy,
                    facts(),
                    "2027-02-01T00:00:00-08:00",
                    "application-received@2027-01-01T00:00:00-08:00")))
        .startsWith("eligible");
    assertThat(
            said(
                decide(
                    policy,
                    facts(),
                    "2027-02-01T00:00:00-08:00",
                    "application-received@2026-12-31T23:59:59-08:00")))
        .startsWith("ineligible");
    assertThat(said(decide(policy, facts(), "2027-02-01T00:00:00-08:00")))
        .isEqualTo("undetermined A=unknown [application-received][]");
  }

  @Test
  void aFindingMayBeToldOnlyWhereItIsAsked() {
    ReviewPolicy policy =
        policy(
            List.of(),
            List.<CriterionNode>of(
                criterion("A", ALWAYS, ALWAYS, Criterion.Terms.NONE),
                criterion(
                    "B",
                    is("decision", "denied"),
                    is("hearing", "none"),
                    new Criterion.Terms(false, "grievance", false, null, null, true))));
    String asOf = "2026-09-01T00:00:00-07:00";

    assertThat(said(decide(policy, facts().with("decision", "approved"), asOf)))
        .startsWith("eligible A=met")
        .doesNotContain("B=");
    assertThat(
            said(
                decide(
                    policy, facts().with("decision", "denied").with("hearing", "requested"), asOf)))
        .startsWith("ineligible A=met B=not-met");
    assertThat(said(decide(policy, facts().with("hearing", "requested"), asOf)))
        .contains("B=unknown");
  }

  @Test
  void ofSeveralHearingsTheEarliestMustLieAfterTheApplication() {
    ReviewPolicy policy =
        policy(
            List.of(),
            List.<CriterionNode>of(
                criterion(
                    "H",
                    ALWAYS,
                    is("hearing", "none"),
                    new Criterion.Terms(
                        false,
                        null,
                        false,
                        new Criterion.Order(
                            List.of(event("hearing-requested"), event("waiver-granted")),
                            event("application-received")),
                        null))));
    String applied = "application-received@2026-07-02T10:00:00-07:00";
    String asked = "hearing-requested@2026-07-03T10:00:00-07:00";
    assertThat(
            said(
                decide(
                    policy,
                    facts(),
                    "2026-09-01T00:00:00-07:00",
                    applied,
                    asked,
                    "waiver-granted@2026-07-04T10:00:00-07:00")))
        .startsWith("eligible");
    assertThat(
            said(
                decide(
                    policy,
                    facts(),
                    "2026-09-01T00:00:00-07:00",
                    applied,
                    asked,
                    "waiver-granted@2026-07-01T10:00:00-07:00")))
        .startsWith("ineligible");
    assertThat(said(decide(policy, facts(), "2026-09-01T00:00:00-07:00", asked)))
        .as("no application yet counts as before")
        .startsWith("ineligible");
  }

  @Test
  void theDepartmentIsTheWayOnlyWhereTheWindowAloneIsOpen() {
    String[] late = {
      "grievance-filed@2026-06-01T10:00:00-07:00",
      "grievance-resolved@2026-06-20T10:00:00-07:00=upheld",
      "application-received@2027-01-05T10:00:00-08:00"
    };
    assertThat(said(decide(POLICY, facts("hearing=none"), "2027-02-01T00:00:00-08:00", late)))
        .isEqualTo("undetermined D=unknown G=met H=met W=unknown [decision, late-allowed][]");
  }

  @Test
  void theGrievanceIsTheWayWhileOtherThingsAreUnknown() {
    assertThat(
            said(
                decide(
                    POLICY,
                    facts("grievance-status=none", "hearing=none"),
                    "2026-09-01T00:00:00-07:00")))
        .isEqualTo("ineligible D=unknown G=not-met H=met W=unknown [][grievance]");
  }

  @Test
  void aWindowThatCannotBeCountedIsRefused() {
    assertThatThrownBy(
            () ->
                decide(
                    POLICY,
                    facts(),
                    "2026-09-01T00:00:00-07:00",
                    "criteria-met@2009-01-05T10:00:00-08:00"))
        .isInstanceOf(UnacceptableCaseException.class)
        .hasMessage(
            "W cannot be counted, 6 mo from criteria-met: calendar offices covers 2010 to 2199, not"
                + " 2009");
  }

  @Test
  void theExplanationSaysWhatWasLookedAt() {
    String text =
        decide(POLICY, facts("decision=denied"), "2026-09-01T00:00:00-07:00")
            .findings()
            .get(1)
            .explain();
    assertThat(text)
        .contains("grievance-status unknown")
        .contains(
            "Must hold: %`grievance-status` = 'upheld' or (%`grievance-status` = 'filed' and %`grievance-days-open` >= 30)")
        .contains("Would be decided by: grievance-days-open, grievance-status");
  }

  @Test
  void theExplanationSaysWhenItIsAskedAndWhatIsKnown() {
    ReviewPolicy policy =
        policy(
            List.of(),
            List.<CriterionNode>of(
                criterion(
                    "A",
                    new Condition.HasValue(fact("urgency-basis"), "imminent-serious-threat"),
                    is("decision", "denied"),
                    Criterion.Terms.NONE)));
    assertThat(
            decide(
                    policy,
                    facts(
                        "decision=denied",
                        "urgency-basis=less-effective-if-delayed",
                        "urgency-basis=imminent-serious-threat"),
                    "2026-09-01T00:00:00-07:00")
                .findings()
                .get(0)
                .explain())
        .isEqualTo(
            "A in words: met. Looked at: decision = denied;"
                + " urgency-basis = imminent-serious-threat, less-effective-if-delayed."
                + " Asked when: %`urgency-basis` contains 'imminent-serious-threat'."
                + " Must hold: %decision = 'denied'.");
  }
}
