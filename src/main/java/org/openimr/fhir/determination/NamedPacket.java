package org.openimr.fhir.determination;

import java.util.List;
import java.util.Objects;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Identifier;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.packet.IssuedPackets;
import org.openimr.fhir.packet.PacketBundleWriter;
import org.openimr.fhir.packet.PacketRecords;

/**
 * The packet from which a determination says that it was made: it must be the latest that the
 * review organization got.
 */
final class NamedPacket {

  private static final String RECIPIENT = "imro";
  private static final String PLACE = "Parameters.parameter.where(name='packet')";

  private final Identifier named;
  private final List<Bundle> packets;

  private NamedPacket(Identifier named, List<Bundle> packets) {
    this.named = named;
    this.packets = packets;
  }

  /**
   * Finds what the review organization got to read.
   *
   * @param named the identifier that is given
   * @param packets every packet that was issued of the case
   * @param waiting documents that have arrived and are in no packet yet
   * @param problems gets what speaks against the packet
   * @return the documents of the packet and of what was added to it; null if it has a problem
   */
  static PacketRecords records(
      Identifier named,
      List<Bundle> packets,
      List<DocumentReference> waiting,
      List<Problem> problems) {
    NamedPacket packet = new NamedPacket(named, packets);
    Problem problem = packet.problem();
    if (problem != null) {
      problems.add(problem);
      return null;
    }
    return PacketRecords.of(packet.issued().current().packets()).with(waiting);
  }

  private IssuedPackets issued() {
    return IssuedPackets.among(packets, RECIPIENT);
  }

  private Problem problem() {
    Bundle found = packets.stream().filter(this::isNamed).findFirst().orElse(null);
    if (found == null) {
      return new Problem("not-found", PLACE, unknown());
    }
    String recipient = recipient(found);
    if (!RECIPIENT.equals(recipient)) {
      return refused(
          "The packet was made for the recipient "
              + recipient
              + "; a determination is made from one for the recipient imro.");
    }
    String last = issued().last().orElse(found).getIdentifier().getValue();
    if (last.equals(found.getIdentifier().getValue())) {
      return null;
    }
    return issued().whole().contains(found)
        ? refused(
            "The packet was replaced by " + last + "; a determination is made from the latest one.")
        : refused(
            "The packet is one of what came late, and adds to "
                + last
                + "; a determination names that one, and tells the documents of both.");
  }

  private boolean isNamed(Bundle packet) {
    Identifier identifier = packet.getIdentifier();
    return Objects.equals(named.getValue(), identifier.getValue())
        && (named.getSystem() == null || named.getSystem().equals(identifier.getSystem()));
  }

  private static Problem refused(String text) {
    return new Problem("business-rule", PLACE, text);
  }

  private String unknown() {
    if (named.getSystem() != null && !named.getSystem().equals(PacketBundleWriter.NUMBER)) {
      return "The packet is named by another system than " + PacketBundleWriter.NUMBER + ".";
    }
    if (named.getValue().endsWith("-draft")) {
      return "The packet is a draft; a determination is made from one that was issued.";
    }
    return issued()
        .last()
        .map(
            last ->
                "No packet of that number was issued of this case; the latest for the recipient"
                    + " imro is "
                    + last.getIdentifier().getValue()
                    + ".")
        .orElse(
            "No packet of this case was issued for the recipient imro; a determination is made from"
                + " one.");
  }

  private static String recipient(Bundle packet) {
    return packet.getMeta().getTag().stream()
        .filter(tag -> PacketBundleWriter.RECIPIENT.equals(tag.getSystem()))
        .map(Coding::getCode)
        .findFirst()
        .orElse("");
  }
}
