package org.openimr.core.reviewer;

import java.util.Set;

/**
 * Somebody who has to do with a case.
 *
 * @param part which part it has: a code of {@code imr-party}, {@code manufacturer}, {@code group},
 *     {@code relative} or {@code earlier-reviewer}
 * @param names everything by which it is known
 */
public record Involved(String part, Set<String> names) {

  /** Keeps its own copy. */
  public Involved {
    names = Set.copyOf(names);
  }

  /** Whether it is known by one of some names. */
  boolean known(Set<String> others) {
    return names.stream().anyMatch(others::contains);
  }
}
