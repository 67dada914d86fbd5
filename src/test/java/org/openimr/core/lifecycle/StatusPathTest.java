package org.openimr.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.openimr.core.calendar.Moment;
import org.openimr.core.casefile.Facts;
import org.openimr.core.situation.Situation;

/** The status of a case follows from what happened, in the order of time. */
class StatusPathTest {

  private static final String VCHCP = "dmhc-imr-vchcp";

  private static String status(String policy, Facts facts, String... events) {
    return Cases.path(Cases.of(policy, facts, events), null).status().code();
  }

  private static String status(String... events) {
    return status(VCHCP, Cases.facts("decision=denied"), events);
  }

  @Test
  void aReviewGoesFromDenialToImplementation() {
    String[] story = {
      "decision-made@2026-05-21", "denied",
      "grievance-filed@2026-05-28", "in-grievance",
      "grievance-resolved:upheld@2026-06-22", "application-open",
      "application-received@2026-06-26", "application-received",
      "application-complete@2026-06-29", "screening",
      "eligibility-notified:approved@2026-07-01", "approved",
      "plan-notified@2026-07-01", "records-requested",
      "records-sent@2026-07-06", "records-requested",
      "records-received@2026-07-07", "records-complete",
      "reviewer-assigned@2026-07-08", "in-review",
      "determination-made@2026-07-20", "determined",
      "determination-received@2026-07-21", "determined",
      "decision-issued@2026-07-23", "decided",
      "decision-received@2026-07-24", "implementing",
      "service-authorized@2026-07-29", "implemented",
      "authorization-mailed@2026-07-29", "implemented",
      "case-closed@2026-08-10", "closed"
    };
    String[] events = new String[story.length / 2];
    for (int i = 0; i < events.length; i++) {
      events[i] = story[2 * i];
      String[] now = java.util.Arrays.copyOf(events, i + 1);

      assertThat(status(VCHCP, Cases.facts("decision=denied", "outcome=overturned"), now))
          .as(events[i])
          .isEqualTo(story[2 * i + 1]);
    }
  }

  @Test
  void theOrderOfTheEntriesDoesNotMatter() {
    assertThat(status("determination-made@2026-07-20", "grievance-filed@2026-05-28"))
        .isEqualTo("determined");
    assertThat(status("withdrawn@2026-07-01", "reopened@2026-07-03")).isEqualTo("screening");
    assertThat(status("reopened@2026-07-03", "withdrawn@2026-07-01")).isEqualTo("screening");
  }

  @Test
  void whatWasNeverRecordedHoldsNothingUp() {
    assertThat(status("records-received@2026-07-07")).isEqualTo("records-complete");
    assertThat(status("decision-issued@2026-07-07", "decision-received@2026-07-08"))
        .isEqualTo("decided");
  }

  @Test
  void nothingLeadsOnFromAnEndButReopening() {
    assertThat(status("withdrawn@2026-07-01", "determination-made@2026-07-20"))
        .isEqualTo("withdrawn");
    assertThat(status("case-closed@2026-07-01", "decision-issued@2026-07-20")).isEqualTo("closed");
  }

  @Test
  void anEventThatWasStruckShowsNothing() {
    assertThat(
            status(
                "application-received@2026-06-26",
                "determination-made@2026-07-20",
                "entered-in-error:::determination-made-2026-07-20@2026-07-21"))
        .isEqualTo("application-received");
  }

  @Test
  void eventsAtOneTimeMayStandInAnyOrder() {
    String notified = "eligibility-notified:approved@2026-07-01T10:00";
    String plan = "plan-notified@2026-07-01T10:00";

    assertThat(status("application-received@2026-06-26", notified, plan))
        .isEqualTo("records-requested");
    assertThat(status("application-received@2026-06-26", plan, notified))
        .isEqualTo("records-requested");
  }

  @Test
  void aGrievanceLeftOpenForThirtyDaysOpensTheApplication() {
    // derived by the policy, recorded by nobody
    assertThat(
            status(
                VCHCP,
                Cases.facts("decision=denied", "urgency=standard"),
                "grievance-filed@2026-05-28"))
        .isEqualTo("application-open");
  }

