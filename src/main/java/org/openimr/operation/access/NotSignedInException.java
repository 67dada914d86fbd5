package org.openimr.operation.access;

/** What was asked for belongs to cases, and the request does not say who asks. */
public final class NotSignedInException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  public NotSignedInException() {
    super("This needs a bearer token, and the request carries none.");
  }
}
