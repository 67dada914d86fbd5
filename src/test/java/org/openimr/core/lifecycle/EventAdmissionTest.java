package org.openimr.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.openimr.HeldPolicies;
import org.openimr.core.calendar.Moment;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.Facts;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Situation;

/** Which events may be recorded, by whom and when. */
class EventAdmissionTest {

  private static final String[] SCREENED = {
    "decision-made@2026-05-21", "application-received@2026-06-26", "application-complete@2026-06-29"
  };

  private static String objection(Situation before, String stated, String role, String event) {
    return objection(before, stated, role, event, Cases.facts());
  }

  private static String objection(
      Situation before, String stated, String role, String event, Facts facts) {
    CaseEvent entry = Cases.event(event);
    Moment at =
        entry.time().instant() == null
            ? before.policy().days().wholeDay(entry.time().date())
            : before.policy().days().at(entry.time().instant());
    return Cases.admission(before, stated, role).objection(entry, at, facts);
  }

  private static String objection(String role, String event, String... before) {
    return objection(Cases.of("dmhc-imr-vchcp", Cases.facts(), before), null, role, event);
  }

  @Test
  void aStepThatIsNotDueYetIsRefused() {
    assertThat(objection("imro", "determination-made@2026-07-20", SCREENED))
        .isEqualTo("A case in status screening has no event determination-made.");
    assertThat(objection("department", "decision-issued@2026-07-20", SCREENED))
        .isEqualTo("A case in status screening has no event decision-issued.");
  }

  @Test
  void whatAReversalBringsIsStillRecorded() {
    String[] reversed = {"decision-made@2026-05-21", "plan-reversed@2026-07-01"};
    for (String event :
        List.of("service-authorized", "authorization-mailed", "claim-paid", "member-notified")) {
      for (String policy :
          List.of(
              "dmhc-imr-vchcp",
              "phc-external-imr",
              "phc-um",
              "phc-second-opinion",
              "phc-advantage-ire")) {
        Situation before = Cases.of(policy, Cases.facts(), reversed);

        assertThat(objection(before, null, "plan", event + "@2026-07-02")).as(policy).isNull();
      }
    }
    assertThat(objection("plan", "records-sent@2026-07-02", reversed))
        .isEqualTo("A case in status plan-reversed has no event records-sent.");
  }

  @Test
  void nobodySaysForAMemberThatTheReviewIsNotWanted() {
    for (String role : List.of("plan", "plan-staff", "plan-physician", "cmo")) {
      assertThat(objection(role, "withdrawn@2026-07-01", SCREENED))
          .isEqualTo(
              "The event withdrawn is recorded for one of department, member, provider,"
                  + " representative, not by the role "
                  + role
                  + ".");
    }
    assertThat(objection("plan", "withdrawn::member@2026-07-01", SCREENED))
        .endsWith("not by the role plan for the actor member.");
    assertThat(objection("member", "withdrawn@2026-07-01", SCREENED)).isNull();
    assertThat(objection("representative", "withdrawn::member@2026-07-01", SCREENED)).isNull();
    assertThat(objection("department", "withdrawn::member@2026-07-01", SCREENED)).isNull();
  }

  @Test
  void whoDecidesOtherwiseThanTheReviewSaysWhy() {
    // B23: the review that a plan orders advises
    String[] determined = {
      "request-received@2026-07-06",
      "review-request-received@2026-07-06",
      "determination-made@2026-07-08"
    };
    for (String[] each :
        new String[][] {
          {"overturned", "denied", "differs"},
          {"overturned", "modified", "differs"},
          {"overturned", "approved", "agrees"},
          {"upheld", "approved", "differs"},
          {"upheld", "denied", "agrees"},
          {"partially-overturned", "modified", "agrees"},
          {"partially-overturned", "denied", "differs"},
          {"partially-overturned", "approved", "differs"}
        }) {
      Facts facts =
          Cases.facts(
              "outcome=" + each[0], "decision=" + each[1], "decision-basis=medical-necessity");
      Situation before = Cases.of("phc-external-imr", facts, determined);
      String silent = objection(before, null, "cmo", "decision-made@2026-07-09", facts);
      String name = String.join(" ", each);
      if (each[2].equals("agrees")) {
        assertThat(silent).as(name).isNull();
      } else {
        assertThat(silent).as(name).contains("it is true that").contains("it gives no reason");
      }
      assertThat(objection(before, null, "cmo", "decision-made:new-evidence@2026-07-09", facts))
          .as(name)
          .isNull();
    }
  }

