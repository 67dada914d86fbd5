package org.openimr.operation.report;

/** There is no such measure here. */
public final class NoSuchMeasureException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says so. */
  public NoSuchMeasureException() {
    super("There is no such measure that can be evaluated here.");
  }
}
