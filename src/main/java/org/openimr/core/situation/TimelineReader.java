package org.openimr.core.situation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openimr.core.calendar.DateNotCoveredException;
import org.openimr.core.calendar.LocalDays;
import org.openimr.core.calendar.Moment;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.UnacceptableCaseException.Problem;
import org.openimr.core.casefile.Vocabulary;

/**
 * Places events in time: drops what has not happened yet and what was entered in error, and objects
 * to what cannot be.
 */
final class TimelineReader {

  private final Vocabulary vocabulary;
  private final LocalDays days;
  private final Moment asOf;
  private final List<Problem> problems;

  TimelineReader(Vocabulary vocabulary, LocalDays days, Moment asOf, List<Problem> problems) {
    this.vocabulary = vocabulary;
    this.days = days;
    this.asOf = asOf;
    this.problems = problems;
  }

  Timeline read(List<CaseEvent> events) {
    Map<String, Integer> ids = ids(events);
    Occurrence[] happened = new Occurrence[events.size()];
    for (int i = 0; i < happened.length; i++) {
      happened[i] = occurrence(i, events.get(i), ids);
    }
    if (ids != null) {
      strike(happened, ids);
    }
    Timeline timeline = new Timeline(vocabulary);
    for (Occurrence occurrence : happened) {
      if (occurrence != null) {
        timeline.add(occurrence);
      }
    }
    return timeline;
  }

  /** Ids that are named; null where no entry has or names one, which is the common case. */
  private Map<String, Integer> ids(List<CaseEvent> events) {
    Map<String, Integer> ids = null;
    for (int i = 0; i < events.size(); i++) {
      CaseEvent event = events.get(i);
      if (event.id() != null || event.refersTo() != null) {
        ids = ids == null ? new HashMap<>() : ids;
        if (event.id() != null && ids.put(event.id(), i) != null) {
          problems.add(new Problem(i, "two events have the same id"));
        }
      }
    }
    return ids;
  }

  private Occurrence occurrence(int i, CaseEvent event, Map<String, Integer> ids) {
    EventDefinition kind = vocabulary.event(event.code());
    if (kind == null) {
      problems.add(new Problem(i, "no event '" + event.code() + "' in CodeSystem imr-event"));
      return null;
    }
    if (event.refersTo() != null && !kind.refersToCase() && !ids.containsKey(event.refersTo())) {
      problems.add(new Problem(i, event.code() + " refers to an id that no event has"));
    }
    if (event.refersTo() != null && event.refersTo().equals(event.id()) && !kind.refersToCase()) {
      problems.add(new Problem(i, event.code() + " refers to itself"));
    }
    if (event.code().equals(Vocabulary.ENTERED_IN_ERROR) && event.refersTo() == null) {
      problems.add(new Problem(i, "entered-in-error must name in refersTo the entry it strikes"));
    }
    if (event.reason() != null
        && !kind.reasons().isEmpty()
        && !kind.reasons().contains(event.reason())) {
      problems.add(
          new Problem(
              i,
              event.code()
                  + " has a reason that is not one of: "
                  + Vocabulary.listed(kind.reasons())));
    }
    try {
      Moment at = moment(event.time());
      return at.isAfter(asOf) ? null : new Occurrence(kind, at, event, i);
    } catch (DateNotCoveredException e) {
      problems.add(new Problem(i, event.code() + ": " + e.getMessage()));
      return null;
    }
  }

  private Moment moment(EventTime time) {
    return time.instant() == null ? days.wholeDay(time.date()) : days.at(time.instant());
  }

  /** A strike that is itself struck has no effect; a ring of strikes strikes nothing twice. */
  private void strike(Occurrence[] happened, Map<String, Integer> ids) {
    EventDefinition error = vocabulary.event(Vocabulary.ENTERED_IN_ERROR);
    List<Integer> strikes = new ArrayList<>();
    for (int i = 0; i < happened.length; i++) {
      if (happened[i] != null && happened[i].kind() == error && happened[i].refersTo() != null) {
        strikes.add(i);
      }
    }
    Map<Integer, List<Integer>> strikersOf = new HashMap<>();
    for (int strike : strikes) {
      Integer target = ids.get(happened[strike].refersTo());
      if (target != null) {
        strikersOf.computeIfAbsent(target, t -> new ArrayList<>()).add(strike);
      }
    }
    Set<Integer> struck = new HashSet<>();
    for (int target : strikersOf.keySet()) {
      if (isStruck(target, strikersOf, new HashSet<>())) {
        struck.add(target);
      }
    }
    struck.forEach(target -> happened[target] = null);
  }

  private static boolean isStruck(
      int target, Map<Integer, List<Integer>> strikersOf, Set<Integer> path) {
    if (!path.add(target)) {
      return false;
    }
    for (int striker : strikersOf.getOrDefault(target, List.of())) {
      if (!isStruck(striker, strikersOf, path)) {
        return true;
      }
    }
    return false;
  }
}
