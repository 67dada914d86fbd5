package org.openimr.fhir.packet.seal;

/**
 * Which packet somebody believes to have.
 *
 * @param number the packet number; null for any
 * @param recipient a code of {@code imr-packet-recipient}; null for any
 */
public record ExpectedPacket(String number, String recipient) {

  /** Any packet. */
  public static final ExpectedPacket ANY = new ExpectedPacket(null, null);
}
