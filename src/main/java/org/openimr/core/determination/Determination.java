package org.openimr.core.determination;

import java.util.List;

/**
 * What a review organization determined about a case.
 *
 * @param packet the number of the packet that it was made from
 * @param findings what was determined of each disputed line, at least one
 * @param qualifications what qualifies the reviewers, without their identity
 * @param records what was read
 */
public record Determination(
    String packet, List<LineFinding> findings, List<String> qualifications, RecordsRead records) {

  /** Keeps its own copies. */
  public Determination {
    findings = List.copyOf(findings);
    qualifications = List.copyOf(qualifications);
  }

  /**
   * Returns the outcome of the whole.
   *
   * @return that of all lines together
   */
  public Outcome outcome() {
    return Outcome.together(findings.stream().map(LineFinding::outcome).toList());
  }
}
