package org.openimr.server.packet;

/** A packet says that its documents are on other pages than this version would print them on. */
public final class OtherPagesException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OtherPagesException() {
    super("The packet was issued by a version that printed its documents on other pages.");
  }
}
