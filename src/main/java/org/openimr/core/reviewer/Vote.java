package org.openimr.core.reviewer;

/**
 * How one reviewer of a panel votes on one disputed line.
 *
 * <p>A reviewer is told by its seat, so that votes can be shown without saying who voted.
 *
 * @param seat the place of the reviewer in the panel, from 1
 * @param outcome a code of {@code imr-outcome}; null of a reviewer who does not vote
 */
public record Vote(int seat, String outcome) {

  /** The vote of a reviewer who withdrew, or does not vote for another reason. */
  public static Vote none(int seat) {
    return new Vote(seat, null);
  }
}
