package org.openimr.operation.packet;

/** A content that a document holds is lost: it is not where it was stored, or was altered. */
public final class UnavailableContentException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes it.
   *
   * @param about the document, by reference
   */
  public UnavailableContentException(String about) {
    super("The content of " + about + " is not where it was stored, or is not what was stored.");
  }
}
