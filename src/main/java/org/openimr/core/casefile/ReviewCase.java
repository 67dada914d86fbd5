package org.openimr.core.casefile;

import java.util.List;

/**
 * What is known of one case: the policy that judges it, its facts as given, and what happened.
 *
 * <p>Conclusions (deadlines, eligibility) are no part of it; they are worked out whenever they are
 * asked for.
 *
 * @param policy the policy bound to the case, {@code url|version}
 * @param facts the facts as given
 * @param events what happened, in the order in which it was recorded
 */
public record ReviewCase(String policy, Facts facts, List<CaseEvent> events) {

  /** Keeps its own copy. */
  public ReviewCase {
    events = List.copyOf(events);
  }
}
