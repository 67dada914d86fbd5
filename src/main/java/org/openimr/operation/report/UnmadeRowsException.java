package org.openimr.operation.report;

/** A report cannot be given yet: the rows of too many cases are still to be made. */
public final class UnmadeRowsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * For so many cases.
   *
   * @param cases how many have no row yet
   */
  public UnmadeRowsException(long cases) {
    super(
        "The rows of "
            + cases
            + " cases are still to be made, as after a change of their rules; they are being made,"
            + " ask again later.");
  }
}
