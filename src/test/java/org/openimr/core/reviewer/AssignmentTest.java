package org.openimr.core.reviewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openimr.HeldPolicies;
import org.openimr.HeldReviewers;
import org.openimr.core.casefile.Facts;

/** Who is fit to review, by the terms of the package: P06, H09, V16, U35, U51. */
class AssignmentTest {

  private static final Instant NOW = Instant.parse("2026-07-02T18:00:00Z");
  private static final LocalDate DAY = LocalDate.of(2026, 7, 2);
  private static final Set<String> CASE = Set.of("Task/1", "2026-000001");

  private static Facts facts(String reviewType) {
    return Facts.none(HeldPolicies.VOCABULARY)
        .set(HeldPolicies.VOCABULARY.fact("review-type"), reviewType);
  }

  private static Credential credential(String kind, String where, String specialty, String until) {
    return new Credential(
        kind, where, specialty, LocalDate.of(2015, 7, 1), LocalDate.parse(until), true);
  }

  private static Candidate candidate(int place, String specialty) {
    return candidate(
        place,
        specialty,
        List.of(
            credential("license", "US-NV", null, "2026-12-31"),
            credential("board-certification", null, specialty, "2026-12-31")));
  }

  private static Candidate candidate(int place, String specialty, List<Credential> credentials) {
    return new Candidate(
        place, Set.of("PractitionerRole/" + place), Set.of(), Set.of(specialty), credentials, true);
  }

  private static Attestation attestation(int place) {
    Map<String, Boolean> answers = new HashMap<>();
    HeldReviewers.TERMS.conflicts().forEach(each -> answers.put(each.code(), false));
    return new Attestation(
        place, CASE, Set.of("PractitionerRole/" + place), NOW, true, true, answers);
  }

  private static List<String> parts(CaseAtHand theCase, List<Candidate> candidates) {
    List<Attestation> attestations = new ArrayList<>();
    candidates.forEach(each -> attestations.add(attestation(each.place())));
    return new Assignment(HeldReviewers.TERMS, theCase, NOW, DAY)
        .objections(candidates, attestations).stream().map(Objection::part).toList();
  }

  private static CaseAtHand about(DisputedCode... codes) {
    return new CaseAtHand(
        CASE,
        facts("medical-necessity"),
        "binding",
        new Dispute(List.of(codes), Set.of("207Q00000X")),
        List.of());
  }

  private static CaseAtHand of(String reviewType, String effect) {
    return new CaseAtHand(
        CASE,
        facts(reviewType),
        effect,
        new Dispute(List.of(new DisputedCode("procedure", "77523")), Set.of()),
        List.of());
  }

  @ParameterizedTest(name = "{0} {1}, {2} is fit: {3}")
  @CsvSource({
    // proton therapy: radiation oncologists, not those who treat cancer with drugs
    "procedure, 77523, 2085R0001X, true",
    "procedure, 77523, 207RX0202X, false",
    // residential treatment: psychiatrists, psychologists, not dermatologists
    "procedure, H0018, 2084P0800X, true",
    "procedure, H0018, 103TC0700X, true",
    "procedure, H0018, 207N00000X, false",
    // sleeve gastrectomy: surgeons and those who treat obesity
    "procedure, 43775, 208600000X, true",
    "procedure, 43775, 207RB0002X, true",
    "procedure, 43775, 207RG0100X, false",
    // a wheelchair, behavior therapy, an emergency visit
    "procedure, K0861, 208100000X, true",
    "procedure, K0861, 207W00000X, false",
    "procedure, 97153, 2080P0006X, true",
    "procedure, 99285, 207P00000X, true",
    // a drug and a visit say nothing: the condition does
    "diagnosis, K50.90, 207RG0100X, true",
    "diagnosis, K5090, 207RG0100X, true",
    "diagnosis, K50.90, 2084P0800X, false",
    "diagnosis, C50.911, 207RX0202X, true",
    "diagnosis, C50.911, 208100000X, false",
    // an unknown code: who asked for it
    "procedure, X9999, 207Q00000X, true",
    "procedure, X9999, 207RG0100X, false",
  })
  void theServiceSaysWhoJudgesIt(String kind, String code, String specialty, boolean fit) {
    assertThat(parts(about(new DisputedCode(kind, code)), List.of(candidate(0, specialty))))
        .isEqualTo(fit ? List.of() : List.of("specialty"));
  }

  @Test
  void aServiceGoesBeforeAConditionAndNothingLetsAnySpecialtyJudge() {
    CaseAtHand both =
        about(new DisputedCode("diagnosis", "C71.1"), new DisputedCode("procedure", "77523"));
    assertThat(parts(both, List.of(candidate(0, "207RX0202X")))).containsExactly("specialty");
    CaseAtHand nothing =
        new CaseAtHand(
            CASE,
            facts("medical-necessity"),
            "binding",
            new Dispute(List.of(), Set.of()),
            List.of());
    assertThat(parts(nothing, List.of(candidate(0, "207W00000X")))).isEmpty();
  }

