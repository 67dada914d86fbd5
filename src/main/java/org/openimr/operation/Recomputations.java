package org.openimr.operation;

import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.recomputation.RecomputationOrder;
import org.openimr.fhir.recomputation.RecomputationRun;

/** Works out all cases anew in the background, one order at a time. */
public interface Recomputations {

  /**
   * Begins.
   *
   * @param order what is to be recomputed
   * @return how far it is
   * @throws RecomputationConflictException if another one runs, or other work was broken off
   * @throws UnreadableResourceException if no case is bound to a policy that is named, or the
   *     calendar cannot be read
   */
  RecomputationRun begin(RecomputationOrder order);

  /** The one that runs, or the last one. */
  RecomputationRun current();
}
