package org.openimr.server.packet;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.hl7.fhir.r4.model.Bundle;
import org.openimr.fhir.content.KeptContents;
import org.openimr.fhir.packet.PageRange;
import org.openimr.operation.packet.PageNumbering;

/** Writes into the manifest of a packet which numbers the pages of each document bear. */
public final class BatesNumbering implements PageNumbering {

  private final KeptContents contents;

  /**
   * Makes it.
   *
   * @param contents where contents are that packets name; one is in memory at a time
   */
  public BatesNumbering(KeptContents contents) {
    this.contents = contents;
  }

  @Override
  public void number(Bundle packet) {
    try {
      PageRange.put(packet, PacketPdf.ranges(packet, contents));
    } catch (IOException unprintable) {
      // pages that were made here are read again
      throw new UncheckedIOException(unprintable);
    }
  }
}
