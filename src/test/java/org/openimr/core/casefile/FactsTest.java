package org.openimr.core.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.openimr.core.MadeUp.VOCABULARY;
import static org.openimr.core.MadeUp.fact;
import static org.openimr.core.MadeUp.facts;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FactsTest {

  @Test
  void whatIsAbsentIsUnknownUnlessItHasADefault() {
    assertThat(Facts.none(VOCABULARY).value("urgency")).isNull();
    assertThat(Facts.none(VOCABULARY).value("waiver")).isEqualTo(false);
    assertThat(facts("urgency=standard").known())
        .containsEntry("urgency", "standard")
        .containsEntry("waiver", false)
        .doesNotContainKey("decision");
  }

  @Test
  void aManyValuedFactCollectsItsValues() {
    assertThat(
            facts(
                    "urgency-basis=less-effective-if-delayed",
                    "urgency-basis=imminent-serious-threat")
                .value(fact("urgency-basis").index()))
        .isEqualTo(Set.of("less-effective-if-delayed", "imminent-serious-threat"));
  }

  @Test
  void refusesWhatTheVocabularyDoesNotKnow() {
    assertThatThrownBy(() -> facts().with("colour", "red")).hasMessage("no fact 'colour'");
    assertThatThrownBy(() -> facts().with("urgency", "red"))
        .hasMessage("fact urgency has no value 'red'; known: [expedited, standard]");
    assertThatThrownBy(() -> facts().with("urgency", 3))
        .hasMessage("fact urgency has values of type code");
    assertThatThrownBy(() -> facts().with("waiver", "x"))
        .hasMessage("fact waiver has values of type boolean");
    assertThatThrownBy(() -> facts().with("grievance-days-open", true))
        .hasMessage("fact grievance-days-open has values of type integer");
  }

  @Test
  void factsAreValues() {
    assertThat(facts("urgency=standard"))
        .isEqualTo(facts("urgency=standard"))
        .hasSameHashCodeAs(facts("urgency=standard"))
        .isNotEqualTo(facts("urgency=expedited"))
        .doesNotHaveSameHashCodeAs(facts("urgency=expedited"))
        .hasToString(facts("urgency=standard").known().toString());
  }

  @Test
  void aDraftLeavesTheFactsAsTheyWereAndEndsAsNewOnes() {
    Facts before = facts("urgency=standard");
    Facts.Draft draft = before.draft();
    assertThat(draft.done()).as("nothing was changed").isSameAs(before);
    draft.set(fact("urgency"), "expedited");
    draft.set(fact("decision"), "denied");
    assertThat(draft.value(fact("urgency"))).isEqualTo("expedited");
    assertThat(draft.done()).isEqualTo(facts("urgency=expedited", "decision=denied"));
    assertThat(before).isEqualTo(facts("urgency=standard"));
  }

  @Test
  void aFactMayBecomeUnknownAgain() {
    assertThat(facts("urgency=standard").set(fact("urgency"), null)).isEqualTo(facts());
  }

  @Test
  void whatIsKnownInPartSaysSo() {
    assertThat(new KnownInPart(Set.of("b", "a"))).hasToString("a, b and what is not understood");
    assertThatThrownBy(() -> new KnownInPart(Set.of())).hasMessage("nothing is known");
  }

  @Test
  void aTimeIsEitherAnInstantOrADate() {
    assertThat(EventTime.on(LocalDate.of(2026, 7, 1))).hasToString("2026-07-01");
    assertThat(EventTime.at(Instant.parse("2026-07-01T10:00:00Z")))
        .hasToString("2026-07-01T10:00:00Z");
    assertThatThrownBy(() -> new EventTime(null, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EventTime(Instant.EPOCH, LocalDate.EPOCH))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
