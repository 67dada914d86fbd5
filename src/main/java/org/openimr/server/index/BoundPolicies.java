package org.openimr.server.index;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * The cases that are meant, by the policies that they are bound to.
 *
 * @param canonicals the policies, {@code url|version}; empty for all
 */
record BoundPolicies(List<String> canonicals) {

  /** All cases. */
  static final BoundPolicies ALL = new BoundPolicies(List.of());

  /**
   * Those under some policies.
   *
   * @param names codes such as {@code dmhc-imr-vchcp}, with or without {@code |version}; empty for
   *     all
   * @param bound the policies that cases are bound to
   * @throws IllegalArgumentException naming a policy that no case is bound to
   */
  static BoundPolicies of(Collection<String> names, Collection<String> bound) {
    for (String name : names) {
      if (bound.stream().noneMatch(canonical -> means(name, canonical))) {
        throw new IllegalArgumentException("No case is bound to the policy " + name + ".");
      }
    }
    return new BoundPolicies(
        bound.stream()
            .filter(canonical -> names.stream().anyMatch(name -> means(name, canonical)))
            .sorted()
            .toList());
  }

  private static boolean means(String name, String canonical) {
    String tail = canonical.substring(canonical.lastIndexOf('/') + 1);
    return name.equals(canonical) || name.equals(tail) || tail.startsWith(name + "|");
  }

  /** What is added to a query. */
  String condition() {
    return canonicals.isEmpty()
        ? ""
        : " and policy in (" + String.join(", ", Collections.nCopies(canonicals.size(), "?")) + ")";
  }

  /** The parameters of a query for the cases after one. */
  Object[] after(String id) {
    return Stream.concat(Stream.of(id), canonicals.stream()).toArray();
  }
}
