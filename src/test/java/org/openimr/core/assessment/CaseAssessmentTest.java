package org.openimr.core.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.openimr.core.MadeUp.ALWAYS;
import static org.openimr.core.MadeUp.bound;
import static org.openimr.core.MadeUp.criterion;
import static org.openimr.core.MadeUp.duty;
import static org.openimr.core.MadeUp.events;
import static org.openimr.core.MadeUp.facts;
import static org.openimr.core.MadeUp.is;
import static org.openimr.core.MadeUp.right;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openimr.core.MadeUp;
import org.openimr.core.casefile.CaseDocument;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.casefile.UnacceptableCaseException;
import org.openimr.core.casefile.UnacceptableCaseException.Problem;
import org.openimr.core.eligibility.EligibilityDecision;
import org.openimr.core.policy.Criterion;
import org.openimr.core.policy.ReviewPolicy;

/** Everything that is concluded about one case at one time. */
class CaseAssessmentTest {

  private static final ReviewPolicy POLICY =
      MadeUp.policy(
          List.of(),
          List.of(criterion("D", ALWAYS, is("decision", "denied"), Criterion.Terms.NONE)),
          right(
              "window",
              "application-received",
              "in-time",
              bound("W", "criteria-met", "6 mo rolls")),
          duty("records", "records-sent", bound("A", "plan-notified", "24 h")));

  private static final Instant ASKED = Instant.parse("2026-07-10T19:00:00Z");
  private static final CaseDocument MEMO =
      new CaseDocument(
          "DocumentReference/1", "DocumentReference", List.of(), List.of("attorney-client"));

  private static final String NOTIFIED = "plan-notified@2026-07-03T10:00:00-07:00";
  private static final String SENT_BEFORE = "records-sent@2026-07-01T10:00:00-07:00";

  private static ReviewCase denied(String... events) {
    return new ReviewCase(POLICY.toString(), facts("decision=denied"), events(events));
  }

  @Test
  void concludesEligibilityDeadlinesAndFile() {
    for (CaseAssessment assessment :
        List.of(
            CaseAssessment.of(POLICY, denied(NOTIFIED), List.of(MEMO), ASKED),
            CaseAssessment.ofNew(POLICY, denied(NOTIFIED), List.of(MEMO), ASKED))) {
      assertThat(assessment.opened()).hasToString("2026-07-03");
      assertThat(assessment.eligibility().outcome())
          .isEqualTo(EligibilityDecision.Outcome.ELIGIBLE);
      assertThat(assessment.deadlines())
          .extracting(MadeUp::said)
          .containsExactly(
              "window not-started W - -",
              "records overdue A 2026-07-03T10:00:00-07:00 2026-07-04T10:00:00-07:00");
      assertThat(assessment.manifest().others()).as("nothing is withheld").containsExactly(MEMO);
      assertThat(assessment.situation().policy()).isSameAs(POLICY);
    }
  }

  @Test
  void onlyANewCaseIsRefusedForAStopBeforeItsStart() {
    assertThat(
            CaseAssessment.of(POLICY, denied(NOTIFIED, SENT_BEFORE), List.of(), ASKED).deadlines())
        .hasSize(2);
    refused(
        denied(NOTIFIED, SENT_BEFORE),
        new Problem(1, "records-sent lies before plan-notified, which starts records"));
  }

  @Test
  void aNewCaseIsToldEverythingThatCannotBeOnce() {
    refused(
        denied("criteria-met@2009-01-05T10:00:00-08:00", "plan-notified@2026-07-03"),
        new Problem(
            0,
            "W cannot be counted, 6 mo from criteria-met: calendar offices covers 2010 to 2199, not"
                + " 2009"),
        new Problem(1, "plan-notified needs a time of day: A counts 24 h from it"));
  }

  private static void refused(ReviewCase reviewCase, Problem... problems) {
    assertThatExceptionOfType(UnacceptableCaseException.class)
        .isThrownBy(() -> CaseAssessment.ofNew(POLICY, reviewCase, List.of(), ASKED))
        .satisfies(refused -> assertThat(refused.problems()).containsExactly(problems));
  }
}
