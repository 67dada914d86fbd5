package org.openimr.operation;

import org.openimr.core.casefile.ReviewCase;

/** What is known of the cases that are kept. */
@FunctionalInterface
public interface KnownCases {

  /**
   * Finds what is known of a case.
   *
   * @param caller who asks
   * @param id the id of the case Task, without type
   * @return policy, facts and events
   * @throws NoSuchCaseException if there is no such case, or the caller is not party to it
   */
  ReviewCase known(Caller caller, String id);
}
