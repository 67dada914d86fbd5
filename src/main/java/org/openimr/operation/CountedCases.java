package org.openimr.operation;

import java.util.Set;
import java.util.function.Consumer;
import org.openimr.core.casefile.ReviewCase;

/** All cases that somebody sees, read one after another. */
public interface CountedCases {

  /**
   * A case.
   *
   * @param id the id of its Task
   * @param parties the ids of the organizations that are party to it
   * @param known policy, facts and events
   */
  record Known(String id, Set<String> parties, ReviewCase known) {}

  /**
   * Hands over cases, in the order of their ids.
   *
   * @param caller who asks; the department sees all cases, others those that their organization is
   *     party to
   * @param taker takes each; no more than a few hundred are in memory at a time
   */
  void each(Caller caller, Consumer<Known> taker);
}
