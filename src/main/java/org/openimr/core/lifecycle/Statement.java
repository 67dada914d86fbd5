package org.openimr.core.lifecycle;

import java.util.List;
import java.util.Set;
import org.openimr.core.policy.Condition;

/**
 * Who may say something of a case as a fact that comes with an event.
 *
 * @param facts the names of the facts
 * @param by the roles that may change what was stated, codes of {@code imr-party}
 * @param alone whether others may not even state it first
 * @param from the statuses of the case in which this counts
 * @param when if it is given, this counts only where the facts then say so, leave it open, or said
 *     so before; and it counts for the first statement too
 * @param event the event that says it, so that nobody states it; or null
 * @param citation the rule that it comes from; null where there is none
 */
public record Statement(
    Set<String> facts,
    Set<String> by,
    boolean alone,
    List<String> from,
    Condition when,
    String event,
    String citation) {

  /** Keeps its own copies. */
  public Statement {
    facts = Set.copyOf(facts);
    by = Set.copyOf(by);
    from = List.copyOf(from);
  }
}
