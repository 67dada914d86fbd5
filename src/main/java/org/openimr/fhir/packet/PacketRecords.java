package org.openimr.fhir.packet;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.SectionComponent;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentReferenceContentComponent;
import org.hl7.fhir.r4.model.Reference;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.sensitivity.SecurityLabels;

/**
 * The documents of an issued packet, in the order in which its sections name them.
 *
 * @param all every content of every document
 */
public record PacketRecords(List<PacketRecord> all) {

  private static final String PRIVILEGE = "https://openimr.org/fhir/CodeSystem/imr-privilege";
  private static final String NOTES = "psychotherapy-notes";

  /** Keeps its own copy. */
  public PacketRecords {
    all = List.copyOf(all);
  }

  /**
   * Reads the documents of a packet.
   *
   * @param packet an issued packet
   * @return its documents
   */
  public static PacketRecords of(Bundle packet) {
    Map<String, DocumentReference> documents = new TreeMap<>();
    for (BundleEntryComponent entry : packet.getEntry()) {
      if (entry.getResource() instanceof DocumentReference document) {
        documents.put(CaseFile.reference(document), document);
      }
    }
    Set<String> order = new LinkedHashSet<>();
    if (packet.getEntryFirstRep().getResource() instanceof Composition composition) {
      composition.getSection().forEach(section -> name(section, documents, order));
    }
    order.addAll(documents.keySet());
    String number = packet.getIdentifier().getValue();
    List<PacketRecord> all = new ArrayList<>();
    for (String reference : order) {
      DocumentReference document = documents.get(reference);
      for (DocumentReferenceContentComponent content : document.getContent()) {
        all.add(record(all.size() + 1, reference, document, content.getAttachment(), number));
      }
    }
    return new PacketRecords(all);
  }

  /**
   * Reads the documents of a packet and of what was added to it.
   *
   * @param packets the packets
   * @return their documents, each content of each document once, numbered through
   */
  public static PacketRecords of(List<Bundle> packets) {
    List<PacketRecord> all = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Bundle packet : packets) {
      for (PacketRecord each : of(packet).all()) {
        if (seen.add(each.reference() + " " + each.sha256())) {
          all.add(each.numbered(all.size() + 1));
        }
      }
    }
    return new PacketRecords(all);
  }

  /**
   * Adds documents that are in no packet yet.
   *
   * @param waiting the documents
   * @return these and those, numbered through
   */
  public PacketRecords with(List<DocumentReference> waiting) {
    List<PacketRecord> more = new ArrayList<>(all);
    Set<String> known = hashes();
    for (DocumentReference document : waiting) {
      for (DocumentReferenceContentComponent content : document.getContent()) {
        PacketRecord record =
            record(
                more.size() + 1,
                CaseFile.reference(document),
                document,
                content.getAttachment(),
                "");
        // the same content under another name is told once
        if (record.sha256().isEmpty() || known.add(record.sha256())) {
          more.add(record);
        }
      }
    }
    return new PacketRecords(more);
  }

  /**
   * Finds the packet that holds a document.
   *
   * @param sha256 the SHA-256 of a content
   * @return the number of the first that holds it, an empty one if it is in none yet; empty if it
   *     is not known
   */
  public Optional<String> packet(String sha256) {
    return all.stream()
        .filter(each -> each.sha256().equals(sha256))
        .map(PacketRecord::packet)
        .findFirst();
  }

  private static void name(
      SectionComponent section, Map<String, DocumentReference> documents, Set<String> order) {
    section.getEntry().stream()
        .map(Reference::getReference)
        .filter(documents::containsKey)
        .forEach(order::add);
  }

  private static PacketRecord record(
      int number,
      String reference,
      DocumentReference document,
      Attachment attachment,
      String packet) {
    return new PacketRecord(
        number,
        reference,
        AnnotatedList.sha256(attachment),
        AnnotatedList.date(document, attachment),
        AnnotatedList.title(document),
        AnnotatedList.kind(document),
        kept(document),
        packet);
  }

  /** Whether the document is privileged, or one that not all parties may see. */
  private static boolean kept(DocumentReference document) {
    return SecurityLabels.of(document).stream()
        .anyMatch(label -> PRIVILEGE.equals(label.getSystem()) || NOTES.equals(label.getCode()));
  }

  /**
   * Returns the hashes by which documents are named.
   *
   * @return the SHA-256 of every content that the packet holds
   */
  public Set<String> hashes() {
    Set<String> hashes = new TreeSet<>();
    all.stream().map(PacketRecord::sha256).filter(each -> !each.isEmpty()).forEach(hashes::add);
    return hashes;
  }
}
