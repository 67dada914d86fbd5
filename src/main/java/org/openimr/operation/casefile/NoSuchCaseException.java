package org.openimr.operation.casefile;

/** There is no case of that id, or none that the caller is party to: the two look the same. */
public final class NoSuchCaseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  public NoSuchCaseException() {
    super("There is no case with the id asked for.");
  }
}
