package org.openimr.operation;

import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.content.ContentElement;
import org.openimr.fhir.content.ContentElements;

/** Sees that a packet holds what its documents hold, so that none goes out without its content. */
final class WholeContents {

  private WholeContents() {}

  /**
   * Looks at all entries of a packet.
   *
   * @return the packet
   * @throws UnavailableContentException if a content is lost
   * @throws TooLargeForPacketException if one is too large
   */
  static Bundle require(Bundle packet) {
    for (BundleEntryComponent entry : packet.getEntry()) {
      for (ContentElement element : ContentElements.of(entry.getResource())) {
        if (element.lost()) {
          throw new UnavailableContentException(CaseFile.reference(entry.getResource()));
        }
        if (element.text() != null) {
          throw new TooLargeForPacketException(CaseFile.reference(entry.getResource()));
        }
      }
    }
    return packet;
  }
}
