package org.openimr.core.casefile;

import java.util.Set;

/**
 * One line of the disputed request or claim, and what the plan decided about it.
 *
 * @param sequence its number in the claim
 * @param service what was asked for, {@code system|code}; null if it is not coded
 * @param disputed whether it is in dispute
 * @param decision a code of {@code imr-decision}; null if it is not known
 * @param basis codes of {@code imr-decision-basis}; empty if none is known
 */
public record ServiceLine(
    int sequence, String service, boolean disputed, String decision, Set<String> basis) {

  /** Keeps its own copy. */
  public ServiceLine {
    basis = Set.copyOf(basis);
  }
}
