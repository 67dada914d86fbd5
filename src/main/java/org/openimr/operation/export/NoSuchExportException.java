package org.openimr.operation.export;

/** There is no export of that id for this client: it was cancelled, has expired or never was. */
public final class NoSuchExportException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says so. */
  public NoSuchExportException() {
    super("There is no such export of this client; it was cancelled, has expired or never was.");
  }
}
