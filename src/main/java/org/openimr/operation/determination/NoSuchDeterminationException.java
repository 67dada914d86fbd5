package org.openimr.operation.determination;

/** No determination of the case was recorded here, or none of that name. */
public final class NoSuchDeterminationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  public NoSuchDeterminationException() {
    super("No determination of this case was recorded, or none of this identifier.");
  }
}