  @Test
  void whatGoesToTheComplaintUnitIsStillNotified() {
    String[] referred = {
      "application-received@2026-06-26", "referred-to-complaint-unit@2026-06-29"
    };

    assertThat(objection("department", "eligibility-notified:not-eligible@2026-06-30", referred))
        .isNull();
  }

  @Test
  void theRequestOfAReviewThatWasStatedToBeOpenMayStillBeTold() {
    Situation before = Cases.of("phc-external-imr", Cases.facts(), "request-received@2026-07-06");

    assertThat(objection(before, "in-review", "imro", "review-request-received@2026-07-07"))
        .isNull();
  }

  @Test
  void whoDoesNotDoItIsRefused() {
    String[] review = {"plan-notified@2026-07-01", "records-received@2026-07-07"};

    assertThat(objection("plan", "determination-made@2026-07-20", review))
        .isEqualTo(
            "The event determination-made is recorded for one of imro, imro-clerk, imro-reviewer,"
                + " not by the role plan.");
    assertThat(objection("imro", "determination-made@2026-07-20", review)).isNull();
    assertThat(objection("department", "determination-made::imro@2026-07-20", review)).isNull();
    assertThat(objection("plan", "determination-made::imro@2026-07-20", review))
        .endsWith("not by the role plan for the actor imro.");
    assertThat(objection("imro", "records-sent::plan@2026-07-06", review))
        .endsWith("not by the role imro for the actor plan.");
  }

  @Test
  void aLateEntryIsHeldAgainstTheStatusOfItsTime() {
    String[] decided = {
      "application-received@2026-06-26T10:00",
      "plan-notified@2026-07-01T10:00",
      "records-received@2026-07-07T10:00",
      "determination-made@2026-07-20T10:00",
      "decision-issued@2026-07-22T10:00"
    };

    assertThat(objection("plan", "records-sent@2026-07-06T10:00", decided)).isNull();
    assertThat(objection("plan", "records-sent@2026-07-23T10:00", decided))
        .isEqualTo("A case in status decided has no event records-sent.");
    assertThat(objection("department", "application-complete@2026-06-29T09:00", decided)).isNull();
    assertThat(objection("plan", "provider-notified@2026-07-23T10:00", decided))
        .as("a notice is never too late to be recorded")
        .isNull();
  }

  @Test
  void whatWasNeverRecordedMayHaveBeen() {
    assertThat(objection("plan", "records-sent@2026-07-06", "records-received@2026-07-07"))
        .isNull();
    assertThat(objection("department", "decision-issued@2026-07-06", "records-received@2026-07-07"))
        .isNotNull();
  }

  @Test
  void onTheSameDayTheOrderIsOpenWhereATimeLacks() {
    String received = "application-received@2026-06-26T15:00";

    assertThat(objection("department", "application-complete@2026-06-26", received)).isNull();
    assertThat(objection("department", "application-complete@2026-06-26T14:00", received))
        .isEqualTo("A case in status denied has no event application-complete.");
    assertThat(objection("department", "application-complete@2026-06-26T15:00", received)).isNull();
  }

  @Test
  void onlyAPhysicianSaysNoForLackOfMedicalNecessity() {
    Situation open = Cases.of("phc-um", Cases.facts(), "request-received@2026-06-15");
    Facts denial = Cases.facts("decision=denied", "decision-basis=medical-necessity");
    Facts approval = Cases.facts("decision=approved");
    Facts coverage = Cases.facts("decision=denied", "decision-basis=benefit-exclusion");
    String made = "decision-made@2026-06-17";

    assertThat(objection(open, null, "plan-staff", made, denial))
        .startsWith(
            "The event decision-made is refused to the role plan-staff: it is not certain that ")
        .endsWith("See A4.4.");
    assertThat(objection(open, null, "plan-staff", made, Cases.facts("decision=denied")))
        .as("the ground is not known")
        .isNotNull();
    assertThat(objection(open, null, "plan", "decision-made::plan-staff@2026-06-17", denial))
        .startsWith("The event decision-made is refused to the role plan-staff");
    assertThat(objection(open, null, "plan-staff", "decision-made::cmo@2026-06-17", denial))
        .endsWith("not by the role plan-staff for the actor cmo.");
    assertThat(objection(open, null, "plan-staff", made, approval)).isNull();
    assertThat(objection(open, null, "plan-staff", made, coverage)).isNull();
    assertThat(objection(open, null, "cmo", made, denial)).isNull();
    assertThat(objection(open, null, "plan", "decision-made::plan-physician@2026-06-17", denial))
        .isNull();
    assertThat(objection(open, null, "plan", made, denial)).isNull();
  }

