package org.openimr.fhir.casefile.intake;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Bundle;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.FactSetter;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Situation;
import org.openimr.fhir.casefile.ProblemList;
import org.openimr.fhir.casefile.fact.CaseFactReader;

/**
 * Compares facts that events have set with what resources tell of them, such as the answer of a
 * form that no grievance was filed beside the message of the grievance.
 *
 * <p>Compared is how things stood when the application arrived: what happened later, nobody who
 * filled in a form could know.
 *
 * @see <a href="../../../../../../../../docs/readings.md">R-47</a>
 */
final class FactsByEvent {

  private static final String ARRIVAL = "application-received";

  private final Vocabulary vocabulary;
  private final CaseFactReader facts;

  FactsByEvent(Vocabulary vocabulary, CaseFactReader facts) {
    this.vocabulary = vocabulary;
    this.facts = facts;
  }

  /** Names every place that tells a fact otherwise than events have set it. */
  void compare(ReviewPolicy policy, ReviewCase read, Bundle bundle, ProblemList remarks) {
    CaseEvent arrival =
        read.events().stream()
            .filter(event -> event.code().equals(ARRIVAL))
            .findFirst()
            .orElse(null);
    List<FactDefinition> set = set(read.events());
    if (arrival == null || set.isEmpty()) {
      return;
    }
    Facts byEvents =
        Situation.of(policy, Facts.none(vocabulary), read.events(), arrival.time()).facts();
    for (FactDefinition fact : set) {
      Object value = byEvents.value(fact.index());
      if (value != null) {
        facts.read(fact, bundle).values().entrySet().stream()
            .filter(told -> !told.getKey().equals(value))
            .forEach(told -> otherwise(fact, told, remarks));
      }
    }
  }

  private List<FactDefinition> set(List<CaseEvent> events) {
    Set<String> happened = events.stream().map(CaseEvent::code).collect(Collectors.toSet());
    return vocabulary.facts().stream()
        .filter(fact -> !fact.many() && fact.defaultValue() == null)
        .filter(fact -> fact.setters().stream().anyMatch(setter -> by(setter, happened)))
        .toList();
  }

  private static boolean by(FactSetter setter, Set<String> happened) {
    return setter instanceof FactSetter.ByEvent each && happened.contains(each.event());
  }

  private static void otherwise(
      FactDefinition fact, Map.Entry<Object, String> told, ProblemList remarks) {
    remarks.add(
        "business-rule",
        told.getValue(),
        "This tells the fact "
            + fact.name()
            + " otherwise than the events of the case; the latter count.");
  }
}
