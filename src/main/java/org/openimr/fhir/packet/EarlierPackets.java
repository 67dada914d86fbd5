package org.openimr.fhir.packet;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
   * Returns what the recipient has, by document and content: a document that only got another
   * version is the same, one whose content was changed is another.
   *
   * @return the identities, as {@link #identity} makes them
   */
  public Set<String> identities() {
    Set<String> identities = new HashSet<>();
    for (Bundle packet : packets) {
      for (BundleEntryComponent entry : packet.getEntry()) {
        if (entry.getResource() instanceof DocumentReference document) {
          identities.add(identity(document));
        }
      }
    }
    return identities;
  }

  /**
   * Tells a document with what it holds from any other.
   *
   * @param document the document
   * @return its relative reference and the SHA-256 of its contents
   */
  static String identity(DocumentReference document) {
    return document.getContent().stream()
        .map(content -> AnnotatedList.sha256(content.getAttachment()))
        .collect(Collectors.joining(" ", CaseFile.reference(document) + " ", ""));
  }

  /**
   * Returns those of the packets that were issued until a time.
   *
   * @param time the time
   * @return the packets
   */
  public EarlierPackets until(Instant time) {
    return new EarlierPackets(
        packets.stream().filter(each -> !each.getTimestamp().toInstant().isAfter(time)).toList());
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
