package org.openimr.core.policy;

import java.util.List;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.Vocabulary;

/**
 * From what to what a review lasts; nothing is converted to expedited after its end.
 *
 * @param determination the determination, which ends every review; null if the vocabulary has none
 * @param begins the events with which a review begins; an end before them is that of another one
 * @param ends the other events that end it
 * @see <a href="../../../../../../../docs/readings.md">R-12, R-31</a>
 */
public record ReviewSpan(
    EventDefinition determination, List<EventDefinition> begins, List<EventDefinition> ends) {

  /** Keeps its own copies. */
  public ReviewSpan {
    begins = List.copyOf(begins);
    ends = List.copyOf(ends);
  }

  /**
   * Makes the span of the reviews of a policy.
   *
   * @param vocabulary the vocabulary that the policy speaks
   * @param begins the events with which a review begins, as the policy names them
   * @param ends the events that end it, as the policy names them
   * @return the span, which the determination ends in any case
   */
  public static ReviewSpan of(
      Vocabulary vocabulary, List<EventDefinition> begins, List<EventDefinition> ends) {
    return new ReviewSpan(vocabulary.event(Vocabulary.DETERMINATION_MADE), begins, ends);
  }
}
