package org.openimr.operation;

/** Another submission under the same identifier was stored first. */
public final class AlreadySubmittedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  public AlreadySubmittedException() {
    super("A submission with this identifier is stored already.");
  }
}