  @Test
  void anExpeditedCaseIsNotConvertedAgain() {
    String convert = "converted-to-expedited:imminent-serious-threat@2026-07-09";
    Situation expedited =
        Cases.of("phc-um", Cases.facts("urgency=expedited"), "request-received@2026-07-06");
    Situation unknown = Cases.of("phc-um", Cases.facts(), "request-received@2026-07-06");

    assertThat(objection(expedited, null, "cmo", convert, Cases.facts("urgency=expedited")))
        .contains("it is true that %urgency = 'expedited'");
    assertThat(objection(unknown, null, "cmo", convert)).isNull();
    assertThat(objection("department", convert, "determination-made@2026-07-08"))
        .isEqualTo("A case in status determined has no event converted-to-expedited.");
  }

  @Test
  void aConversionGivesItsGroundAndComesAfterTheRequest() {
    Situation open = Cases.of("phc-um", Cases.facts(), "request-received@2026-07-06");
    String early = "converted-to-expedited:imminent-serious-threat@2026-07-05";

    assertThat(objection(open, null, "cmo", "converted-to-expedited@2026-07-09"))
        .isEqualTo(
            "The event converted-to-expedited is refused to the role cmo: it gives no reason. See"
                + " R-12.");
    assertThat(objection(open, null, "cmo", "expedition-refused@2026-07-09"))
        .endsWith("it gives no reason. See R-12.");
    assertThat(objection(open, null, "cmo", early))
        .endsWith("it lies before request-received. See R-12.");
    assertThat(objection(Cases.of("phc-um", Cases.facts()), null, "cmo", early))
        .as("what was never recorded stands against nothing")
        .isNull();
    assertThat(
            objection(
                "department",
                "converted-to-expedited:imminent-serious-threat@2026-05-20",
                "grievance-filed@2026-05-28"))
        .isEqualTo("A case in status denied has no event converted-to-expedited.");
  }

  @Test
  void aDeterminationWaitsForNoRecords() {
    assertThat(objection("imro", "determination-made@2026-07-20", "plan-notified@2026-07-01"))
        .isNull();
  }

  @Test
  void whoStrikesAStrikeMustHaveBeenAbleToStrikeTheEntry() {
    String[] struck = {"records-received@2026-07-07", "determination-made@2026-07-20"};
    CaseEvent strike =
        new CaseEvent(
            "strike",
            "entered-in-error",
            Cases.event("x@2026-07-21").time(),
            null,
            null,
            null,
            "determination-made-2026-07-20",
            null);
    Situation before = Cases.with(Cases.of("dmhc-imr-vchcp", Cases.facts(), struck), strike);
    String again = "entered-in-error:::strike@2026-07-22";

    assertThat(objection(before, null, "plan", again))
        .isEqualTo("A caller in the role plan cannot strike an entry determination-made.");
    assertThat(objection(before, null, "imro", again)).isNull();
    assertThat(objection(before, null, "imro", "entered-in-error:::strike@2026-07-20"))
        .isEqualTo("The event entered-in-error lies before the entry that it strikes.");
  }

  @Test
  void whatIsStruckIsNotStruckAgain() {
    String strike = "entered-in-error:::determination-made-2026-07-20@2026-07-21";

    assertThat(
            objection(
                "imro",
                strike,
                "records-received@2026-07-07",
                "determination-made@2026-07-20",
                strike))
        .isEqualTo("The entry that entered-in-error names in refersTo is struck already.");
  }

  @Test
  void aStatusThatWasStatedForbidsNothingOfTheTimeBefore() {
    StatedStatus stated =
        new StatedStatus(
            "in-review", OffsetDateTime.parse("2026-07-02T10:00:00-07:00").toInstant());
    Situation bare = Cases.of("dmhc-imr-vchcp", Cases.facts());
    for (String event :
        List.of("grievance-filed@2026-05-28", "application-received@2026-06-26T10:00")) {
      CaseEvent entry = Cases.event(event);
      Moment at =
          entry.time().instant() == null
              ? bare.policy().days().wholeDay(entry.time().date())
              : bare.policy().days().at(entry.time().instant());

      assertThat(Cases.admission(bare, stated, "department").objection(entry, at, Cases.facts()))
          .as(event)
          .isNull();
    }
  }

