package org.openimr.core.calendar;

/**
 * How long: an amount in the unit in which the law counts.
 *
 * @param amount how many, never negative
 * @param unit the unit
 */
public record TimeLimit(int amount, Unit unit) {

  /** The unit in which a limit is counted. */
  public enum Unit {
    /** Minutes that elapse, whatever the calendar says. */
    MINUTES("min"),
    /** Hours that elapse, whatever the calendar says. */
    HOURS("h"),
    /** Calendar days; the last one ends at 23:59:59 local time. */
    DAYS("d"),
    /** Days that are neither weekend nor holiday. */
    BUSINESS_DAYS("bd"),
    /** Calendar months: the same day number, or the last day of a shorter month. */
    MONTHS("mo");

    private final String code;

    Unit(String code) {
      this.code = code;
    }

    /**
     * Returns the code of the unit.
     *
     * @return UCUM's code, or {@code bd} of the CodeSystem {@code imr-time-unit}
     */
    public String code() {
      return code;
    }

    /**
     * Says whether the limit elapses on the instant line.
     *
     * @return true for minutes and hours
     */
    public boolean elapses() {
      return this == MINUTES || this == HOURS;
    }
  }

  /** Refuses a negative amount. */
  public TimeLimit {
    if (amount < 0) {
      throw new IllegalArgumentException("a limit is not negative: " + amount);
    }
  }

  /**
   * Returns this many times the limit.
   *
   * @param factor how many times
   * @return the longer limit
   */
  public TimeLimit times(int factor) {
    return new TimeLimit(amount * factor, unit);
  }

  @Override
  public String toString() {
    return amount + " " + unit.code();
  }
}
