package org.openimr.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openimr.core.MadeUp.events;
import static org.openimr.core.MadeUp.facts;
import static org.openimr.core.MadeUp.time;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openimr.core.MadeUp;
import org.openimr.core.casefile.Facts;
import org.openimr.core.policy.CriterionNode;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Situation;

/** The stage of a case, read off what has happened. */
class CaseStageTest {

  private static String stage(String effect, Facts facts, String... events) {
    ReviewPolicy policy =
        new ReviewPolicy(
            new ReviewPolicy.Header(
                "made-up",
                "https://example.org/PlanDefinition/made-up",
                "1",
                "Made-up policy",
                effect,
                null,
                null,
                null,
                null),
            MadeUp.VOCABULARY,
            MadeUp.DAYS,
            List.of(),
            new CriterionNode.Group(true, List.of()),
            List.of(),
            List.of());
    return CaseStage.of(
        Situation.of(policy, facts, events(events), time("2026-07-10T00:00:00-07:00")));
  }

  private static String stage(String... events) {
    return stage("binding", facts(), events);
  }

  @Test
  void theFurthestStageCountsWhateverTheOrderOfTheEntries() {
    assertThat(stage("determination-made@2026-07-05", "grievance-filed@2026-06-01"))
        .isEqualTo("determined");
    assertThat(stage("grievance-filed@2026-06-01")).isEqualTo("in-grievance");
    assertThat(stage("determination-made@2026-07-05", "withdrawn@2026-07-01"))
        .isEqualTo("withdrawn");
  }

  @Test
  void whatHasNotHappenedYetShowsNothing() {
    assertThat(stage("request-received@2026-07-01", "determination-made@2026-07-11"))
        .isEqualTo("requested");
  }

  @Test
  void aDecisionIsTheEndWhereThePlanDecidesAndADenialWhereItIsReviewed() {
    assertThat(stage("own-decision", facts(), "decision-made@2026-07-01"))
        .isEqualTo("decision-made");
    assertThat(stage("binding", facts(), "decision-made@2026-07-01")).isEqualTo("denied");
  }

  @Test
  void anAdverseDecisionIsADenialEvenIfNothingWasRecorded() {
    assertThat(stage("binding", facts("decision=denied"))).isEqualTo("denied");
    assertThat(stage("binding", facts("decision=approved"))).isNull();
    assertThat(stage()).isNull();
  }
}
