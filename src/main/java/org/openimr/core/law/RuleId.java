package org.openimr.core.law;

/**
 * The stable name of one rule, for example {@code V20}.
 *
 * <p>The value is a code of the CodeSystem {@code imr-rule}; it never changes its meaning, so that
 * a policy, a finding, a letter and a test can all point at the same rule.
 *
 * @param value the code, never blank
 */
public record RuleId(String value) {

  /** Refuses a blank name. */
  public RuleId {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("a rule needs a name");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
