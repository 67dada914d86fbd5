package org.openimr.core.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openimr.core.MadeUp.bound;
import static org.openimr.core.MadeUp.deadlines;
import static org.openimr.core.MadeUp.duty;
import static org.openimr.core.MadeUp.facts;
import static org.openimr.core.MadeUp.policy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openimr.core.policy.ReviewPolicy;

class ComparisonTest {

  private static final ReviewPolicy ONE =
      policy(
          duty("same", "notified", bound("A", "request-received", "2 d")),
          duty("decision", "decision-made", bound("B", "request-received", "5 bd")),
          duty("forward", "forwarded", bound("F", "new-record", "1 d")));

  private static final ReviewPolicy OTHER =
      policy(
          duty("same", "notified", bound("A", "request-received", "2 d")),
          duty("decision", "decision-made", bound("B", "request-received", "3 d")),
          duty("records", "records-sent", bound("C", "plan-notified", "1 d")));

  @Test
  void differencesComeFirst() {
    String[] events = {
      "request-received@2026-07-01T10:00:00-07:00",
      "new-record@2026-07-01T10:00:00-07:00",
      "new-record@2026-07-02T10:00:00-07:00"
    };
    Comparison comparison =
        Comparison.of(
            List.of(
                new Answer(
                    "one", null, deadlines(ONE, facts(), "2026-07-02T11:00:00-07:00", events)),
                new Answer(
                    "other",
                    null,
                    deadlines(OTHER, facts(), "2026-07-02T11:00:00-07:00", events))));
    assertThat(comparison.rows())
        .extracting(row -> row.milestone() + row.instance() + " " + row.differs())
        .containsExactly(
            "decision1 true", "forward1 true", "forward2 true", "records1 true", "same1 false");
    assertThat(comparison.rows().get(3).cells().get(0)).isNull();
    assertThat(comparison.rows().get(3).cells().get(1)).isNotNull();
  }

  @Test
  void anotherPartyOrAnotherStatusIsADifference() {
    String received = "request-received@2026-07-01";
    ReviewPolicy plan = policy(duty("d", "decision-made", bound("A", "request-received", "3 d")));
    ReviewPolicy department =
        policy(
            duty("d", "decision-made", bound("A", "request-received", "3 d").owedBy("department")));
    Answer given = new Answer("a", null, deadlines(plan, facts(), "2026-07-02", received));
    Answer other = new Answer("b", null, deadlines(department, facts(), "2026-07-02", received));
    Answer later = new Answer("a", "later", deadlines(plan, facts(), "2026-07-05", received));

    assertThat(Comparison.of(List.of(given, other)).rows().get(0).differs()).isTrue();
    assertThat(Comparison.of(List.of(given, later)).rows().get(0).differs()).isTrue();
    assertThat(Comparison.of(List.of(given, given)).rows().get(0).differs()).isFalse();
  }
}
