package org.openimr.server.command;

/** A file cannot be read at all; the message says which and why. */
final class UnusableFileException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnusableFileException(String message) {
    super(message);
  }
}
