package org.openimr.core.situation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openimr.core.MadeUp.ALWAYS;
import static org.openimr.core.MadeUp.event;
import static org.openimr.core.MadeUp.events;
import static org.openimr.core.MadeUp.facts;
import static org.openimr.core.MadeUp.is;
import static org.openimr.core.MadeUp.policy;
import static org.openimr.core.MadeUp.time;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openimr.core.MadeUp;
import org.openimr.core.casefile.Facts;
import org.openimr.core.policy.Condition;
import org.openimr.core.policy.DerivedEvent;
import org.openimr.core.policy.DerivedEvent.Source;

/** events that nobody recorded and that follow from others. */
class DerivedEventTest {

  private static final DerivedEvent CRITERIA_MET =
      new DerivedEvent(
          event("criteria-met"),
          true,
          List.of(
              source("grievance-resolved", is("grievance-status", "upheld"), 0),
              new Source(
                  event("grievance-filed"),
                  is("urgency", "standard"),
                  30,
                  event("grievance-resolved")),
              new Source(
                  event("grievance-filed"),
                  is("urgency", "expedited"),
                  3,
                  event("grievance-resolved")),
              source("waiver-granted", ALWAYS, 0)));

  private static final String FILED = "grievance-filed@2026-06-01T10:00:00-07:00";
  private static final String LATER = "2026-09-01T00:00:00-07:00";
  private static final String CONVERTED =
      "converted-to-expedited@2026-07-09T09:00:00-07:00=imminent-serious-threat";

  private static Source source(String event, Condition when, int plusDays) {
    return new Source(event(event), when, plusDays, null);
  }

  private static String when(DerivedEvent derived, Facts facts, String asOf, String... events) {
    Occurrence found =
        Situation.of(policy(List.of(derived), List.of()), facts, events(events), time(asOf))
            .timeline()
            .first(derived.event());
    return found == null ? "never" : MadeUp.said(found.at());
  }

  private static String criteriaMet(String asOf, String... events) {
    return when(CRITERIA_MET, facts("urgency=standard"), asOf, events);
  }

  @Test
  void theCriteriaAreMetWhenTheDenialIsUpheld() {
    assertThat(criteriaMet(LATER, FILED, "grievance-resolved@2026-06-20T10:00:00-07:00=upheld"))
        .isEqualTo("2026-06-20T10:00:00-07:00");
    assertThat(
            criteriaMet(
                LATER, FILED, "grievance-resolved@2026-06-20T10:00:00-07:00=resolved-in-favor"))
        .isEqualTo("never");
  }

  @Test
  void anUnansweredGrievanceMeetsThemAtTheStartOfTheThirtiethDay() {
    assertThat(criteriaMet("2026-06-30T23:59:59-07:00", FILED)).isEqualTo("never");
    assertThat(criteriaMet("2026-07-01T00:00:00-07:00", FILED))
        .isEqualTo("2026-07-01T00:00:00-07:00");
    assertThat(criteriaMet(LATER, FILED)).isEqualTo("2026-07-01T00:00:00-07:00");
  }

  @Test
  void anExpeditedOneAfterThreeDays() {
    assertThat(when(CRITERIA_MET, facts("urgency=expedited"), LATER, FILED))
        .isEqualTo("2026-06-04T00:00:00-07:00");
  }

  @Test
  void nothingFollowsWhileItIsUnknownWhetherTheSourceCounts() {
    assertThat(when(CRITERIA_MET, facts(), LATER, FILED)).isEqualTo("never");
  }

  @Test
  void anAnswerAfterTheThirtyDaysDoesNotUndoThem() {
    assertThat(
            criteriaMet(
                LATER, FILED, "grievance-resolved@2026-07-10T10:00:00-07:00=resolved-in-favor"))
        .isEqualTo("2026-07-01T00:00:00-07:00");
    assertThat(criteriaMet(LATER, FILED, "grievance-resolved@2026-07-10T10:00:00-07:00=upheld"))
        .as("the latest of those that happened")
        .isEqualTo("2026-07-10T10:00:00-07:00");
  }

  @Test
  void ofSeveralSourcesTheLatestCountsWhateverTheirOrder() {
    assertThat(criteriaMet(LATER, FILED, "waiver-granted@2026-07-05T10:00:00-07:00"))
        .isEqualTo("2026-07-05T10:00:00-07:00");
    assertThat(criteriaMet(LATER, FILED, "waiver-granted@2026-06-10T10:00:00-07:00"))
        .isEqualTo("2026-07-01T00:00:00-07:00");
  }

  @Test
  void whatWasRecordedIsNotDerivedAgain() {
    assertThat(criteriaMet(LATER, FILED, "criteria-met@2026-06-05T10:00:00-07:00"))
        .isEqualTo("2026-06-05T10:00:00-07:00");
  }

  @Test
  void aDayAfterTheLastThatCanBeCountedHasNotCome() {
    assertThat(
            criteriaMet("2200-12-31T12:00:00-08:00", "grievance-filed@2200-12-20T10:00:00-08:00"))
        .isEqualTo("never");
  }

  @Test
  void theFirstSourceThatAppliesCountsWhereTheirOrderDecides() {
    DerivedEvent requested =
        new DerivedEvent(
            event("criteria-met"),
            false,
            List.of(
                source("converted-to-expedited", ALWAYS, 0),
                source("application-received", is("urgency", "expedited"), 0)));
    assertThat(
            when(
                requested,
                facts(),
                LATER,
                CONVERTED,
                "application-received@2026-07-10T10:00:00-07:00"))
        .isEqualTo("2026-07-09T09:00:00-07:00");
  }

  @Test
  void whatHoldsOnlySinceTheConversionFollowsNoEarlierThanIt() {
    DerivedEvent expedited =
        new DerivedEvent(
            event("criteria-met"),
            false,
            List.of(source("application-received", is("urgency", "expedited"), 0)));
    String applied = "application-received@2026-07-01T10:00:00-07:00";
    assertThat(when(expedited, facts("urgency=standard"), LATER, applied, CONVERTED))
        .isEqualTo("2026-07-09T09:00:00-07:00");
    assertThat(
            when(
                expedited,
                facts("urgency=standard"),
                LATER,
                CONVERTED,
                "application-received@2026-07-10T10:00:00-07:00"))
        .isEqualTo("2026-07-10T10:00:00-07:00");
    assertThat(when(expedited, facts("urgency=expedited"), LATER, applied))
        .isEqualTo("2026-07-01T10:00:00-07:00");
  }

  @Test
  void whatHeldBeforeTheConversionTooKeepsItsTime() {
    DerivedEvent always =
        new DerivedEvent(
            event("criteria-met"), false, List.of(source("application-received", ALWAYS, 0)));
    assertThat(
            when(
                always,
                facts("urgency=standard"),
                LATER,
                "application-received@2026-07-01T10:00:00-07:00",
                CONVERTED))
        .isEqualTo("2026-07-01T10:00:00-07:00");
  }
}
