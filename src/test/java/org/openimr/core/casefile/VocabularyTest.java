package org.openimr.core.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openimr.core.casefile.EventDefinition.Ends;
import org.openimr.core.casefile.FactDefinition.Type;

/** The closed vocabulary: what is in it is found, what does not fit is refused. */
class VocabularyTest {

  private static final EventDefinition FILED = event("filed", 0, Ends.NOTHING, false);
  private static final EventDefinition RESOLVED = event("resolved", 1, Ends.NOTHING, false);
  private static final EventDefinition WITHDRAWN = event("withdrawn", 2, Ends.CLOCKS, false);
  private static final EventDefinition CLOSED = event("closed", 3, Ends.ALL, false);
  private static final EventDefinition REOPENED = event("reopened", 4, Ends.NOTHING, true);
  private static final List<EventDefinition> EVENTS =
      List.of(FILED, RESOLVED, WITHDRAWN, CLOSED, REOPENED);

  private static EventDefinition event(String code, int index, Ends ends, boolean reopens) {
    return new EventDefinition(code, index, false, ends, reopens, Set.of(), List.of(), null, false);
  }

  private static FactDefinition fact(String name, int index, Type type, FactSetter... setters) {
    return new FactDefinition(
        name, index, type, false, Set.of("open", "shut"), null, FactReading.NONE, List.of(setters));
  }

  private static Vocabulary of(FactDefinition... facts) {
    return new Vocabulary(List.of(facts), EVENTS, Map.of("imr-party", Set.of("plan", "member")));
  }

  @Test
  void findsByNameWhatIsInItAndNothingElse() {
    FactDefinition state = fact("state", 0, Type.CODE);
    Vocabulary vocabulary = of(state);
    assertThat(vocabulary.fact("state")).isSameAs(state).hasToString("state");
    assertThat(vocabulary.fact("colour")).isNull();
    assertThat(vocabulary.event("filed")).isSameAs(FILED).hasToString("filed");
    assertThat(vocabulary.event("painted")).isNull();
    assertThat(vocabulary.facts()).containsExactly(state);
    assertThat(vocabulary.events()).isEqualTo(EVENTS);
    assertThat(vocabulary.codes("imr-party")).containsExactlyInAnyOrder("plan", "member");
    assertThat(vocabulary.codes("imr-colour")).isEmpty();
  }

  @Test
  void knowsWhichEventsEndClocksAndWhichReopen() {
    assertThat(of().ending()).containsExactly(WITHDRAWN, CLOSED);
    assertThat(of().reopening()).containsExactly(REOPENED);
  }

  @Test
  void nothingStandsTwiceOrMisplaced() {
    FactDefinition state = fact("state", 0, Type.CODE);
    assertThatThrownBy(() -> of(state, fact("state", 1, Type.CODE)))
        .hasMessage("fact state stands twice or misplaced");
    assertThatThrownBy(() -> of(fact("state", 1, Type.CODE)))
        .hasMessage("fact state stands twice or misplaced");
    EventDefinition again = event("filed", 1, Ends.NOTHING, false);
    assertThatThrownBy(() -> new Vocabulary(List.of(), List.of(FILED, again), Map.of()))
        .hasMessage("event filed stands twice or misplaced");
    assertThatThrownBy(() -> new Vocabulary(List.of(), List.of(RESOLVED), Map.of()))
        .hasMessage("event resolved stands twice or misplaced");
  }

  @Test
  void aFactKnowsTheExpressionsByWhichItIsRead() {
    FactReading reading =
        new FactReading(
            List.of("Claim.type", "Task.code"),
            Map.of(),
            List.of(),
            FactReading.Keeping.READ_AGAIN);
    assertThat(
            new FactDefinition(
                    "state", 0, Type.CODE, false, Set.of("open"), null, reading, List.of())
                .expressions())
        .containsExactly("Claim.type", "Task.code");
  }

  @Test
  void aFactThatNoEventSetsIsNotDerived() {
    FactDefinition state = fact("state", 0, Type.CODE);
    FactDefinition days =
        fact("days", 1, Type.INTEGER, new FactSetter.DaysBetween("filed", "closed"));
    assertThat(of(state, days).derivedFacts())
        .extracting(derived -> derived.fact().name())
        .containsExactly("days");
  }

  @Test
  void settersAreResolvedToTheEventsThemselves() {
    FactDefinition state =
        fact(
            "state",
            0,
            Type.CODE,
            new FactSetter.ByEvent("filed", "open"),
            new FactSetter.ByEvent("resolved", null));
    FactDefinition open =
        fact("open", 1, Type.BOOLEAN, new FactSetter.Between("filed", "resolved", "state", "open"));
    FactDefinition pending =
        fact("pending", 2, Type.BOOLEAN, new FactSetter.Between("filed", "resolved", null, null));
    FactDefinition days =
        fact("days", 3, Type.INTEGER, new FactSetter.DaysBetween("filed", "resolved"));

    List<DerivedFact> derived = of(state, open, pending, days).derivedFacts();

    assertThat(derived.get(0).byEvent())
        .containsExactly(
            new DerivedFact.ByEvent(FILED, "open"), new DerivedFact.ByEvent(RESOLVED, null));
    assertThat(derived.get(0).spans()).isEmpty();
    List<EventDefinition> to = List.of(RESOLVED);
    assertThat(derived.get(1).spans())
        .containsExactly(new DerivedFact.Span(FILED, to, false, state, "open"));
    assertThat(derived.get(1).byEvent()).isEmpty();
    assertThat(derived.get(2).spans())
        .containsExactly(new DerivedFact.Span(FILED, to, false, null, null));
    assertThat(derived.get(3).spans())
        .containsExactly(new DerivedFact.Span(FILED, to, true, null, null));
  }

  @Test
  void aFactSetByWhatIsNoEventIsRefused() {
    for (FactSetter setter :
        List.of(
            new FactSetter.ByEvent("painted", "open"),
            new FactSetter.Between("filed", "painted", null, null),
            new FactSetter.DaysBetween("painted", "filed"))) {
      assertThatThrownBy(() -> of(fact("state", 0, Type.CODE, setter)))
          .hasMessage("fact state is set by 'painted', which is no event");
    }
  }

  @Test
  void namesAreListedInOrder() {
    assertThat(Vocabulary.listed(List.of("plan", "imro", "member")))
        .isEqualTo("imro, member, plan");
  }
}
