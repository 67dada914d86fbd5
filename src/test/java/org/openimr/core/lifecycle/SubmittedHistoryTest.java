package org.openimr.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openimr.HeldPolicies;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.policy.ReviewPolicy;

/** Who submits a case tells of what happened before, and of nothing that only others can say. */
class SubmittedHistoryTest {

  private static final Instant RECEIVED = Instant.parse("2026-07-02T17:00:00Z");

  private static final Facts DENIED =
      Cases.facts("decision=denied", "decision-basis=medical-necessity");

  private static SubmittedHistory history(
      String policy, String role, String status, Facts facts, String... events) {
    List<CaseEvent> all = new ArrayList<>();
    for (String event : events) {
      all.add(Cases.event(event));
    }
    ReviewPolicy held = HeldPolicies.policy(policy);
    return new SubmittedHistory(
        HeldPolicies.MACHINES.governing(held),
        held,
        new ReviewCase(held.header().canonical(), facts, all),
        role,
        RECEIVED,
        status,
        CaseAssessment::outcome);
  }

  private static List<String> objections(String policy, String role, String... events) {
    return history(policy, role, null, DENIED, events).events(events.length).stream()
        .map(each -> each.event() + " " + each.text())
        .toList();
  }

  @Test
  void aPlanTellsOfTheDenialTheGrievanceAndTheDepartmentsNotices() {
    assertThat(
            objections(
                "dmhc-imr-vchcp",
                "plan",
                "decision-made::plan-physician@2026-05-21",
                "grievance-filed::member@2026-05-28",
                "grievance-resolved:upheld:plan@2026-06-22",
                "application-received@2026-06-26",
                "application-complete@2026-06-29",
                "eligibility-notified::department@2026-07-01",
                "plan-notified::department@2026-07-01"))
        .isEmpty();
  }

  @Test
  void aPlanDoesNotTellWhatOnlyOthersSay() {
    assertThat(
            objections(
                "dmhc-imr-vchcp",
                "plan",
                "decision-made@2026-05-21",
                "application-received@2026-06-26",
                "eligibility-notified:not-eligible:department@2026-06-28"))
        .containsExactly(
            "2 The event eligibility-notified is recorded for one of department, not by the role"
                + " plan for the actor department.");
    assertThat(
            objections(
                "dmhc-imr-vchcp",
                "plan",
                "decision-made@2026-05-21",
                "application-received@2026-06-26",
                "withdrawn::member@2026-06-28"))
        .containsExactly(
            "2 The event withdrawn is recorded for one of department, member, provider,"
                + " representative, not by the role plan for the actor member.");
    assertThat(
            objections(
                "dmhc-imr-vchcp",
                "plan",
                "decision-made@2026-05-21",
                "application-received@2026-06-20",
                "application-complete@2026-06-21",
                "plan-notified@2026-06-22",
                "records-sent@2026-06-23",
                "determination-made::imro@2026-06-28"))
        .containsExactly(
            "5 The event determination-made is recorded for one of imro, imro-clerk,"
                + " imro-reviewer, not by the role plan for the actor imro.");
  }

  @Test
  void aMemberTellsWhoDecidedAndDecidesNothing() {
    assertThat(
            objections(
                "dmhc-imr-vchcp",
                "member",
                "decision-made::plan@2026-05-21",
                "grievance-filed@2026-05-28",
                "grievance-resolved:upheld@2026-06-22",
                "application-received@2026-06-26"))
        .isEmpty();
    assertThat(objections("dmhc-imr-vchcp", "member", "decision-made@2026-05-21"))
        .containsExactly(
            "0 The event decision-made is recorded for one of behavioral-health-director, cmo, plan,"
                + " plan-physician, plan-staff, not by the role member; an event that tells of others"
                + " names its actor.");
    assertThat(
            objections(
                "dmhc-imr-vchcp",
                "member",
                "decision-made::plan@2026-05-21",
                "waiver-granted::department@2026-05-28"))
        .hasSize(1);
  }

  @Test
  void staffTellWhoDecidedAndDenyNothingForLackOfNecessity() {
    assertThat(
            objections("dmhc-imr-vchcp", "plan-staff", "decision-made::plan-physician@2026-05-21"))
        .isEmpty();
    assertThat(objections("dmhc-imr-vchcp", "plan-staff", "decision-made@2026-05-21"))
        .singleElement()
        .asString()
        .startsWith(
            "0 The event decision-made is refused to the role plan-staff: it is not certain")
        .endsWith("See A4.4.");
    // under the plan's own rules the decision is the case itself
    assertThat(
            objections(
                "phc-um",
                "plan-staff",
                "request-received@2026-06-15",
                "decision-made::plan-physician@2026-06-17"))
        .hasSize(1);
  }

