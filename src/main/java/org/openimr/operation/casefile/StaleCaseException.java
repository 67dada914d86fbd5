package org.openimr.operation.casefile;

/** The case has changed since the version on which a change of it was based. */
public final class StaleCaseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  public StaleCaseException() {
    super("The case has changed meanwhile; read it again.");
  }
}
