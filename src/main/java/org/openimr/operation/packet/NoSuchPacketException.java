package org.openimr.operation.packet;

/** No packet was issued to the recipient yet, and no draft was asked for. */
public final class NoSuchPacketException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  public NoSuchPacketException() {
    super("No packet of this case was issued to this recipient; ask for a draft, or issue one.");
  }
}
