package org.openimr.fhir.packet;

import java.util.HashSet;
import java.util.Set;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentReferenceContentComponent;
import org.openimr.fhir.casefile.CaseFile;

/**
 * Leaves the Binaries out of a packet: its documents say where their contents are fetched, how
 * large they are, and their SHA-256.
 */
public final class ContentsApart {

  /** System of the tag, with code {@code false}, of packets that leave contents out. */
  public static final String INLINE = "https://openimr.org/fhir/sid/packet-inline";

  private ContentsApart() {}

  /**
   * Leaves them out.
   *
   * @param packet a packet without manifest
   * @param base the address of the server
   */
  public static void leaveOut(Bundle packet, String base) {
    packet.getMeta().addTag(new Coding(INLINE, "false", null));
    Set<String> contents = new HashSet<>();
    for (BundleEntryComponent entry : packet.getEntry()) {
      if (entry.getResource() instanceof DocumentReference document) {
        for (DocumentReferenceContentComponent content : document.getContent()) {
          Attachment attachment = content.getAttachment();
          // whoever sees a stated hash can see whether it got the right content
          if (attachment.hasUrl() && !AnnotatedList.sha256(attachment).isEmpty()) {
            contents.add(attachment.getUrl());
          }
        }
      }
    }
    Set<String> left = new HashSet<>();
    packet
        .getEntry()
        .removeIf(
            entry ->
                entry.getResource() instanceof Binary binary
                    && contents.contains(CaseFile.reference(binary))
                    && left.add(CaseFile.reference(binary)));
    for (BundleEntryComponent entry : packet.getEntry()) {
      if (entry.getResource() instanceof DocumentReference document) {
        document.getContent().stream()
            .map(DocumentReferenceContentComponent::getAttachment)
            .filter(attachment -> left.contains(String.valueOf(attachment.getUrl())))
            .forEach(attachment -> attachment.setUrl(base + "/" + attachment.getUrl()));
      }
    }
  }

  /** Whether a packet leaves contents out. */
  public static boolean of(Bundle packet) {
    return packet.getMeta().getTag(INLINE, "false") != null;
  }
}
