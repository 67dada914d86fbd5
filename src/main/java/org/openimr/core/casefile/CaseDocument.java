package org.openimr.core.casefile;

import java.util.List;

/**
 * Something in the file of a case that can be shown to a reviewer, and what kind of thing it is.
 *
 * @param reference its name within the case, for example {@code DocumentReference/17}
 * @param resourceType the type of the resource, for example {@code DocumentReference}
 * @param types tokens {@code system|code} that say what kind it is
 * @param privileges codes of {@code imr-privilege} that it is marked with
 */
public record CaseDocument(
    String reference, String resourceType, List<String> types, List<String> privileges) {

  /** Keeps its own copies. */
  public CaseDocument {
    types = List.copyOf(types);
    privileges = List.copyOf(privileges);
  }

  /**
   * Says whether it is privileged.
   *
   * @return true if only the reviewer and the department may see it
   */
  public boolean privileged() {
    return !privileges.isEmpty();
  }
}
