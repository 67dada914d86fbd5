package org.openimr.core.policy;

import java.util.List;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.FactDefinition;

/**
 * Something that somebody must, or may, do: with every limit that the rules set for it.
 *
 * @param code its code in the CodeSystem {@code imr-milestone}
 * @param title what is to be done, in the project's words
 * @param owedBy who owes it (or whose right it is), a code of {@code imr-party}
 * @param stopsWith the events that stop its clocks; any of them does
 * @param right whether it is a right, which lapses, and not a duty, which is late
 * @param latest whether the latest bound governs (rights, and periods that are alternatives)
 * @param implementation whether it belongs to the implementation of a decision: only the closing of
 *     the case ends it
 * @param contingent whether it is listed only once its start event has happened: most cases never
 *     come to it
 * @param decides a boolean fact: whether the stop, else the time asked about, is in time; or null
 * @param bounds the limits, in the order of the document
 */
public record Milestone(
    String code,
    String title,
    String owedBy,
    List<EventDefinition> stopsWith,
    boolean right,
    boolean latest,
    boolean implementation,
    boolean contingent,
    FactDefinition decides,
    List<Bound> bounds) {

  /** Keeps its own copies. */
  public Milestone {
    stopsWith = List.copyOf(stopsWith);
    bounds = List.copyOf(bounds);
    if (bounds.isEmpty()) {
      throw new IllegalArgumentException("milestone " + code + " needs a bound");
    }
  }

  /**
   * Returns the repeatable event that opens an instance of its own each time.
   *
   * @return the event, or null if the milestone opens once
   */
  public EventDefinition repeatsWith() {
    for (Bound bound : bounds) {
      if (bound.counts() && bound.startsWith() != null && bound.startsWith().repeatable()) {
        return bound.startsWith();
      }
    }
    return null;
  }
}
