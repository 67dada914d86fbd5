package org.openimr.server.security.table;

import java.util.List;
import java.util.Optional;

/**
 * What of a type a caller sees: what a search of it is narrowed to.
 *
 * @param none whether it sees nothing
 * @param organization the organization to whose resources it is narrowed; empty if to none
 * @param open whether it is narrowed to cases that are not closed
 * @param withheld the classes that it does not see
 */
public record Sight(
    boolean none, Optional<String> organization, boolean open, List<WithheldClass> withheld) {

  static final Sight NOTHING = new Sight(true, Optional.empty(), false, List.of());

  /** Whether it sees everything of the type. */
  public boolean whole() {
    return !none && organization.isEmpty() && !open && withheld.isEmpty();
  }
}
