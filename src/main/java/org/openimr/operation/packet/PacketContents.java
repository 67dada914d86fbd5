package org.openimr.operation.packet;

import org.hl7.fhir.r4.model.Bundle;

/**
 * Contents that packets name, and that are kept apart. They are read only where something is
 * hashed, numbered or goes out.
 */
@FunctionalInterface
public interface PacketContents {

  /**
   * Sees that all contents that a packet names are where they were stored, and can be in it.
   *
   * @param packet the packet
   * @return the packet
   * @throws UnavailableContentException if a content is lost
   * @throws TooLargeForPacketException if one is too large for a packet
   */
  Bundle require(Bundle packet);
}
