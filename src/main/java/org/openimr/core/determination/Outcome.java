package org.openimr.core.determination;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a review did to a decision, from what grants the member least to what grants most; codes of
 * {@code imr-outcome}.
 */
public enum Outcome {
  /** The plan's decision stands. */
  UPHELD("upheld"),
  /** Part of it falls. */
  PARTIALLY_OVERTURNED("partially-overturned"),
  /** It falls. */
  OVERTURNED("overturned");

  private final String code;

  Outcome(String code) {
    this.code = code;
  }

  /**
   * Returns the code.
   *
   * @return the code of the CodeSystem {@code imr-outcome}
   */
  public String code() {
    return code;
  }

  /**
   * Finds an outcome.
   *
   * @param code a code
   * @return the outcome, or null if there is none of that code
   */
  public static Outcome of(String code) {
    for (Outcome each : values()) {
      if (each.code.equals(code)) {
        return each;
      }
    }
    return null;
  }

  /**
   * Says what became of a decision on several lines.
   *
   * @param lines what became of each line, at least one
   * @return what became of all of them if it is the same; else part of the decision falls
   */
  public static Outcome together(Collection<Outcome> lines) {
    Set<Outcome> different = new TreeSet<>(lines);
    if (different.isEmpty()) {
      throw new IllegalArgumentException("a determination has at least one line");
    }
    return different.size() == 1 ? different.iterator().next() : PARTIALLY_OVERTURNED;
  }
}
