package org.openimr.core.lifecycle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.Vocabulary;

/**
 * Says what somebody who was personally involved in the care of the member may not record of a
 * case: what decides about the care, by an event, by a fact that says the same, or by a strike.
 *
 * @see <a href="../../../../../../../docs/readings.md">R-64</a>
 */
public final class Impartiality {

  private final StateMachine.Impartial impartial;
  private final List<CaseEvent> entries;
  private final String role;

  /**
   * Prepares the question.
   *
   * @param machine what governs the case
   * @param entries its entries
   * @param role the role of who was involved and records, a code of {@code imr-party}
   */
  public Impartiality(StateMachine machine, List<CaseEvent> entries, String role) {
    this.impartial = machine.impartial();
    this.entries = entries;
    this.role = role;
  }

  /**
   * Finds what speaks against an event.
   *
   * @param event the event
   * @param facts the names of the facts that it changes
   * @return a sentence for each reason; none if the case does not ask who records this
   */
  public List<String> objections(CaseEvent event, Collection<String> facts) {
    if (!impartial.who().contains(role)) {
      return List.of();
    }
    List<String> objections = new ArrayList<>();
    if (impartial.events().contains(meant(event))) {
      objections.add("The event " + event.code() + sentence());
    }
    for (String each : new TreeSet<>(facts)) {
      if (impartial.facts().contains(each)) {
        objections.add("The fact " + each + sentence());
      }
    }
    return objections;
  }

  /** Who strikes a decision, or brings it back, decides as well. */
  private String meant(CaseEvent event) {
    CaseEvent meant = event;
    Set<String> seen = new HashSet<>();
    while (meant.code().equals(Vocabulary.ENTERED_IN_ERROR) && seen.add(meant.refersTo())) {
      String struck = meant.refersTo();
      meant =
          entries.stream()
              .filter(each -> each.id() != null && each.id().equals(struck))
              .findFirst()
              .orElse(meant);
    }
    return meant.code();
  }

  private String sentence() {
    return " decides about the care, and is not recorded by who was personally involved in it. See "
        + impartial.citation()
        + ".";
  }
}
