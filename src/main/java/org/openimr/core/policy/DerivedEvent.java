package org.openimr.core.policy;

import java.util.List;
import org.openimr.core.casefile.EventDefinition;

/**
 * An event that, when nobody recorded it, follows from others.
 *
 * @param event the event
 * @param latest whether the latest source counts; else the first in order that applies
 * @param sources what it may follow from
 * @see <a href="../../../../../../../docs/readings.md">R-12, R-19</a>
 */
public record DerivedEvent(EventDefinition event, boolean latest, List<Source> sources) {

  /**
   * One thing from which the event may follow.
   *
   * @param event the event that must have happened
   * @param when the condition under which it counts
   * @param plusDays calendar days after it, at 00:00 local time; 0 for the time of the event itself
   * @param unlessBefore an event that must not have happened before that time, or null
   */
  public record Source(
      EventDefinition event, Condition when, int plusDays, EventDefinition unlessBefore) {}

  /** Keeps its own copy. */
  public DerivedEvent {
    sources = List.copyOf(sources);
  }
}
