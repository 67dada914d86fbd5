package org.openimr.core.situation;

import java.util.Set;
import org.openimr.core.calendar.Moment;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.FactSetter;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.Vocabulary;

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
    Facts facts = given;
    for (FactDefinition fact : given.vocabulary().facts()) {
      if (!fact.setters().isEmpty()) {
        facts = byEvent(facts, fact);
      }
    }
    for (FactDefinition fact : given.vocabulary().facts()) {
      for (FactSetter setter : fact.setters()) {
        if (setter instanceof FactSetter.Between between) {
          facts = between(facts, fact, between);
        } else if (setter instanceof FactSetter.DaysBetween span) {
          facts = daysBetween(facts, fact, span);
        }
      }
    }
    return facts;
  }

  /** The latest of the events that set a fact wins; one without its reason lets the given stand. */
  private Facts byEvent(Facts facts, FactDefinition fact) {
    FactSetter.ByEvent last = null;
    Occurrence lastAt = null;
    for (FactSetter setter : fact.setters()) {
      if (setter instanceof FactSetter.ByEvent by) {
        Occurrence at = occurrence(facts.vocabulary(), by.event());
        if (at != null && (lastAt == null || !at.at().isBefore(lastAt.at()))) {
          last = by;
          lastAt = at;
        }
      }
    }
    if (last == null) {
      return facts;
    }
    Object value = last.value() == null ? lastAt.reason() : last.value();
    if (value == null || fact.objectionTo(value) != null) {
      return facts;
    }
    return facts.set(fact, fact.many() ? Set.of(value) : value);
  }

  private Facts between(Facts facts, FactDefinition fact, FactSetter.Between between) {
    Occurrence from = occurrence(facts.vocabulary(), between.from());
    if (from == null
        || between.whileFact() != null
            && !between.whileValue().equals(facts.value(between.whileFact()))) {
      return facts;
    }
    EventDefinition to = facts.vocabulary().event(between.to());
    boolean ended = timeline.firstFrom(java.util.List.of(to), from.at()) != null;
    return facts.set(fact, !ended);
  }

  private Facts daysBetween(Facts facts, FactDefinition fact, FactSetter.DaysBetween span) {
    Occurrence from = occurrence(facts.vocabulary(), span.from());
    if (from == null) {
      return facts;
    }
    EventDefinition to = facts.vocabulary().event(span.to());
    Occurrence end = timeline.firstFrom(java.util.List.of(to), from.at());
    int last = end == null ? asOf.epochDay() : end.at().epochDay();
    return facts.set(fact, last - from.at().epochDay());
  }

  private Occurrence occurrence(Vocabulary vocabulary, String code) {
    EventDefinition kind = vocabulary.event(code);
    return kind == ignored ? null : timeline.first(kind);
  }
}
