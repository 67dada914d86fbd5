package org.openimr.core.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.openimr.core.MadeUp.VOCABULARY;
import static org.openimr.core.MadeUp.event;
import static org.openimr.core.MadeUp.fact;
import static org.openimr.core.MadeUp.facts;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
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
        .hasToString(facts("urgency=standard").known().toString());
  }

  @Test
  void theVocabularyKnowsWhatEndsAndReopens() {
    assertThat(VOCABULARY.ending())
        .extracting(EventDefinition::code)
        .containsExactly("withdrawn", "case-closed");
    assertThat(VOCABULARY.reopening()).containsExactly(event("reopened"));
    assertThat(VOCABULARY.event("nothing")).isNull();
    assertThat(VOCABULARY.codes("imr-nothing")).isEmpty();
    assertThat(Vocabulary.listed(List.of("b", "a"))).isEqualTo("a, b");
    EventDefinition one =
        new EventDefinition("x", 0, false, EventDefinition.Ends.NOTHING, false, Set.of());
    assertThatThrownBy(() -> new Vocabulary(List.of(), List.of(one, one), Map.of()))
        .hasMessage("event x stands twice or misplaced");
    FactDefinition fact = fact("urgency");
    assertThatThrownBy(() -> new Vocabulary(List.of(fact, fact), List.of(), Map.of()))
        .hasMessage("fact urgency stands twice or misplaced");
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
    assertThatThrownBy(() -> CaseEvent.of(null, EventTime.on(LocalDate.EPOCH)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
