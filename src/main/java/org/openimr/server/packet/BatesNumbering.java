package org.openimr.server.packet;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.hl7.fhir.r4.model.Bundle;
import org.openimr.fhir.packet.PageRange;
import org.openimr.operation.PageNumbering;

/** Writes into the manifest of a packet which numbers the pages of each document bear. */
public final class BatesNumbering implements PageNumbering {

  @Override
  public void number(Bundle packet) {
    try {
      PageRange.put(packet, PacketPdf.ranges(packet));
    } catch (IOException unprintable) {
      // pages that were made here are read again
      throw new UncheckedIOException(unprintable);
    }
  }
}
