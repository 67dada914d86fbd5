package org.openimr.core.secondlook;

/**
 * How often the second ratings of a sample are as the first.
 *
 * @param sampled how many cases are in the sample
 * @param rated how many were rated a second time so far
 * @param agreed how many of these were rated as the first time
 * @param target how many of a hundred must be
 */
public record Accuracy(int sampled, int rated, int agreed, int target) {

  /** Refuses counts that cannot be. */
  public Accuracy {
    if (agreed < 0 || agreed > rated || rated > sampled) {
      throw new IllegalArgumentException(
          "no more can agree than were rated, nor be rated than drawn");
    }
  }

  /** Whether all of the sample were rated, so that something can be said. */
  public boolean complete() {
    return sampled > 0 && rated == sampled;
  }

  /**
   * Returns the accuracy.
   *
   * @return in tenths of a percent, rounded down; -1 as long as nothing was rated
   */
  public int permille() {
    return rated == 0 ? -1 : agreed * 1000 / rated;
  }

  /**
   * Says whether a plan of corrective action is owed: what is rated is below the target, and what
   * is not rated yet could not lift it.
   *
   * @return true as soon as it is certain
   */
  public boolean correctiveAction() {
    int still = sampled - rated;
    return sampled > 0 && (agreed + still) * 100 < target * sampled;
  }
}
