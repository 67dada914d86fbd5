package org.openimr.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openimr.core.MadeUp.fact;
import static org.openimr.core.MadeUp.facts;
import static org.openimr.core.MadeUp.is;
import static org.openimr.core.policy.Truth.FALSE;
import static org.openimr.core.policy.Truth.TRUE;
import static org.openimr.core.policy.Truth.UNKNOWN;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.KnownInPart;

class ConditionTest {

  private static final Condition DENIED = is("decision", "denied");
  private static final Condition URGENT = is("urgency", "expedited");
  private static final Condition BASIS =
      new Condition.HasValue(fact("urgency-basis"), "imminent-serious-threat");

  @ParameterizedTest(name = "{0} and {1} is {2}, or is {3}")
  @CsvSource({
    "TRUE, TRUE, TRUE, TRUE",
    "TRUE, FALSE, FALSE, TRUE",
    "TRUE, UNKNOWN, UNKNOWN, TRUE",
    "FALSE, FALSE, FALSE, FALSE",
    "FALSE, UNKNOWN, FALSE, UNKNOWN",
    "UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN",
    "UNKNOWN, TRUE, UNKNOWN, TRUE",
    "UNKNOWN, FALSE, FALSE, UNKNOWN"
  })
  void combinesAsKleeneDid(Truth left, Truth right, Truth and, Truth or) {
    Facts facts =
        with(
            with(facts(), "decision", left, "denied", "approved"),
            "urgency",
            right,
            "expedited",
            "standard");
    assertThat(new Condition.Junction(true, List.of(DENIED, URGENT)).evaluate(facts))
        .isEqualTo(and);
    assertThat(new Condition.Junction(false, List.of(DENIED, URGENT)).evaluate(facts))
        .isEqualTo(or);
    assertThat(new Condition.Not(DENIED).evaluate(facts)).isEqualTo(left.not());
  }

  @Test
  void aManyValuedFactThatIsGivenIsComplete() {
    assertThat(BASIS.evaluate(facts())).isEqualTo(UNKNOWN);
    assertThat(BASIS.evaluate(facts("urgency-basis=less-effective-if-delayed"))).isEqualTo(FALSE);
    assertThat(
            BASIS.evaluate(
                facts(
                    "urgency-basis=less-effective-if-delayed",
                    "urgency-basis=imminent-serious-threat")))
        .isEqualTo(TRUE);
  }

  @Test
  void ofAManyValuedFactKnownInPartOnlyTheKnownValuesAreThere() {
    Facts facts =
        facts().set(fact("urgency-basis"), new KnownInPart(Set.of("less-effective-if-delayed")));
    assertThat(
            new Condition.HasValue(fact("urgency-basis"), "less-effective-if-delayed")
                .evaluate(facts))
        .isEqualTo(TRUE);
    assertThat(BASIS.evaluate(facts)).as("it may be among the rest").isEqualTo(UNKNOWN);
    assertThat(missing(BASIS, facts)).containsExactly("urgency-basis");
  }

  @ParameterizedTest(name = "{0} days: < {1} <= {2} > {3} >= {4} 30")
  @CsvSource({
    "29, TRUE, TRUE, FALSE, FALSE",
    "30, FALSE, TRUE, FALSE, TRUE",
    "31, FALSE, FALSE, TRUE, TRUE"
  })
  void comparesNumbers(String days, Truth less, Truth atMost, Truth greater, Truth atLeast) {
    Facts facts = facts("grievance-days-open=" + days);
    assertThat(compared(Condition.Order.LESS).evaluate(facts)).isEqualTo(less);
    assertThat(compared(Condition.Order.AT_MOST).evaluate(facts)).isEqualTo(atMost);
    assertThat(compared(Condition.Order.GREATER).evaluate(facts)).isEqualTo(greater);
    assertThat(compared(Condition.Order.AT_LEAST).evaluate(facts)).isEqualTo(atLeast);
    assertThat(compared(Condition.Order.LESS).evaluate(facts())).isEqualTo(UNKNOWN);
  }

  @Test
  void namesOnlyTheFactsThatWouldDecide() {
    Condition both =
        new Condition.Junction(
            true, List.of(DENIED, URGENT, BASIS, compared(Condition.Order.LESS)));
    assertThat(missing(both, facts("urgency=expedited")))
        .containsExactly("decision", "grievance-days-open", "urgency-basis");
    assertThat(missing(both, facts("urgency=standard"))).as("it is decided").isEmpty();
    assertThat(missing(new Condition.Not(DENIED), facts())).containsExactly("decision");
    assertThat(missing(new Condition.Constant(true), facts())).isEmpty();
  }

  @Test
  void isWrittenAsFhirPath() {
    Condition condition =
        new Condition.Junction(
            true,
            List.of(
                new Condition.Junction(false, List.of(DENIED, new Condition.Not(URGENT))),
                BASIS,
                compared(Condition.Order.AT_LEAST),
                new Condition.OneOf(fact("grievance-status"), Set.of("upheld", "filed")),
                new Condition.OneOf(fact("waiver"), Set.of(true)),
                new Condition.Constant(false)));
    assertThat(condition)
        .hasToString(
            "(%decision = 'denied' or (%urgency = 'expedited').not())"
                + " and %`urgency-basis` contains 'imminent-serious-threat'"
                + " and %`grievance-days-open` >= 30"
                + " and %`grievance-status` in ('filed' | 'upheld')"
                + " and %waiver = true and false");
    Set<Object> looked = new java.util.HashSet<>();
    Set<org.openimr.core.casefile.FactDefinition> into = new java.util.HashSet<>();
    condition.addFacts(into);
    into.forEach(fact -> looked.add(fact.name()));
    assertThat(looked)
        .containsExactlyInAnyOrder(
            "decision",
            "urgency",
            "urgency-basis",
            "grievance-days-open",
            "grievance-status",
            "waiver");
  }

  private static Condition compared(Condition.Order order) {
    return new Condition.Compared(fact("grievance-days-open"), order, 30);
  }

  private static Set<String> missing(Condition condition, Facts facts) {
    Set<String> names = new TreeSet<>();
    condition.addMissing(facts, names);
    return names;
  }

  private static Facts with(Facts facts, String name, Truth truth, String yes, String no) {
    return switch (truth) {
      case TRUE -> facts.with(name, yes);
      case FALSE -> facts.with(name, no);
      default -> facts;
    };
  }
}
