package org.openimr.core.situation;

import java.util.List;
import java.util.Set;
import org.openimr.core.calendar.Moment;
import org.openimr.core.casefile.DerivedFact;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.Facts;

/**
 * Lets events set facts: from their time on, and stronger than what was given.
 *
 * @see <a href="../../../../../../../docs/readings.md">R-19</a>
 */
final class FactDerivation {

  private final Timeline timeline;
  private final Moment asOf;
  private final EventDefinition ignored;

  /**
   * Prepares a derivation.
   *
   * @param timeline what has happened
   * @param asOf the time asked about
   * @param ignored an event that sets nothing here, or null
   */
  FactDerivation(Timeline timeline, Moment asOf, EventDefinition ignored) {
    this.timeline = timeline;
    this.asOf = asOf;
    this.ignored = ignored;
  }

  Facts derive(Facts given) {
    Facts.Draft facts = given.draft();
    List<DerivedFact> derived = given.vocabulary().derivedFacts();
    for (int i = 0; i < derived.size(); i++) {
      byEvent(facts, derived.get(i));
    }
    for (int i = 0; i < derived.size(); i++) {
      List<DerivedFact.Span> spans = derived.get(i).spans();
      for (int j = 0; j < spans.size(); j++) {
        span(facts, derived.get(i).fact(), spans.get(j));
      }
    }
    return facts.done();
  }

  /** The latest of the events that set a fact wins; one without its reason lets the given stand. */
  private void byEvent(Facts.Draft facts, DerivedFact derived) {
    DerivedFact.ByEvent last = null;
    Occurrence lastAt = null;
    for (int i = 0; i < derived.byEvent().size(); i++) {
      Occurrence at = occurrence(derived.byEvent().get(i).event());
      if (at != null && (lastAt == null || !at.at().isBefore(lastAt.at()))) {
        last = derived.byEvent().get(i);
        lastAt = at;
      }
    }
    if (last == null) {
      return;
    }
    FactDefinition fact = derived.fact();
    Object value = last.value() == null ? lastAt.reason() : last.value();
    if (value != null && fact.objectionTo(value) == null) {
      facts.set(fact, fact.many() ? Set.of(value) : value);
    }
  }

  private void span(Facts.Draft facts, FactDefinition fact, DerivedFact.Span span) {
    Occurrence from = occurrence(span.from());
    if (from == null
        || span.whileFact() != null && !span.whileValue().equals(facts.value(span.whileFact()))) {
      return;
    }
    Occurrence end = timeline.firstFrom(span.to(), from.at());
    if (span.counts()) {
      int last = end == null ? asOf.epochDay() : end.at().epochDay();
      facts.set(fact, last - from.at().epochDay());
    } else {
      facts.set(fact, end == null);
    }
  }

  private Occurrence occurrence(EventDefinition kind) {
    return kind == ignored ? null : timeline.first(kind);
  }
}
