package org.openimr.core.determination;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The votes of the reviewers of a panel on one line.
 *
 * <p>The outcome is the one that grants most of those for which at least half of the votes are,
 * counting a vote for more as one for less. So a majority prevails, and an even split decides for
 * the member.
 *
 * @param votes the votes, at least one, in any order
 * @see <a href="../../../../../../../docs/readings.md">R-66</a>
 */
public record PanelVote(List<Outcome> votes) {

  /** Keeps its own copy, from the vote that grants least to the one that grants most. */
  public PanelVote {
    if (votes.isEmpty()) {
      throw new IllegalArgumentException("a panel has at least one vote");
    }
    List<Outcome> sorted = new ArrayList<>(votes);
    Collections.sort(sorted);
    votes = List.copyOf(sorted);
  }

  /**
   * Returns what the panel decided.
   *
   * @return the outcome
   */
  public Outcome outcome() {
    return votes.get(votes.size() / 2);
  }

  /**
   * Says whether just half of the votes carry the outcome, so that it was decided for the member.
   *
   * @return true if the panel was evenly split
   */
  public boolean evenlySplit() {
    return 2 * atLeast(outcome()) == votes.size();
  }

  /**
   * Counts votes.
   *
   * @param outcome an outcome
   * @return how many voted for just that
   */
  public int count(Outcome outcome) {
    return Collections.frequency(votes, outcome);
  }

  private int atLeast(Outcome outcome) {
    return (int) votes.stream().filter(each -> each.compareTo(outcome) >= 0).count();
  }
}
