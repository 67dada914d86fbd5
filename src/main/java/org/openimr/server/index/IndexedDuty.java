package org.openimr.server.index;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;

/**
 * What the index holds of a duty or a right.
 *
 * @param milestone a code of {@code imr-milestone}
 * @param status a code of {@code imr-duty-status}
 * @param start from when it counts, or null
 * @param due by when it must be done, or null
 * @param rule the rule that governs
 */
record IndexedDuty(String milestone, String status, Instant start, Instant due, String rule) {

  private static final Set<String> LIVE = Set.of("running", "overdue");

  /** Whether it is still to be done. */
  boolean live() {
    return LIVE.contains(status);
  }

  /** What is due at a time: of several things the first by its code; empty if nothing is. */
  static String at(Instant due, Map<String, IndexedDuty> duties) {
    return duties.values().stream()
        .filter(duty -> duty.live() && due != null && due.equals(duty.due()))
        .map(IndexedDuty::milestone)
        .min(Comparator.naturalOrder())
        .orElse("");
  }
}
