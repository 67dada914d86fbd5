package org.openimr.core.secondlook;

/**
 * How many cases of a reviewer are rated a second time, and how often both must agree.
 *
 * @param most the most cases of one reviewer and year
 * @param percent how many of a hundred cases; the lesser of both counts
 * @param target how many of a hundred second ratings must be as the first
 * @param citation where it stands
 * @see <a href="../../../../../../../docs/operations/second-look.md">U70 to U72</a>
 */
public record SecondLookTerms(int most, int percent, int target, String citation) {

  /** Refuses what is no share of anything. */
  public SecondLookTerms {
    if (most < 1 || percent < 1 || percent > 100 || target < 1 || target > 100) {
      throw new IllegalArgumentException(
          "a second look needs a number of cases and shares from 1 to 100");
    }
  }

  /**
   * Says how many cases are rated a second time.
   *
   * @param cases how many cases the reviewer had in the year
   * @return the share, rounded up, or the most if that is less
   */
  public int size(int cases) {
    return (int) Math.min(most, ((long) cases * percent + 99) / 100);
  }
}
