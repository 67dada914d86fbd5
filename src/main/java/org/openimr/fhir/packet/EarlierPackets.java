package org.openimr.fhir.packet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.DocumentReference;
import org.openimr.fhir.casefile.CaseFile;

/**
 * What a recipient has already, and what a packet of what came late adds to.
 *
 * @param packets the latest packet of everything and what was added to it, oldest first; empty if
 *     none was issued
 */
public record EarlierPackets(List<Bundle> packets) {

  /** Nothing was issued before. */
  public static final EarlierPackets NONE = new EarlierPackets(List.of());

  /** Keeps its own copy. */
  public EarlierPackets {
    packets = List.copyOf(packets);
  }

  /**
   * Returns the documents that the recipient has.
   *
   * @return the documents, by relative reference
   */
  public Map<String, DocumentReference> documents() {
    Map<String, DocumentReference> documents = new LinkedHashMap<>();
    for (Bundle packet : packets) {
      for (BundleEntryComponent entry : packet.getEntry()) {
        if (entry.getResource() instanceof DocumentReference document) {
          documents.put(CaseFile.reference(document), document);
        }
      }
    }
    return documents;
  }

  /**
   * Returns the numbers of the packets.
   *
   * @return the numbers, oldest first
   */
  public List<String> numbers() {
    return packets.stream().map(each -> each.getIdentifier().getValue()).toList();
  }
}
