package org.openimr.core.reviewer;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a panel decides on one disputed line.
 *
 * @param outcome a code of {@code imr-outcome}
 * @param votes how many voted for what, from the outcome that gives the member least to the one
 *     that gives it most; outcomes that nobody voted for are left out
 * @param evenSplit whether the votes were evenly split, so that the member's side counted
 * @param citation where it stands that it is so
 */
public record PanelDecision(
    String outcome, Map<String, Integer> votes, boolean evenSplit, String citation) {

  /**
   * Says how it came about.
   *
   * @return one or two sentences that name no reviewer
   */
  public String explanation() {
    String counted =
        votes.entrySet().stream()
            .map(each -> each.getValue() + " " + each.getKey())
            .collect(Collectors.joining(", "));
    String rule =
        evenSplit
            ? "The votes are evenly split, which is decided for the member: "
            : votes.size() == 1 ? "All agree: " : "The majority prevails: ";
    return rule + outcome + " (votes: " + counted + "). See " + citation + ".";
  }
}
