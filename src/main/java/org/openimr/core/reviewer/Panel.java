package org.openimr.core.reviewer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The reviewers of a case, who decide together.
 *
 * <p>Outcomes have an order: what gives the member more holds also for those who would give less.
 * An outcome is decided if more than half would give the member at least that much; if just half
 * would, the votes are evenly split, and it is decided for the member.
 *
 * @see <a
 *     href="https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=HSC&sectionNum=1374.33">Health
 *     and Safety Code 1374.33</a>
 */
public final class Panel {

  private final int seats;
  private final VotingTerms terms;

  /**
   * Makes a panel.
   *
   * @param seats how many reviewers are assigned, at least one
   * @param terms how votes become an outcome
   */
  public Panel(int seats, VotingTerms terms) {
    if (seats < 1) {
      throw new IllegalArgumentException("a panel has at least one reviewer");
    }
    this.seats = seats;
    this.terms = terms;
  }

  /**
   * Finds what speaks against votes.
   *
   * @param votes the votes on one line
   * @return a sentence for each reason; none if they can be counted
   */
  public List<String> objections(List<Vote> votes) {
    List<String> objections = new ArrayList<>();
    Set<Integer> voted = new TreeSet<>();
    for (Vote vote : votes) {
      if (vote.seat() < 1 || vote.seat() > seats) {
        objections.add("There is no seat " + vote.seat() + "; the panel has " + seats + ".");
      } else if (!voted.add(vote.seat())) {
        objections.add("Seat " + vote.seat() + " votes twice on one line.");
      }
      if (vote.outcome() != null && !terms.outcomes().contains(vote.outcome())) {
        objections.add(
            "Seat "
                + vote.seat()
                + " votes for an outcome that is none of "
                + String.join(", ", terms.outcomes())
                + ".");
      }
    }
    for (int seat = 1; seat <= seats; seat++) {
      if (!voted.contains(seat)) {
        objections.add(
            "Seat " + seat + " has no vote; who does not vote is named, without an outcome.");
      }
    }
    if (votes.stream().allMatch(vote -> vote.outcome() == null)) {
      objections.add("No seat votes for an outcome; at least one was expected.");
    }
    return objections;
  }

  /**
   * Counts votes.
   *
   * @param votes the votes of all seats on one line
   * @return what they come to
   * @throws IllegalArgumentException if something speaks against them
   */
  public PanelDecision decide(List<Vote> votes) {
    List<String> objections = objections(votes);
    if (!objections.isEmpty()) {
      throw new IllegalArgumentException(String.join(" ", objections));
    }
    Map<String, Integer> counted = new LinkedHashMap<>();
    List<String> inOrder = new ArrayList<>();
    for (String outcome : terms.outcomes()) {
      votes.stream()
          .filter(vote -> outcome.equals(vote.outcome()))
          .forEach(v -> inOrder.add(outcome));
    }
    inOrder.forEach(outcome -> counted.merge(outcome, 1, Integer::sum));
    int half = inOrder.size() / 2;
    String outcome = inOrder.get(half);
    boolean split = inOrder.size() % 2 == 0 && !inOrder.get(half - 1).equals(outcome);
    return new PanelDecision(outcome, counted, split, terms.citation());
  }
}
