package org.openimr.core.policy;

/**
 * Kleene's three truth values: what is not known stays not known until something decides it.
 *
 * @see <a href="../../../../../../../docs/readings.md">R-17</a>
 */
public enum Truth {
  /** It holds. */
  TRUE,
  /** It does not hold. */
  FALSE,
  /** Nobody knows. */
  UNKNOWN;

  /**
   * Returns the truth value of a Boolean.
   *
   * @param value true or false
   * @return TRUE or FALSE
   */
  public static Truth of(boolean value) {
    return value ? TRUE : FALSE;
  }

  /**
   * Returns the opposite.
   *
   * @return FALSE of TRUE, TRUE of FALSE, UNKNOWN of UNKNOWN
   */
  public Truth not() {
    return switch (this) {
      case TRUE -> FALSE;
      case FALSE -> TRUE;
      default -> UNKNOWN;
    };
  }
}
