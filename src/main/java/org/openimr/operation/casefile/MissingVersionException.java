package org.openimr.operation.casefile;

/** A change is asked for without saying which version of the case it is based on. */
public final class MissingVersionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  public MissingVersionException() {
    super(
        "This needs an If-Match header with the version of the case that was read, as in W/\"3\".");
  }
}
