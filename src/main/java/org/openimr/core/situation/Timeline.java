package org.openimr.core.situation;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.openimr.core.calendar.Moment;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.Vocabulary;

/** The events of a case that have happened and were not struck, each kind in order of time. */
public final class Timeline {

  private static final Occurrence[] NONE = {};

  private final Occurrence[][] byKind;

  Timeline(Vocabulary vocabulary) {
    byKind = new Occurrence[vocabulary.events().size()][];
  }

  private Timeline(Occurrence[][] byKind) {
    this.byKind = byKind;
  }

  /**
   * Adds an event at its place in time; among equals behind those that are there, and a date alone
   * behind midnight of that day.
   */
  void add(Occurrence occurrence) {
    int kind = occurrence.kind().index();
    Occurrence[] before = byKind[kind];
    if (before == null) {
      byKind[kind] = new Occurrence[] {occurrence};
      return;
    }
    Occurrence[] after = new Occurrence[before.length + 1];
    int place = before.length;
    while (place > 0 && liesBefore(occurrence.at(), before[place - 1].at())) {
      after[place] = before[--place];
    }
    after[place] = occurrence;
    System.arraycopy(before, 0, after, 0, place);
    byKind[kind] = after;
  }

  private static boolean liesBefore(Moment one, Moment other) {
    return one.epochMilli() == other.epochMilli()
        ? !one.wholeDay() && other.wholeDay()
        : one.epochMilli() < other.epochMilli();
  }

  /** Returns what had happened up to a moment. */
  Timeline upTo(Moment moment) {
    Occurrence[][] earlier = new Occurrence[byKind.length][];
    for (int kind = 0; kind < byKind.length; kind++) {
      if (byKind[kind] != null) {
        earlier[kind] =
            Arrays.stream(byKind[kind])
                .filter(occurrence -> !occurrence.at().isAfter(moment))
                .toArray(Occurrence[]::new);
      }
    }
    return new Timeline(earlier);
  }

  /**
   * Returns the earliest event of a kind.
   *
   * @param kind the kind
   * @return the earliest, or null if none happened
   */
  public Occurrence first(EventDefinition kind) {
    Occurrence[] all = byKind[kind.index()];
    return all == null || all.length == 0 ? null : all[0];
  }

  /**
   * Returns all events of a kind.
   *
   * @param kind the kind
   * @return the events, earliest first
   */
  public List<Occurrence> all(EventDefinition kind) {
    Occurrence[] all = byKind[kind.index()];
    return all == null ? List.of() : Collections.unmodifiableList(Arrays.asList(all));
  }

  /**
   * Returns the first of several kinds of events that does not lie before a moment.
   *
   * @param kinds the kinds
   * @param from the moment
   * @return the first at or after it, or null
   */
  public Occurrence firstFrom(List<EventDefinition> kinds, Moment from) {
    Occurrence first = null;
    for (int i = 0; i < kinds.size(); i++) {
      Occurrence[] all = byKind[kinds.get(i).index()];
      for (Occurrence occurrence : all == null ? NONE : all) {
        if (!occurrence.at().isBefore(from)) {
          if (first == null || liesBefore(occurrence.at(), first.at())) {
            first = occurrence;
          }
          break;
        }
      }
    }
    return first;
  }
}
