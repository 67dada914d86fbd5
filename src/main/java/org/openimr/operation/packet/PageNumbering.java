package org.openimr.operation.packet;

import org.hl7.fhir.r4.model.Bundle;

/** Says on which pages of its one PDF each document of a packet is. */
@FunctionalInterface
public interface PageNumbering {

  /** Says nothing. */
  PageNumbering NONE = packet -> {};

  /**
   * Writes it into the manifest, before the packet is signed.
   *
   * @param packet a packet with manifest
   */
  void number(Bundle packet);
}