  @Test
  void orderStatusAndTimeCountAsWhenEventsAreRecorded() {
    assertThat(
            objections(
                "dmhc-imr-vchcp",
                "department",
                "application-received@2026-06-26",
                "decision-issued@2026-06-27"))
        .containsExactly("1 A case in status application-received has no event decision-issued.");
    assertThat(objections("dmhc-imr-vchcp", "plan", "imr-notice-sent@2026-07-03"))
        .containsExactly(
            "0 The event imr-notice-sent lies in the future; it has not happened yet.");
    assertThat(objections("dmhc-imr-vchcp", "plan", "admitted@2026-06-01"))
        .singleElement()
        .asString()
        .startsWith("0 The event admitted has no place in");
  }

  @Test
  void whateverIsWrongIsNamedAtOnceAndOneDoesNotHideAnother() {
    assertThat(
            objections(
                "dmhc-imr-vchcp",
                "plan",
                "admitted@2026-06-01",
                "decision-made@2026-05-21",
                "withdrawn@2026-06-28",
                "imr-notice-sent@2026-08-01"))
        .extracting(each -> each.substring(0, 1))
        .containsExactly("0", "2", "3");
  }

  @Test
  void aStruckEntryIsAskedOfNobody() {
    assertThat(
            objections(
                "dmhc-imr-vchcp",
                "plan",
                "decision-made@2026-05-21",
                "imr-notice-sent@2026-05-26",
                "entered-in-error:::imr-notice-sent-2026-05-26@2026-05-27"))
        .isEmpty();
    assertThat(
            objections(
                "dmhc-imr-vchcp",
                "plan",
                "decision-made@2026-05-21",
                "withdrawn::member@2026-05-26",
                "entered-in-error:::withdrawn-2026-05-26@2026-05-27"))
        .as("who may not say it may not take it back either")
        .singleElement()
        .asString()
        .startsWith("2 A caller in the role plan cannot strike an entry withdrawn.");
  }

  @Test
  void ofAnEventToldTwiceTheEarliestIsAsked() {
    assertThat(
            objections(
                "dmhc-imr-vchcp",
                "plan",
                "decision-made@2026-05-21",
                "application-received@2026-06-26",
                "plan-notified@2026-06-28",
                "plan-notified@2026-06-30"))
        .isEmpty();
  }

  @Test
  void anEventThatOthersAnswerIsAskedLikeAnyOther() {
    assertThat(
            objections(
                "dmhc-imr-vchcp",
                "plan",
                "decision-made@2026-05-21",
                "grievance-filed::member@2026-05-28",
                "grievance-resolved:upheld:plan:grievance-filed-2026-05-28@2026-06-22",
                "imr-letter-sent::plan:grievance-resolved-2026-06-22@2026-06-23"))
        .isEmpty();
  }

  @Test
  void factsThatOnlySomeStateAreRefusedToOthers() {
    assertThat(fact("dmhc-imr-vchcp", "plan", "outcome", Cases.facts("outcome=upheld")))
        .isEqualTo(
            "The fact outcome is stated by department, imro, imro-clerk, imro-reviewer, not by the"
                + " role plan.");
    assertThat(
            fact(
                "dmhc-imr-vchcp",
                "member",
                "department-waiver",
                Cases.facts("department-waiver=true")))
        .isNotNull();
    assertThat(
            fact(
                "dmhc-imr-vchcp",
                "plan",
                "department-waiver",
                Cases.facts("department-waiver=true")))
        .isNull();
    assertThat(fact("dmhc-imr-vchcp", "department", "outcome", Cases.facts("outcome=upheld")))
        .isNull();
  }

  @Test
  void aGroundOfNecessityIsStatedByWhoMayHaveIt() {
    for (String role : List.of("plan", "plan-staff", "member", "provider", "department")) {
      assertThat(fact("dmhc-imr-vchcp", role, "decision-basis", DENIED)).as(role).isNull();
    }
    assertThat(fact("phc-um", "plan", "decision-basis", DENIED)).isNull();
    assertThat(fact("phc-um", "plan-staff", "decision-basis", DENIED)).endsWith("See U30.");
    assertThat(
            fact(
                "phc-um",
                "plan-staff",
                "decision-basis",
                Cases.facts("decision=denied", "decision-basis=administrative")))
        .isNull();
    assertThat(fact("phc-advantage-ire", "member", "decision-basis", DENIED)).isNull();
  }

  private static String fact(String policy, String role, String fact, Facts facts) {
    return history(policy, role, null, facts).fact(HeldPolicies.VOCABULARY.fact(fact));
  }
}
