package org.openimr.fhir.packet;

import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;

/** What the recipient of a packet may not be shown, and under which name it is withheld. */
@FunctionalInterface
public interface PacketView {

  /**
   * Says whether a resource is withheld.
   *
   * @param recipient a code of {@code imr-packet-recipient}
   * @param resource a resource of the case, with its labels
   * @return the classes for which it is withheld; empty if the recipient is shown it
   */
  List<String> withheld(String recipient, Resource resource);

  /**
   * Says whether a packet holds psychotherapy notes.
   *
   * @param packet the packet
   * @return whether it does
   */
  static boolean holdsNotes(Bundle packet) {
    return packet.getEntry().stream()
        .map(Bundle.BundleEntryComponent::getResource)
        .anyMatch(NotesAuthorization::isNotes);
  }
}
