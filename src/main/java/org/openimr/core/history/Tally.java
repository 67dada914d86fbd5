package org.openimr.core.history;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How many decisions of a kind there are, and how many of them fell.
 *
 * @param count how many there are
 * @param overturned in how many of them the plan's decision fell
 */
public record Tally(long count, long overturned) {

  /** None. */
  public static final Tally NONE = new Tally(0, 0);

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /** Refuses counts that cannot be. */
  public Tally {
    if (overturned < 0 || overturned > count) {
      throw new IllegalArgumentException("no more can fall than there are");
    }
  }

  /** Both together. */
  public Tally plus(Tally other) {
    return new Tally(count + other.count, overturned + other.overturned);
  }

  /**
   * How many of a hundred fell, to one place after the point, halves up; null if there are none.
   */
  public BigDecimal rate() {
    return count == 0
        ? null
        : BigDecimal.valueOf(overturned)
            .multiply(HUNDRED)
            .divide(BigDecimal.valueOf(count), 1, RoundingMode.HALF_UP);
  }
}
