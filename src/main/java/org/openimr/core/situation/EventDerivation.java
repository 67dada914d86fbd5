package org.openimr.core.situation;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.openimr.core.calendar.Moment;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.Facts;
import org.openimr.core.policy.DerivedEvent;
import org.openimr.core.policy.Truth;

/**
 * Lets events follow from others, and remembers those of which it is unknown whether they did.
 *
 * @see <a href="../../../../../../../docs/readings.md">R-17, R-19</a>
 */
final class EventDerivation {

  private final Situation situation;
  private final Timeline timeline;

  EventDerivation(Situation situation) {
    this.situation = situation;
    this.timeline = situation.timeline();
  }

  /** Adds what follows to the timeline; returns the facts that would decide what may follow. */
  Map<EventDefinition, Set<String>> derive() {
    // unlike Map.of it may be asked about no event
    Map<EventDefinition, Set<String>> undecided = Collections.emptyMap();
    List<DerivedEvent> all = situation.policy().derivedEvents();
    for (int i = 0; i < all.size(); i++) {
      DerivedEvent derived = all.get(i);
      if (timeline.first(derived.event()) == null) {
        Set<String> missing = derive(derived);
        if (!missing.isEmpty()) {
          undecided = undecided.isEmpty() ? new HashMap<>(2) : undecided;
          undecided.put(derived.event(), missing);
        }
      }
    }
    return undecided;
  }

  /** Adds what follows, or returns the facts that would decide whether it does. */
  private Set<String> derive(DerivedEvent derived) {
    Occurrence found = null;
    Set<String> missing = Set.of();
    List<DerivedEvent.Source> sources = derived.sources();
    for (int i = 0; i < sources.size(); i++) {
      DerivedEvent.Source source = sources.get(i);
      Occurrence follows = follows(derived, source);
      if (follows == null) {
        continue;
      }
      if (!holds(source, situation.facts()) && !stays(source, follows.at())) {
        missing = missing.isEmpty() ? new TreeSet<>() : missing;
        source.when().addMissing(situation.facts(), missing);
      } else if (found == null || follows.at().epochMilli() > found.at().epochMilli()) {
        found = follows;
        if (!derived.latest()) {
          break;
        }
      }
    }
    if (found == null) {
      return missing;
    }
    timeline.add(found);
    return Set.of();
  }

  /** What follows from a source, or may follow; null if nothing does. */
  private Occurrence follows(DerivedEvent derived, DerivedEvent.Source source) {
    Moment at = due(source);
    if (at == null) {
      return null;
    }
    if (!stays(source, at)) {
      if (source.when().evaluate(situation.facts()) == Truth.FALSE) {
        return null;
      }
      Occurrence conversion = situation.conversion();
      if (onlySinceConversion(source) && at.isBefore(conversion.at())) {
        if (hadFollowed(derived, source.event())) {
          return null;
        }
        at = conversion.at();
      }
    }
    Occurrence obstacle =
        source.unlessBefore() == null ? null : timeline.first(source.unlessBefore());
    return obstacle != null && obstacle.at().isBefore(at)
        ? null
        : new Occurrence(derived.event(), at, null, -1);
  }

  /** When the event of a source has happened, and its days are over; null if not yet. */
  private Moment due(DerivedEvent.Source source) {
    Occurrence from = timeline.first(source.event());
    if (from == null) {
      return null;
    }
    int day = from.at().epochDay() + source.plusDays();
    if (day > situation.asOf().epochDay()) {
      return null;
    }
    return source.plusDays() == 0 ? from.at() : situation.policy().days().startOf(day);
  }

  /** Whether it had followed before the case was converted, by the facts of then. */
  private boolean stays(DerivedEvent.Source source, Moment at) {
    return situation.conversion() != null
        && holds(source, situation.standardFacts())
        && at.isBefore(situation.conversion().at());
  }

  private boolean hadFollowed(DerivedEvent derived, EventDefinition from) {
    for (DerivedEvent.Source source : derived.sources()) {
      if (source.event() == from) {
        Moment at = due(source);
        if (at != null && stays(source, at)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean onlySinceConversion(DerivedEvent.Source source) {
    return situation.conversion() != null && !holds(source, situation.standardFacts());
  }

  private static boolean holds(DerivedEvent.Source source, Facts facts) {
    return source.when().evaluate(facts) == Truth.TRUE;
  }
}
