package org.openimr.core.situation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.openimr.core.MadeUp.event;
import static org.openimr.core.MadeUp.events;
import static org.openimr.core.MadeUp.facts;
import static org.openimr.core.MadeUp.time;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openimr.core.MadeUp;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.UnacceptableCaseException;
import org.openimr.core.policy.ReviewPolicy;

/** what is known of a case at one time. */
class SituationTest {

  private static final ReviewPolicy POLICY = MadeUp.policy();
  private static final String LATER = "2026-09-01T00:00:00-07:00";
  private static final String FILED = "grievance-filed@2026-06-01T10:00:00-07:00";

  private static Situation at(String asOf, Facts facts, String... events) {
    return Situation.of(POLICY, facts, events(events), time(asOf));
  }

  private static Object fact(String name, String asOf, Facts given, String... events) {
    return at(asOf, given, events).facts().value(name);
  }

  @Test
  void anEventSetsAFactFromItsTimeOnAndBeatsWhatWasGiven() {
    Facts given = facts("grievance-status=none");
    assertThat(fact("grievance-status", "2026-06-01T09:59:59-07:00", given, FILED))
        .isEqualTo("none");
    assertThat(fact("grievance-status", "2026-06-01T10:00:00-07:00", given, FILED))
        .isEqualTo("filed");
  }

  @Test
  void theLatestOfTheEventsThatSetAFactWins() {
    assertThat(
            fact(
                "grievance-status",
                LATER,
                facts(),
                "grievance-resolved@2026-06-20T10:00:00-07:00=upheld",
                FILED))
        .isEqualTo("upheld");
  }

  @Test
  void anEventWithoutItsReasonLetsTheGivenFactStand() {
    assertThat(
            fact(
                "grievance-status",
                LATER,
                facts("grievance-status=upheld"),
                FILED,
                "grievance-resolved@2026-06-20T10:00:00-07:00"))
        .isEqualTo("upheld");
  }

  @Test
  void aManyValuedFactThatAnEventSetsHasThatValueAlone() {
    assertThat(
            fact(
                "urgency-basis",
                LATER,
                facts("urgency-basis=less-effective-if-delayed"),
                "converted-to-expedited@2026-07-09T09:00:00-07:00=imminent-serious-threat"))
        .isEqualTo(Set.of("imminent-serious-threat"));
  }

  @Test
  void daysAreCountedByLocalDateToTheAnswerOrElseToTheTimeAskedAbout() {
    assertThat(fact("grievance-days-open", "2026-06-30T23:59:59-07:00", facts(), FILED))
        .isEqualTo(29);
    assertThat(fact("grievance-days-open", "2026-07-01T00:00:00-07:00", facts(), FILED))
        .isEqualTo(30);
    assertThat(
            fact(
                "grievance-days-open",
                LATER,
                facts(),
                FILED,
                "grievance-resolved@2026-06-20T23:00:00-07:00"))
        .isEqualTo(19);
    assertThat(fact("grievance-days-open", LATER, facts())).isNull();
  }

  @Test
  void aFactMayHoldFromOneEventToAnotherWhileAnotherFactHasItsValue() {
    String asked = "review-request-received@2026-07-01T10:00:00-07:00";
    String determined = "determination-made@2026-07-03T10:00:00-07:00";
    Facts urgent = facts("urgency=expedited");
    assertThat(fact("review-open", LATER, urgent)).isEqualTo(false);
    assertThat(fact("review-open", LATER, urgent, asked)).isEqualTo(true);
    assertThat(fact("review-open", "2026-07-03T09:59:59-07:00", urgent, asked, determined))
        .isEqualTo(true);
    assertThat(fact("review-open", LATER, urgent, asked, determined)).isEqualTo(false);
    assertThat(fact("review-open", LATER, facts("urgency=standard"), asked)).isEqualTo(false);
  }

