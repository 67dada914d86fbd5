package org.openimr.core.eligibility;

/** What was found about one criterion; codes of {@code imr-finding-result}. */
public enum FindingResult {
  /** What must hold holds. */
  MET("met"),
  /** What must hold does not. */
  NOT_MET("not-met"),
  /** Facts are missing, or somebody may still decide. */
  UNKNOWN("unknown"),
  /** The criterion is not asked in this case. */
  NOT_APPLICABLE("not-applicable");

  private final String code;

  FindingResult(String code) {
    this.code = code;
  }

  /**
   * Returns the code.
   *
   * @return the code of the CodeSystem {@code imr-finding-result}
   */
  public String code() {
    return code;
  }
}
