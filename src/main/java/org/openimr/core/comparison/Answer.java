package org.openimr.core.comparison;

import java.util.List;
import org.openimr.core.deadline.Deadline;

/**
 * What one policy says about a case.
 *
 * @param policy the canonical of the policy, {@code url|version}
 * @param scenario the name of the changed facts and events, or null for the case as given
 * @param deadlines its deadlines
 */
public record Answer(String policy, String scenario, List<Deadline> deadlines) {

  /** Keeps its own copy. */
  public Answer {
    deadlines = List.copyOf(deadlines);
  }
}
