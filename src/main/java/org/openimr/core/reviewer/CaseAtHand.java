package org.openimr.core.reviewer;

import java.util.List;
import java.util.Set;
import org.openimr.core.casefile.Facts;

/**
 * A case to which reviewers are assigned.
 *
 * @param names its reference and its numbers
 * @param facts its facts
 * @param effect whether the review binds or advises, a code of {@code imr-effect}
 * @param dispute what it is about
 * @param involved who has to do with it
 */
public record CaseAtHand(
    Set<String> names, Facts facts, String effect, Dispute dispute, List<Involved> involved) {

  /** Keeps its own copies. */
  public CaseAtHand {
    names = Set.copyOf(names);
    involved = List.copyOf(involved);
  }
}
