package org.openimr.operation.casefile;

import java.time.Instant;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.operation.access.Caller;

/** What is known of the cases that are kept. */
@FunctionalInterface
public interface KnownCases {

  /**
   * Finds what is known of a case.
   *
   * @param caller who asks
   * @param id the id of the case Task, without type
   * @param knownAt what was stored later is left out; null if all counts that is known
   * @return policy, facts and events
   * @throws NoSuchCaseException if there is no such case, or the caller is not party to it
   */
  ReviewCase known(Caller caller, String id, Instant knownAt);

  /** Finds all that is known of a case. */
  default ReviewCase known(Caller caller, String id) {
    return known(caller, id, null);
  }
}
