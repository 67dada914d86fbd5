package org.openimr.core.reviewer;

import java.util.List;

/**
 * How the votes of several reviewers become one outcome.
 *
 * @param outcomes codes of {@code imr-outcome}, from the one that gives the member least to the one
 *     that gives it most
 * @param citation where it stands that the majority prevails and an even split is decided for the
 *     member
 */
public record VotingTerms(List<String> outcomes, String citation) {

  /** Refuses terms between which nothing can be decided. */
  public VotingTerms {
    outcomes = List.copyOf(outcomes);
    if (outcomes.size() < 2 || outcomes.stream().distinct().count() < outcomes.size()) {
      throw new IllegalArgumentException("votes need at least two outcomes, each once");
    }
  }
}