  @Test
  void aRangeHasWhatBeginsWithItsEnd() {
    CodeRange cancer = new CodeRange("diagnosis", "C00", "D09");
    assertThat(cancer.holds(new DisputedCode("diagnosis", "c00.0"))).isTrue();
    assertThat(cancer.holds(new DisputedCode("diagnosis", "D09.9"))).isTrue();
    assertThat(cancer.holds(new DisputedCode("diagnosis", "D10.0"))).isFalse();
    assertThat(cancer.holds(new DisputedCode("diagnosis", "B99.9"))).isFalse();
    assertThat(cancer.holds(new DisputedCode("procedure", "C50.9"))).isFalse();
    assertThat(cancer.holds(new DisputedCode("diagnosis", "C"))).isFalse();
    assertThatThrownBy(() -> new CodeRange("diagnosis", "D09", "C00"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest(name = "license in {0} until {1}, certified in {2} until {3}: {4}")
  @CsvSource({
    "US-CA, 2026-07-02, 2085R0001X, 2026-07-02, ''",
    "US-CA, 2026-07-01, 2085R0001X, 2026-07-02, license",
    "US-CA, 2026-07-02, 2085R0001X, 2026-07-01, board-certification",
    "CA-ON, 2030-01-01, 2085R0001X, 2030-01-01, license",
    ", 2030-01-01, 2085R0001X, 2030-01-01, license",
    // certified in something else, or in something that is not said
    "US-NY, 2030-01-01, 207N00000X, 2030-01-01, board-certification",
    "US-NY, 2030-01-01, , 2030-01-01, ''",
  })
  void licenseAndCertificationHoldOnTheDay(
      String where, String licensed, String specialty, String certified, String part) {
    Candidate candidate =
        candidate(
            0,
            "2085R0001X",
            List.of(
                credential("license", where, null, licensed),
                credential("board-certification", null, specialty, certified)));

    assertThat(parts(of("medical-necessity", "binding"), List.of(candidate)))
        .isEqualTo(part.isEmpty() ? List.of() : List.of(part));
  }

  @Test
  void whatWasTakenOrBeginsLaterOrSaysNoDayDoesNotHold() {
    LocalDate end = LocalDate.of(2030, 1, 1);
    for (Credential license :
        List.of(
            new Credential("license", "US-CA", null, null, end, false),
            new Credential("license", "US-CA", null, DAY.plusDays(1), end, true),
            new Credential("license", "US-CA", null, null, null, true))) {
      assertThat(
              parts(
                  of("medical-necessity", "binding"),
                  List.of(
                      candidate(
                          0,
                          "2085R0001X",
                          List.of(
                              license,
                              credential(
                                  "board-certification", null, "2085R0001X", "2030-01-01"))))))
          .as(license.toString())
          .containsExactly("license");
    }
    assertThat(new Credential("license", "US-CA", null, DAY, null, true).inForceOn(DAY)).isTrue();
  }

  @ParameterizedTest(name = "{0}, {1}: {2} reviewers, {3}")
  @CsvSource({
    "experimental-investigational, binding, 1, panel",
    "experimental-investigational, binding, 2, panel",
    "experimental-investigational, binding, 3, ''",
    "experimental-investigational, binding, 4, panel",
    "experimental-investigational, binding, 5, ''",
    "experimental-investigational, advisory, 1, ''",
    "medical-necessity, binding, 1, ''",
    "medical-necessity, binding, 2, ''",
    "medical-necessity, binding, 9, ''",
    "medical-necessity, binding, 10, panel",
  })
  void anExperimentalCaseHasAnOddPanel(String type, String effect, int number, String part) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      candidates.add(candidate(i, "2085R0001X"));
    }
    assertThat(parts(of(type, effect), candidates))
        .isEqualTo(part.isEmpty() ? List.of() : List.of(part));
  }

  @Test
  void oneReviewerHasOneSeat() {
    Candidate one = candidate(0, "2085R0001X");
    Candidate again =
        new Candidate(
            1,
            Set.of("npi|1", "PractitionerRole/0"),
            Set.of(),
            one.specialties(),
            one.credentials(),
            true);

    assertThat(
            new Assignment(HeldReviewers.TERMS, of("medical-necessity", "binding"), NOW, DAY)
                .objections(List.of(one, again), List.of(attestation(0))))
        .extracting(Objection::text)
        .containsExactly("panel: the reviewer is named twice.");
  }

  @ParameterizedTest(name = "{0} is a conflict of class {1}")
  @CsvSource({
    "plan, plan",
    "plan-staff, plan-personnel",
    "plan-physician, plan-personnel",
    "cmo, plan-personnel",
    "behavioral-health-director, plan-personnel",
    "committee, plan-personnel",
    "provider, disputed-provider",
    "group, disputed-provider",
    "facility, facility",
    "manufacturer, developer-manufacturer",
    "member, enrollee-family",
    "representative, enrollee-family",
    "earlier-reviewer, prior-involvement",
    "department, ",
  })
  void whoeverIsInTheCaseIsOfAClass(String part, String code) {
    Candidate itself = candidate(0, "2085R0001X");
    Candidate employee =
        new Candidate(
            0,
            Set.of("PractitionerRole/0"),
            Set.of("Organization/9"),
            itself.specialties(),
            itself.credentials(),
            true);
    for (Candidate each : List.of(itself, employee)) {
      CaseAtHand theCase =
          new CaseAtHand(
              CASE,
              facts("medical-necessity"),
              "binding",
              new Dispute(List.of(new DisputedCode("procedure", "77523")), Set.of()),
              List.of(
                  new Involved(
                      part, Set.of(each == itself ? "PractitionerRole/0" : "Organization/9")),
                  new Involved(part, Set.of("Organization/8"))));
      assertThat(parts(theCase, List.of(each))).isEqualTo(code == null ? List.of() : List.of(code));
    }
  }

  @Test
  void aRoleThatIsOverIsRefused() {
    Candidate one = candidate(0, "2085R0001X");
    Candidate over =
        new Candidate(0, one.names(), Set.of(), one.specialties(), one.credentials(), false);

    assertThat(parts(of("medical-necessity", "binding"), List.of(over))).containsExactly("role");
  }
}
