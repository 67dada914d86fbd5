package org.openimr.core.reviewer;

import java.util.List;
import java.util.Set;

/**
 * What a case is about, as far as it decides who can judge it.
 *
 * @param codes the disputed services and the conditions that they are for
 * @param requesterSpecialties the specialties of who asked for the service, of the NUCC taxonomy
 */
public record Dispute(List<DisputedCode> codes, Set<String> requesterSpecialties) {

  /** Keeps its own copies. */
  public Dispute {
    codes = List.copyOf(codes);
    requesterSpecialties = Set.copyOf(requesterSpecialties);
  }
}
