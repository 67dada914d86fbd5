package org.openimr.core.reviewer;

import java.util.Set;

/**
 * A kind of people or organizations with whom a reviewer may have nothing to do.
 *
 * @param code a code of {@code imr-conflict-class}; so is the question about it called
 * @param title who that is
 * @param parts which of those who have to do with a case are of that kind
 * @param citation where it stands
 */
public record ConflictClass(String code, String title, Set<String> parts, String citation) {

  /** Keeps its own copy. */
  public ConflictClass {
    parts = Set.copyOf(parts);
  }
}
