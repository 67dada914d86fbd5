package org.openimr.core.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openimr.HeldPolicies;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.packet.ElementTerms;
import org.openimr.core.policy.PacketElement;
import org.openimr.core.policy.ReviewPolicy;

/** Who is asked for what, worked out by hand from the lists of P14, V14 and U06. */
class InformationNeededTest {

  private static final Instant AS_OF = Instant.parse("2026-07-06T17:00:00Z");
  private static final ElementTerms OF_PLAN = new ElementTerms("plan", "imro", "plan-notified");
  private static final ElementTerms OF_PROVIDER = new ElementTerms("provider", "plan", null);
  private static final ElementTerms WITHIN_PLAN = new ElementTerms("plan", "plan", null);

  private Facts facts = Facts.none(HeldPolicies.VOCABULARY);
  private final List<CaseEvent> events = new ArrayList<>();

  @Test
  void nobodyIsAskedForTheRecordsBeforeTheDepartmentNotifiesThePlan() {
    happened("application-received", "2026-07-01T16:00:00Z");
    assertThat(needed("dmhc-imr-vchcp", OF_PLAN)).isEmpty();

    happened("plan-notified", "2026-07-02T16:00:00Z");
    assertThat(needed("dmhc-imr-vchcp", OF_PLAN))
        .singleElement()
        .satisfies(
            all -> {
              assertThat(all.askedOf()).isEqualTo("plan");
              assertThat(all.sentTo()).isEqualTo("imro");
              assertThat(codes(all))
                  .containsExactly(
                      "records-of-condition",
                      "records-of-services",
                      "records-of-disputed-service",
                      "information-to-member",
                      "material-in-support",
                      "grievance-response",
                      "documents-relied-on",
                      "statement-of-reasons");
            });
  }

  @Test
  void aNoticeThatLiesAheadAsksNobodyYet() {
    happened("plan-notified", "2026-07-07T16:00:00Z");

    assertThat(needed("dmhc-imr-vchcp", OF_PLAN)).isEmpty();
  }

  @Test
  void nobodyIsAskedWhereTheCaseIsNotEligible() {
    happened("plan-notified", "2026-07-02T16:00:00Z");
    facts = facts.with("decision", "denied").with("decision-basis", "benefit-exclusion");
    facts = facts.with("review-type", "medical-necessity");

    assertThat(needed("dmhc-imr-vchcp", OF_PLAN)).isEmpty();
  }

  @Test
  void nobodyIsAskedOnceTheCaseIsOver() {
    happened("plan-notified", "2026-07-02T16:00:00Z");
    happened("withdrawn", "2026-07-03T16:00:00Z");
    assertThat(needed("dmhc-imr-vchcp", OF_PLAN)).isEmpty();

    happened("reopened", "2026-07-04T16:00:00Z");
    assertThat(needed("dmhc-imr-vchcp", OF_PLAN)).hasSize(1);
  }

  @Test
  void everyPartyIsAskedOnceForAllThatItOwes() {
    ReviewPolicy policy = HeldPolicies.policy("phc-external-imr");
    Map<String, ElementTerms> terms = new java.util.HashMap<>();
    policy.packet().forEach(element -> terms.put(element.code(), OF_PROVIDER));
    terms.put("specific-questions", WITHIN_PLAN);
    terms.put("patient-identifier", WITHIN_PLAN);
    terms.put("response-date", WITHIN_PLAN);

    List<InformationNeeded> needed = InformationNeeded.of(assessed(policy), terms);

    assertThat(needed).extracting(InformationNeeded::askedOf).containsExactly("plan", "provider");
    assertThat(codes(needed.get(0)))
        .containsExactly("patient-identifier", "response-date", "specific-questions");
    assertThat(codes(needed.get(1)))
        .containsExactly(
            "service-code",
            "diagnosis-code",
            "information-on-service",
            "practitioner-submission",
            "medical-history",
            "clinical-data");
  }

  @Test
  void anAuthorizationRequestIsAskedForTheNineElementsOfItsPolicy() {
    facts =
        facts
            .with("setting", "inpatient")
            .with("has-member-demographics", true)
            .with("has-provider-demographics", true)
            .with("has-service-code", true)
            .with("has-diagnosis-code", false)
            .with("has-clinical-indication", true)
            .with("has-medical-history", true)
            .with("has-service-location", true);

    // no date of a procedure: that is for outpatient surgery
    assertThat(needed("phc-um", OF_PROVIDER))
        .singleElement()
        .satisfies(
            all -> assertThat(codes(all)).containsExactly("diagnosis-code", "length-of-stay"));

    facts = facts.set(HeldPolicies.VOCABULARY.fact("setting"), "outpatient-surgical");
    assertThat(needed("phc-um", OF_PROVIDER))
        .singleElement()
        .satisfies(
            all -> assertThat(codes(all)).containsExactly("diagnosis-code", "procedure-date"));
  }

  private void happened(String code, String time) {
    events.add(
        new CaseEvent(null, code, EventTime.at(Instant.parse(time)), null, null, null, null, null));
  }

  private CaseAssessment assessed(ReviewPolicy policy) {
    return CaseAssessment.of(
        policy, new ReviewCase(policy.header().canonical(), facts, events), List.of(), AS_OF);
  }

  private List<InformationNeeded> needed(String policy, ElementTerms terms) {
    ReviewPolicy held = HeldPolicies.policy(policy);
    Map<String, ElementTerms> all = new java.util.HashMap<>();
    held.packet().forEach(element -> all.put(element.code(), terms));
    return InformationNeeded.of(assessed(held), all);
  }

  private static List<String> codes(InformationNeeded needed) {
    return needed.elements().stream().map(PacketElement::code).toList();
  }
}
