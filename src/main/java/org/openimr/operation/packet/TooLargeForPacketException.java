package org.openimr.operation.packet;

/** A content is too large to be put into a packet. */
public final class TooLargeForPacketException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes it.
   *
   * @param about what holds the content, by reference
   */
  public TooLargeForPacketException(String about) {
    super(
        "The content of "
            + about
            + " is too large to be put into a packet; ask for one that leaves contents out, with"
            + " inline=false.");
  }
}
