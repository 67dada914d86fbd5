package org.openimr.core.deadline;

/**
 * How a duty or right stands at the time asked about; codes of {@code imr-duty-status}.
 *
 * @see <a href="../../../../../../../docs/readings.md">R-10, R-17</a>
 */
public enum DutyStatus {
  /** Its start event has not happened. */
  NOT_STARTED("not-started"),
  /** It is open. */
  RUNNING("running"),
  /** It was done in time. */
  MET("met"),
  /** It was done too late. */
  MET_LATE("met-late"),
  /** The time is over and it was not done. */
  OVERDUE("overdue"),
  /** The right was not used in time. */
  LAPSED("lapsed"),
  /** The case ended before it was done. */
  ENDED("ended"),
  /** Facts are missing that would decide whether it is owed. */
  UNDETERMINED("undetermined");

  private final String code;

  DutyStatus(String code) {
    this.code = code;
  }

  /**
   * Returns the code.
   *
   * @return the code of the CodeSystem {@code imr-duty-status}
   */
  public String code() {
    return code;
  }
}