  @Test
  void nobodyStrikesWhatSomebodyElseDid() {
    String[] determined = {"records-received@2026-07-07", "determination-made@2026-07-20"};
    String strike = "entered-in-error:::determination-made-2026-07-20@2026-07-21";

    assertThat(objection("plan", strike, determined))
        .isEqualTo("A caller in the role plan cannot strike an entry determination-made.");
    assertThat(objection("imro", strike, determined)).isNull();
    assertThat(objection("department", strike, determined)).isNull();
    assertThat(objection("imro", "entered-in-error:::nothing@2026-07-21", determined))
        .isEqualTo("The event entered-in-error names in refersTo no entry of this case.");
  }

  @Test
  void anEventOfAnotherProgrammeSaysWhyItHasNoPlace() {
    assertThat(objection("plan", "appeal-received@2026-07-20", SCREENED))
        .isEqualTo(
            "The event appeal-received has no place in Independent medical review by the"
                + " department: they belong to Medicare appeals.");
  }

  private static String stating(
      String policy, String role, String event, Facts known, Facts given, String... before) {
    Situation situation = Cases.of(policy, known, before);
    CaseEvent entry = Cases.event(event);
    Moment at = situation.policy().days().wholeDay(entry.time().date());
    EventAdmission admission = Cases.admission(situation, (String) null, role);
    return HeldPolicies.VOCABULARY.facts().stream()
        .map(fact -> admission.objection(fact, entry, at, known, given))
        .filter(each -> each != null)
        .findFirst()
        .orElse(null);
  }

  @Test
  void theOutcomeIsStatedByThoseWhoReviewAlone() {
    Facts none = Cases.facts();
    Facts upheld = Cases.facts("outcome=upheld");
    Facts overturned = Cases.facts("outcome=overturned");
    String sent = "records-sent@2026-07-01";

    assertThat(stating("dmhc-imr-vchcp", "plan", sent, overturned, upheld, SCREENED))
        .isEqualTo(
            "The fact outcome is stated by department, imro, imro-clerk, imro-reviewer, not by the"
                + " role plan.");
    assertThat(stating("dmhc-imr-vchcp", "plan", sent, none, upheld, SCREENED))
        .as("not before them either")
        .startsWith("The fact outcome is stated by ");
    assertThat(stating("dmhc-imr-vchcp", "plan", sent, upheld, upheld, SCREENED)).isNull();
    assertThat(stating("dmhc-imr-vchcp", "department", sent, overturned, upheld, SCREENED))
        .isNull();
    assertThat(stating("dmhc-imr-vchcp", "imro", sent, none, upheld, SCREENED)).isNull();
  }

  @Test
  void noFactOfAnotherEventSaysWhatOnlyAPhysicianMaySay() {
    Facts none = Cases.facts();
    Facts denied = Cases.facts("decision=denied");
    Facts denial = Cases.facts("decision=denied", "decision-basis=medical-necessity");
    Facts coverage = Cases.facts("decision=denied", "decision-basis=benefit-exclusion");
    Facts approved = Cases.facts("decision=approved");
    String asked = "additional-information-requested@2026-07-01";
    for (String policy : List.of("dmhc-imr-vchcp", "phc-um", "phc-second-opinion")) {
      assertThat(stating(policy, "plan-staff", asked, none, denial))
          .as(policy)
          .startsWith("The fact decision may not be stated where it is, was or stays open whether ")
          .endsWith("; not by the role plan-staff. See U30.");
      assertThat(stating(policy, "plan-staff", asked, approved, denial)).isNotNull();
      assertThat(stating(policy, "plan-staff", asked, none, denied))
          .as("the ground may come later")
          .isNotNull();
      assertThat(stating(policy, "plan-staff", asked, denied, denial)).isNotNull();
      assertThat(stating(policy, "plan-staff", asked, denial, coverage))
          .as("what a physician said stays the physician's")
          .isNotNull();
      assertThat(stating(policy, "plan-staff", asked, none, coverage)).isNull();
      assertThat(stating(policy, "plan-staff", asked, none, approved)).isNull();
      for (String officer : List.of("plan", "cmo", "plan-physician")) {
        assertThat(stating(policy, officer, asked, none, denial)).as(officer).isNull();
      }
    }
  }