  @Test
  void theNoticeOfEligibilitySaysWhatTheDepartmentFound() {
    String received = "application-received@2026-06-26";

    assertThat(status(received, "eligibility-notified:not-eligible@2026-07-01"))
        .isEqualTo("not-eligible");
    assertThat(status(received, "eligibility-notified:approved-in-part@2026-07-01"))
        .isEqualTo("approved-in-part");
    assertThat(status(received, "eligibility-notified@2026-07-01"))
        .as("undecided is for the member")
        .isEqualTo("approved");
    assertThat(
            status(
                VCHCP,
                Cases.facts(
                    "decision=denied",
                    "decision-basis=benefit-exclusion",
                    "review-type=medical-necessity"),
                received,
                "eligibility-notified@2026-07-01"))
        .as("a coverage decision is never eligible (V07)")
        .isEqualTo("not-eligible");
  }

  @Test
  void aRefusedApplicationGoesToTheComplaintUnit() {
    assertThat(
            status(
                "application-received@2026-06-26",
                "eligibility-notified:not-eligible@2026-07-01",
                "referred-to-complaint-unit@2026-07-01"))
        .isEqualTo("complaint-unit");
  }

  @Test
  void theOutcomeSaysWhatFollowsFromTheDecision() {
    String[] events = {
      "determination-made@2026-07-20", "decision-issued@2026-07-23", "decision-received@2026-07-24"
    };

    assertThat(status(VCHCP, Cases.facts("outcome=upheld"), events)).isEqualTo("upheld-closed");
    assertThat(status(VCHCP, Cases.facts("outcome=partially-overturned"), events))
        .isEqualTo("implementing");
    assertThat(status(VCHCP, Cases.facts(), events)).isEqualTo("decided");
  }

  @Test
  void ofAPartlyRenderedServiceBothPartsMustBeDone() {
    Facts facts = Cases.facts("outcome=overturned", "service-partly-rendered=true");
    String received = "decision-received@2026-07-24";
    String issued = "decision-issued@2026-07-23";

    assertThat(status(VCHCP, facts, issued, received, "claim-paid@2026-07-25"))
        .isEqualTo("implementing");
    assertThat(
            status(
                VCHCP,
                facts,
                issued,
                received,
                "claim-paid@2026-07-25",
                "service-authorized@2026-07-28"))
        .isEqualTo("implemented");
    assertThat(
            status(
                VCHCP,
                facts,
                issued,
                received,
                "service-authorized@2026-07-25",
                "claim-paid@2026-07-28"))
        .isEqualTo("implemented");
  }

  @Test
  void aReviewerWhoIsAssignedBeforeTheRecordsComeBeginsWithThem() {
    assertThat(
            status(
                "plan-notified@2026-07-01",
                "reviewer-assigned@2026-07-02",
                "records-received@2026-07-07"))
        .isEqualTo("in-review");
  }

  @Test
  void aReviewOrganizationThatDeclinesSendsTheCaseBack() {
    assertThat(
            status(
                "plan-notified@2026-07-01",
                "records-received@2026-07-07",
                "imro-declined@2026-07-08"))
        .isEqualTo("approved");
  }

  @Test
  void everybodyHasHeardOnceProviderAndMemberHave() {
    Facts none = Cases.facts();

    assertThat(status("phc-um", none, "request-received@2026-06-15")).isEqualTo("requested");
    assertThat(
            status(
                "phc-um",
                none,
                "request-received@2026-06-15",
                "additional-information-requested@2026-06-16"))
        .isEqualTo("information-pending");
    assertThat(status("phc-um", none, "decision-made@2026-06-17", "provider-notified@2026-06-18"))
        .isEqualTo("decision-made");
    assertThat(
            status(
                "phc-um",
                none,
                "decision-made@2026-06-17",
                "member-notified-in-writing@2026-06-18",
                "provider-notified@2026-06-19"))
        .isEqualTo("notified");
    assertThat(
            status(
                "phc-second-opinion",
                none,
                "decision-made@2026-03-09",
                "member-notified@2026-03-10"))
        .isEqualTo("notified");
  }

