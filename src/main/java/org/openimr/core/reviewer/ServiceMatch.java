package org.openimr.core.reviewer;

import java.util.List;
import java.util.Set;

/**
 * Which specialties judge a group of services, or of conditions.
 *
 * @param name what the group is called
 * @param codes the codes of services and conditions that belong to it
 * @param specialties codes of the NUCC provider taxonomy that are fit to judge it
 * @param reason why these
 */
public record ServiceMatch(
    String name, List<CodeRange> codes, Set<String> specialties, String reason) {

  /** Keeps its own copies. */
  public ServiceMatch {
    codes = List.copyOf(codes);
    specialties = Set.copyOf(specialties);
    if (codes.isEmpty() || specialties.isEmpty()) {
      throw new IllegalArgumentException(name + " needs codes and specialties");
    }
  }

  /** Whether a code belongs to the group. */
  boolean about(DisputedCode code) {
    return codes.stream().anyMatch(range -> range.holds(code));
  }
}
