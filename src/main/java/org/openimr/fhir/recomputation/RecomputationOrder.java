package org.openimr.fhir.recomputation;

import java.time.Instant;
import java.util.List;

/**
 * What is to be recomputed.
 *
 * @param policies only cases under these, each a code, {@code code|version} or canonical; empty for
 *     all
 * @param calendar the lines of a holiday calendar as it would be; empty for those held
 * @param asOf the time at which cases are judged; null for now
 * @param apply whether what moves is written; else it is only listed
 * @param reason why it is written; null if it is only listed
 * @param anew whether to begin with the first case, whatever was broken off
 */
public record RecomputationOrder(
    List<String> policies,
    List<String> calendar,
    Instant asOf,
    boolean apply,
    String reason,
    boolean anew) {

  /** Keeps its own copies. */
  public RecomputationOrder {
    policies = List.copyOf(policies);
    calendar = List.copyOf(calendar);
  }
}