  @Test
  void aReviewThatThePlanOrdersAdvisesThePlan() {
    Facts none = Cases.facts();
    String request = "review-request-received@2026-06-10";

    assertThat(status("phc-external-imr", none, request)).isEqualTo("in-review");
    assertThat(status("phc-external-imr", none, request, "determination-made@2026-06-12"))
        .isEqualTo("determined");
    assertThat(
            status(
                "phc-external-imr",
                none,
                request,
                "decision-made@2026-06-12",
                "determination-made@2026-06-15"))
        .as("the plan's clock runs whether or not the review is back")
        .isEqualTo("decision-made");
  }

  private static final StatedStatus IN_REVIEW =
      new StatedStatus("in-review", OffsetDateTime.parse("2026-07-02T10:00:00-07:00").toInstant());

  private static String stated(StatedStatus stated, String... events) {
    return Cases.path(Cases.of(VCHCP, Cases.facts("decision=denied"), events), stated)
        .status()
        .code();
  }

  @Test
  void aStatusThatWasStatedIsWhereTheCaseWasByThen() {
    assertThat(stated(IN_REVIEW)).isEqualTo("in-review");
    assertThat(stated(IN_REVIEW, "provider-notified@2026-07-01")).isEqualTo("in-review");
    assertThat(stated(new StatedStatus("requested", IN_REVIEW.at()))).isEqualTo("denied");
    assertThat(stated(null, "provider-notified@2026-07-01")).isEqualTo("denied");
  }

  @Test
  void whatIsToldLaterOfTheTimeBeforeTakesNothingBack() {
    assertThat(stated(IN_REVIEW, "grievance-filed@2026-05-28")).isEqualTo("in-review");
    assertThat(stated(IN_REVIEW, "plan-notified@2026-07-01", "records-received@2026-07-01"))
        .isEqualTo("in-review");
    assertThat(stated(IN_REVIEW, "determination-made@2026-07-01")).isEqualTo("determined");
    assertThat(stated(IN_REVIEW, "withdrawn@2026-07-01")).isEqualTo("withdrawn");
  }

  @Test
  void whatFollowsGoesOnFromTheStatusThatWasStated() {
    assertThat(stated(IN_REVIEW, "determination-made@2026-07-20")).isEqualTo("determined");
    assertThat(stated(IN_REVIEW, "grievance-filed@2026-05-28", "determination-made@2026-07-20"))
        .isEqualTo("determined");
    assertThat(stated(IN_REVIEW, "imro-declined@2026-07-20")).isEqualTo("approved");
  }

  @Test
  void beforeItWasStatedTheCaseMayHaveBeenInAnyStatusOnTheWay() {
    StatusPath path =
        Cases.path(
            Cases.of(VCHCP, Cases.facts("decision=denied"), "provider-notified@2026-05-22"),
            IN_REVIEW);
    Moment before = path.steps().get(0).at();

    assertThat(path.statusesAt(before))
        .contains("denied", "in-grievance", "screening", "records-requested", "in-review")
        .doesNotContain("determined", "closed");
  }

  @Test
  void whetherEventsShowAStatusIsKnown() {
    Situation bare = Cases.of(VCHCP, Cases.facts(), "provider-notified@2026-07-01");
    Situation shown = Cases.of(VCHCP, Cases.facts(), "grievance-filed@2026-06-20");

    assertThat(StatusPath.shown(Cases.machine(bare), bare)).isFalse();
    assertThat(StatusPath.shown(Cases.machine(shown), shown)).isTrue();
  }

  @Test
  void aPlanThatSendsNoRecordsHoldsUpNoDetermination() {
    assertThat(status("plan-notified@2026-07-01", "determination-made@2026-07-20"))
        .isEqualTo("determined");
  }
}