  @Test
  void theFactsOfAnEarlierMomentAreThoseOfThen() {
    Situation situation =
        at(LATER, facts(), FILED, "grievance-resolved@2026-06-20T10:00:00-07:00=upheld");
    Facts then = situation.factsAt(MadeUp.DAYS.at(Instant.parse("2026-06-20T16:59:59Z")));
    assertThat(then.value("grievance-status")).isEqualTo("filed");
    assertThat(then.value("grievance-days-open")).isEqualTo(19);
    assertThat(
            situation
                .factsAt(MadeUp.DAYS.at(Instant.parse("2026-06-20T17:00:00Z")))
                .value("grievance-status"))
        .isEqualTo("upheld");
  }

  @Test
  void aConversionLeavesTheFactsOfTheStandardCaseBeside() {
    Situation situation =
        at(
            LATER,
            facts(),
            "converted-to-expedited@2026-07-09T09:00:00-07:00=imminent-serious-threat");
    assertThat(situation.facts().value("urgency")).isEqualTo("expedited");
    assertThat(situation.standardFacts().value("urgency")).isEqualTo("standard");
    assertThat(situation.standardFacts().value("urgency-basis")).isNull();
    assertThat(situation.conversion().reason()).isEqualTo("imminent-serious-threat");
  }

  @Test
  void withoutAConversionThereIsOneSetOfFacts() {
    Situation situation = at(LATER, facts("urgency=standard"));
    assertThat(situation.standardFacts()).isSameAs(situation.facts());
    assertThat(situation.conversion()).isNull();
  }

  @Test
  void aDateAloneAsksAboutTheEndOfThatDay() {
    assertThat(MadeUp.said(at("2026-07-01", facts()).asOf()))
        .isEqualTo("2026-07-01T23:59:59-07:00");
    assertThat(
            at("2026-07-01", facts(), "notified@2026-07-01T23:59:59-07:00")
                .timeline()
                .first(event("notified")))
        .isNotNull();
  }

  @Test
  void aTimeThatCannotBeCountedIsRefused() {
    for (String asOf : new String[] {"1899-12-31", "2201-01-02", "1899-12-31T00:00:00Z"}) {
      assertThatThrownBy(() -> at(asOf, facts()))
          .isInstanceOf(UnacceptableCaseException.class)
          .hasMessage("asOf: times are counted from 1900 to 2200 only");
    }
  }

  private static String ended(String... events) {
    Situation situation = at(LATER, facts(), events);
    return (situation.ended(false) ? "clocks ended" : "clocks run")
        + (situation.ended(true) ? ", implementation ended" : ", implementation runs");
  }

  @Test
  void aWithdrawalEndsClocksAndOnlyTheClosingEndsImplementation() {
    assertThat(ended()).isEqualTo("clocks run, implementation runs");
    assertThat(ended("withdrawn@2026-07-02")).isEqualTo("clocks ended, implementation runs");
    assertThat(ended("case-closed@2026-07-02")).isEqualTo("clocks ended, implementation ended");
  }

  @Test
  void anEndThatIsFollowedByAReopeningCountsNoMore() {
    assertThat(ended("case-closed@2026-07-02", "reopened@2026-07-03"))
        .isEqualTo("clocks run, implementation runs");
    assertThat(ended("reopened@2026-07-01", "case-closed@2026-07-02"))
        .isEqualTo("clocks ended, implementation ended");
  }

  @Test
  void theLastEndAndTheLastReopeningDecide() {
    assertThat(ended("withdrawn@2026-07-02", "reopened@2026-07-03", "withdrawn@2026-07-05"))
        .isEqualTo("clocks ended, implementation runs");
    assertThat(
            ended(
                "withdrawn@2026-07-02",
                "reopened@2026-07-03",
                "withdrawn@2026-07-05",
                "reopened@2026-07-06"))
        .isEqualTo("clocks run, implementation runs");
    assertThat(ended("case-closed@2026-07-02", "reopened@2026-07-03", "withdrawn@2026-07-05"))
        .isEqualTo("clocks ended, implementation runs");
    assertThat(ended("withdrawn@2026-07-02", "reopened@2026-07-03", "case-closed@2026-07-05"))
        .isEqualTo("clocks ended, implementation ended");
  }
}
