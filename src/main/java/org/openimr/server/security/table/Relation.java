package org.openimr.server.security.table;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How the organization of a caller stands to a resource, as the marks on the resource say. */
public enum Relation {
  /** It is party to the case, or stored the resource itself. */
  PARTY,
  /** It is party to the case, and the case is closed. */
  CLOSED,
  /** It was party to the case, and is not any more. */
  FORMER,
  /** None of these. */
  OTHER;

  /** All of them. */
  static final Set<Relation> ANY = EnumSet.allOf(Relation.class);

  /** Its name in the table. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Relation> ofCode(String code) {
    return Arrays.stream(values()).filter(relation -> relation.code().equals(code)).findFirst();
  }

  /**
   * The relation of an organization to a resource.
   *
   * @param marks the marks on the resource
   * @param organization id of the organization; empty for a caller without token
   */
  static Relation of(Marks marks, String organization) {
    if (marks.parties().contains(organization)) {
      return marks.closed() ? CLOSED : PARTY;
    }
    return marks.former().contains(organization) ? FORMER : OTHER;
  }
}
