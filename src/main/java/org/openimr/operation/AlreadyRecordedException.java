package org.openimr.operation;

/** Another event was recorded under the same id. */
public final class AlreadyRecordedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  public AlreadyRecordedException() {
    super(
        "Another event of this case has the same id; a correction is a new entry with its own id.");
  }
}
