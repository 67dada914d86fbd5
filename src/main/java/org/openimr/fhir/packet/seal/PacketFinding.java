package org.openimr.fhir.packet.seal;

/**
 * One thing that was found about a packet.
 *
 * @param code what, a code of {@code imr-packet-finding}
 * @param entry the entry that it is about, as a relative reference; null if it is about the packet
 * @param wrong whether the packet cannot be trusted for it; else it is a remark
 * @param text a sentence for people, without anything about a patient
 */
public record PacketFinding(String code, String entry, boolean wrong, String text) {

  static PacketFinding wrong(String code, String entry, String text) {
    return new PacketFinding(code, entry, true, text);
  }

  static PacketFinding remark(String code, String text) {
    return new PacketFinding(code, null, false, text);
  }
}
