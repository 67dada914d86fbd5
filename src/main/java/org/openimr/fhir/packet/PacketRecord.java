package org.openimr.fhir.packet;

/**
 * One content of one document of a packet.
 *
 * @param number its number within the packet, from 1
 * @param reference the document, for example {@code DocumentReference/17}
 * @param sha256 the SHA-256 of the content, 64 hexadecimal digits; empty if the packet holds no
 *     content of the document
 * @param date when it was written, as FHIR has it; empty if that is not known
 * @param title what it is called
 * @param kind what kind of document it is
 * @param kept whether it is kept from some of the parties to the case
 * @param packet the number of the packet that holds it; empty if none does yet
 */
public record PacketRecord(
    int number,
    String reference,
    String sha256,
    String date,
    String title,
    String kind,
    boolean kept,
    String packet) {

  PacketRecord numbered(int place) {
    return new PacketRecord(place, reference, sha256, date, title, kind, kept, packet);
  }
}
