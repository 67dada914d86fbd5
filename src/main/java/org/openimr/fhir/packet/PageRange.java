package org.openimr.fhir.packet;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.SectionComponent;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/**
 * Where in the one PDF of a packet a document is, as the manifest says it.
 *
 * @param document the document, such as {@code DocumentReference/17}
 * @param first what stands on its first page, such as {@code 2026-000001-imro-1-000003}
 * @param last what stands on its last page
 * @param sha256 which content of the document, by its SHA-256; empty if it has none
 */
public record PageRange(String document, String first, String last, String sha256) {

  private static final String PAGES =
      "https://openimr.org/fhir/StructureDefinition/imr-packet-pages";
  private static final String SECTION = "https://openimr.org/fhir/CodeSystem/imr-packet-section";

  /**
   * Writes ranges into the manifest of a packet.
   *
   * @param packet the packet
   * @param ranges where its documents are
   */
  public static void put(Bundle packet, List<PageRange> ranges) {
    for (Reference line : lines(packet)) {
      for (PageRange range : ranges) {
        if (range.document().equals(line.getReference())) {
          Extension pages = line.addExtension();
          pages.setUrl(PAGES);
          pages.addExtension("first", new StringType(range.first()));
          pages.addExtension("last", new StringType(range.last()));
          if (!range.sha256().isEmpty()) {
            pages.addExtension("content", new StringType(range.sha256()));
          }
        }
      }
    }
  }

  /**
   * Reads the ranges that the manifest of a packet states.
   *
   * @param packet the packet
   * @return in the order of the manifest; empty for packets from before they had them, and drafts
   */
  public static List<PageRange> of(Bundle packet) {
    List<PageRange> ranges = new ArrayList<>();
    for (Reference line : lines(packet)) {
      for (Extension pages : line.getExtensionsByUrl(PAGES)) {
        ranges.add(
            new PageRange(
                line.getReference(),
                text(pages, "first"),
                text(pages, "last"),
                text(pages, "content")));
      }
    }
    return ranges;
  }

  private static String text(Extension pages, String name) {
    Extension part = pages.getExtensionByUrl(name);
    return part == null || part.getValue() == null ? "" : part.getValue().primitiveValue() + "";
  }

  private static List<Reference> lines(Bundle packet) {
    List<Reference> lines = new ArrayList<>();
    if (packet.getEntryFirstRep().getResource() instanceof Composition composition) {
      for (SectionComponent section : composition.getSection()) {
        if (section.getCode().hasCoding(SECTION, "manifest")) {
          lines.addAll(section.getEntry());
        }
      }
    }
    return lines;
  }
}
