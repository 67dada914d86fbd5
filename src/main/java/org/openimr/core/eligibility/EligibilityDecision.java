package org.openimr.core.eligibility;

import java.util.List;
import java.util.Set;

/**
 * Whether a case is eligible, with a finding per criterion.
 *
 * @param outcome the outcome
 * @param findings every criterion, in the order of the policy
 * @param missing the facts that would decide an undetermined case; else empty
 * @param routes where to go instead, codes of {@code imr-route}
 */
public record EligibilityDecision(
    Outcome outcome, List<Finding> findings, Set<String> missing, List<String> routes) {

  /** The outcome; codes of {@code imr-eligibility-outcome}. */
  public enum Outcome {
    /** Every criterion is met or not asked. */
    ELIGIBLE("eligible"),
    /** Some criterion is not met. */
    INELIGIBLE("ineligible"),
    /** Nothing speaks against it, but something is not known or still open. */
    UNDETERMINED("undetermined");

    private final String code;

    Outcome(String code) {
      this.code = code;
    }

    /**
     * Returns the code.
     *
     * @return the code of the CodeSystem {@code imr-eligibility-outcome}
     */
    public String code() {
      return code;
    }
  }
}