  @Test
  void theBehavioralHealthDirectorDeniesBehavioralHealthAlone() {
    String director = "behavioral-health-director";
    Facts none = Cases.facts();
    Facts own =
        Cases.facts(
            "decision=denied", "decision-basis=medical-necessity", "behavioral-health=true");
    Facts other =
        Cases.facts(
            "decision=denied", "decision-basis=medical-necessity", "behavioral-health=false");
    Facts open = Cases.facts("decision=denied", "decision-basis=medical-necessity");
    Facts coverage =
        Cases.facts(
            "decision=denied", "decision-basis=benefit-exclusion", "behavioral-health=false");
    Facts health = Cases.facts("behavioral-health=true");
    String made = "decision-made@2026-07-01";
    String named = "decision-made::behavioral-health-director@2026-07-01";
    for (String policy :
        List.of("dmhc-imr-vchcp", "phc-um", "phc-second-opinion", "phc-advantage-ire")) {
      Situation before = Cases.of(policy, none);
      assertThat(objection(before, null, director, made, own)).as(policy).isNull();
      assertThat(objection(before, null, director, made, coverage)).as(policy).isNull();
      assertThat(objection(before, null, director, made, other))
          .as(policy)
          .startsWith("The event decision-made is refused to the role " + director)
          .endsWith("See U50.");
      assertThat(objection(before, null, director, made, open)).as("not known").isNotNull();
      assertThat(objection(before, null, "plan", named, own)).isNull();
      assertThat(objection(before, null, "plan", named, other)).endsWith("See U50.");
      assertThat(objection(before, null, "plan-staff", named, own)).isNotNull();
      assertThat(stating(policy, director, made, health, own)).as(policy).isNull();
      assertThat(stating(policy, director, made, none, open)).endsWith("See U50.");
      assertThat(stating(policy, director, made, none, other)).isNotNull();
      assertThat(stating(policy, director, made, none, health))
          .as("whether it is behavioral health the director does not say")
          .isNotNull();
      assertThat(stating(policy, "cmo", made, none, other)).isNull();
    }
  }

  @Test
  void nobodyLendsTheVoiceThatADenialNeeds() {
    Facts denial = Cases.facts("decision=denied", "decision-basis=medical-necessity");
    String made = "decision-made::plan-staff@2026-07-01";

    assertThat(stating("phc-um", "plan", made, Cases.facts(), denial))
        .endsWith("not by the role plan for the actor plan-staff. See U30.");
    assertThat(
            stating(
                "dmhc-imr-vchcp",
                "plan-staff",
                "grievance-filed::member@2026-07-01",
                Cases.facts(),
                denial))
        .isNotNull();
    assertThat(stating("phc-um", "provider", "service-date@2026-07-01", Cases.facts(), denial))
        .as("the request is not decided by who asks")
        .startsWith(
            "The fact decision is stated by behavioral-health-director, cmo, plan, plan-physician,"
                + " plan-staff");
    assertThat(
            stating(
                "dmhc-imr-vchcp", "member", "grievance-filed@2026-07-01", Cases.facts(), denial))
        .as("a member tells what the plan decided")
        .isNull();
  }

  @Test
  void theDepartmentsMachineAsksWhoDeniedToo() {
    Situation denied = Cases.of("dmhc-imr-vchcp", Cases.facts(), "request-received@2026-06-15");
    Facts denial = Cases.facts("decision=denied", "decision-basis=medical-necessity");
    Facts coverage = Cases.facts("decision=denied", "decision-basis=benefit-exclusion");
    String made = "decision-made@2026-06-17";

    assertThat(objection(denied, null, "plan-staff", made, denial))
        .startsWith("The event decision-made is refused to the role plan-staff: it is not certain");
    assertThat(objection(denied, null, "plan-staff", made)).isNotNull();
    assertThat(objection(denied, null, "plan-staff", "decision-made::plan@2026-06-17", denial))
        .endsWith("not by the role plan-staff for the actor plan.");
    assertThat(objection(denied, null, "plan-staff", made, coverage)).isNull();
    assertThat(objection(denied, null, "cmo", made, denial)).isNull();
    assertThat(objection(denied, null, "plan", made, denial)).isNull();
  }

