package org.openimr.server.command.file;

/** A file cannot be read at all; the message says which and why. */
public final class UnusableFileException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says which file, and why. */
  public UnusableFileException(String message) {
    super(message);
  }
}
