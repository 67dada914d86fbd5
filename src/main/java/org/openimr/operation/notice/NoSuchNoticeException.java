package org.openimr.operation.notice;

/** There is no such notice of this server, or the caller does not see it. */
public final class NoSuchNoticeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  public NoSuchNoticeException() {
    super("There is no such notice.");
  }
}