  @Test
  void theGroundOfADenialStaysAsItWasWhenTheMemberApplied() {
    Facts denial = Cases.facts("decision=denied", "decision-basis=medical-necessity");
    Facts coverage = Cases.facts("decision=denied", "decision-basis=benefit-exclusion");
    String made = "decision-made@2026-07-01";

    assertThat(stating("dmhc-imr-vchcp", "plan", made, denial, coverage, SCREENED))
        .endsWith(" was stated before; department may change it, not the role plan. See R-57.");
    assertThat(stating("dmhc-imr-vchcp", "department", made, denial, coverage, SCREENED)).isNull();
    assertThat(
            stating("dmhc-imr-vchcp", "plan", made, denial, coverage, "decision-made@2026-05-21"))
        .as("nobody has applied yet")
        .isNull();
  }

  @Test
  void aCaseBecomesExpeditedByTheEventAlone() {
    Facts standard = Cases.facts("urgency=standard");
    Facts expedited = Cases.facts("urgency=expedited");
    for (String policy :
        List.of(
            "dmhc-imr-vchcp",
            "phc-external-imr",
            "phc-um",
            "phc-second-opinion",
            "phc-advantage-ire")) {
      for (String role : List.of("plan", "department", "provider", "cmo")) {
        String event = "service-date@2026-07-01";
        assertThat(stating(policy, role, event, standard, expedited))
            .as(policy + " " + role)
            .isEqualTo(
                "The fact urgency may not be stated where it is, was or stays open whether %urgency"
                    + " = 'expedited'; the event converted-to-expedited says it. See R-12.");
        assertThat(stating(policy, role, event, Cases.facts(), expedited)).isNotNull();
        assertThat(stating(policy, role, event, expedited, standard)).isNotNull();
        assertThat(stating(policy, role, event, Cases.facts(), standard)).isNull();
      }
    }
  }

  @Test
  void whatIsAllowedIsListed() {
    Situation screening = Cases.of("dmhc-imr-vchcp", Cases.facts(), SCREENED);

    assertThat(Cases.admission(screening, (String) null, "department").allowed())
        .contains("eligibility-notified", "referred-to-complaint-unit", "plan-notified")
        .doesNotContain("decision-issued", "application-received", "records-sent");
    assertThat(Cases.admission(screening, (String) null, "imro").allowed())
        .containsExactly("entered-in-error");
    assertThat(Cases.admission(screening, (String) null, "committee").allowed()).isEmpty();
  }

  /** Every status, event and role: what the table does not hold is refused. */
  @TestFactory
  List<DynamicTest> whatTheTableDoesNotHoldIsRefused() {
    return HeldPolicies.MACHINES.all().stream()
        .map(
            machine ->
                DynamicTest.dynamicTest(
                    machine.code(), () -> assertThat(refused(machine)).isGreaterThan(5_000)))
        .toList();
  }

  private static int refused(StateMachine machine) {
    int refused = 0;
    ReviewPolicy policy = HeldPolicies.policy(machine.policies().get(0));
    Situation empty = Cases.of(policy.header().code(), Cases.facts());
    for (StateMachine.Status status : machine.statuses()) {
      for (String role : HeldPolicies.VOCABULARY.codes("imr-party")) {
        Set<String> listed = Cases.admission(empty, status.code(), role).allowed();
        Set<String> recorded = new TreeSet<>();
        for (EventDefinition event : HeldPolicies.VOCABULARY.events()) {
          if (objection(empty, status.code(), role, event.code() + ":any@2026-07-01") == null) {
            recorded.add(event.code());
            assertThat(held(machine, status.code(), event.code(), role)).isTrue();
          } else {
            refused++;
          }
        }
        listed.remove("entered-in-error");
        assertThat(recorded).as(status.code() + " " + role).isEqualTo(listed);
      }
    }
    return refused;
  }

  private static boolean held(StateMachine machine, String status, String event, String role) {
    for (Transition each : machine.transitions()) {
      boolean by =
          each.by().contains(role)
              || each.by().stream()
                  .anyMatch(
                      other -> machine.speaksFor().getOrDefault(role, Set.of()).contains(other));
      if (each.event().equals(event) && each.from().contains(status) && by) {
        return true;
      }
    }
    return false;
  }
}
