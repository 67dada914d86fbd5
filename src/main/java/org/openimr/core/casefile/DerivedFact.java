package org.openimr.core.casefile;

import java.util.ArrayList;
import java.util.List;

/**
 * A fact that events set, with its setters resolved to the events themselves.
 *
 * @param fact the fact
 * @param byEvent what sets it from an event on; the latest wins
 * @param spans what sets it from one event to another
 * @see <a href="../../../../../../../docs/readings.md">R-19</a>
 */
public record DerivedFact(FactDefinition fact, List<ByEvent> byEvent, List<Span> spans) {

  /** Keeps its own copies. */
  public DerivedFact {
    byEvent = List.copyOf(byEvent);
    spans = List.copyOf(spans);
  }

  /**
   * From an event on, the fact has a value.
   *
   * @param event the event
   * @param value the value, or null: the reason of the event is the value
   */
  public record ByEvent(EventDefinition event, Object value) {}

  /**
   * Between two events the fact is true, or counts the local days.
   *
   * @param from the first event
   * @param to the events that end the span
   * @param counts whether it counts the days; else it is true while the span lasts
   * @param whileFact another fact that must have a value meanwhile, or null
   * @param whileValue that value, or null
   */
  public record Span(
      EventDefinition from,
      List<EventDefinition> to,
      boolean counts,
      FactDefinition whileFact,
      String whileValue) {}

  static DerivedFact of(FactDefinition fact, Vocabulary vocabulary) {
    List<ByEvent> byEvent = new ArrayList<>();
    List<Span> spans = new ArrayList<>();
    for (FactSetter setter : fact.setters()) {
      if (setter instanceof FactSetter.ByEvent by) {
        byEvent.add(new ByEvent(event(by.event(), fact, vocabulary), by.value()));
      } else if (setter instanceof FactSetter.Between between) {
        spans.add(
            new Span(
                event(between.from(), fact, vocabulary),
                List.of(event(between.to(), fact, vocabulary)),
                false,
                between.whileFact() == null ? null : vocabulary.fact(between.whileFact()),
                between.whileValue()));
      } else if (setter instanceof FactSetter.DaysBetween days) {
        spans.add(
            new Span(
                event(days.from(), fact, vocabulary),
                List.of(event(days.to(), fact, vocabulary)),
                true,
                null,
                null));
      }
    }
    return new DerivedFact(fact, byEvent, spans);
  }

  private static EventDefinition event(String code, FactDefinition fact, Vocabulary vocabulary) {
    EventDefinition event = vocabulary.event(code);
    if (event == null) {
      throw new IllegalArgumentException(
          "fact " + fact.name() + " is set by '" + code + "', which is no event");
    }
    return event;
  }
}
