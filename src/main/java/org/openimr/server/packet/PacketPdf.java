package org.openimr.server.packet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.multipdf.PDFMergerUtility;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDDocumentOutline;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.packet.PacketRecord;
import org.openimr.fhir.packet.PacketRecords;

/**
 * A packet as one PDF: its face and annotated list first, then every document, each under a
 * bookmark, all pages numbered through (Bates).
 */
public final class PacketPdf {

  private final PDDocument document = new PDDocument();
  private final PDDocumentOutline outline = new PDDocumentOutline();
  private final Map<String, Resource> held = new HashMap<>();
  private final List<String> ranges = new ArrayList<>();
  private final Bundle packet;

  private PacketPdf(Bundle packet) {
    this.packet = packet;
    for (BundleEntryComponent entry : packet.getEntry()) {
      Resource resource = entry.getResource();
      held.put(resource.fhirType() + "/" + resource.getIdElement().getIdPart(), resource);
    }
  }

  /**
   * A PDF, and where in it is what.
   *
   * @param bytes the PDF
   * @param ranges per document a line of its number, first and last page and SHA-256, parted by
   *     commas
   */
  public record Printed(byte[] bytes, List<String> ranges) {}

  /**
   * Prints a packet.
   *
   * @param packet an issued packet or a draft
   * @return the PDF
   * @throws IOException if it cannot be made
   */
  public static Printed print(Bundle packet) throws IOException {
    return new PacketPdf(packet).printed();
  }

  private Printed printed() throws IOException {
    String number = packet.getIdentifier().getValue();
    Instant issued = packet.getTimestamp().toInstant();
    PacketPages pages = new PacketPages(issued);
    try (document) {
      document.getDocumentCatalog().setDocumentOutline(outline);
      add("Annotated list", pages.list((Composition) packet.getEntryFirstRep().getResource()));
      for (PacketRecord record : PacketRecords.of(packet).all()) {
        int first = document.getNumberOfPages() + 1;
        add(record.number() + "  " + record.title(), content(pages, record));
        ranges.add(
            String.join(
                ",",
                String.valueOf(record.number()),
                BatesNumbers.of(number, first),
                BatesNumbers.of(number, document.getNumberOfPages()),
                record.sha256()));
      }
      BatesNumbers.stamp(document, number);
      document.getDocumentInformation().setTitle("Packet " + number);
      document.getDocumentInformation().setProducer("OpenIMR");
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out);
      return new Printed(out.toByteArray(), ranges);
    }
  }

  private void add(String title, byte[] pdf) throws IOException {
    int first = document.getNumberOfPages();
    try (PDDocument part = org.apache.pdfbox.Loader.loadPDF(pdf)) {
      part.getDocumentCatalog().setDocumentOutline(null);
      new PDFMergerUtility().appendDocument(document, part);
    }
    PDOutlineItem item = new PDOutlineItem();
    item.setTitle(title);
    item.setDestination(document.getPage(first));
    outline.addLast(item);
  }

  private byte[] content(PacketPages pages, PacketRecord record) throws IOException {
    DocumentReference reference = (DocumentReference) held.get(record.reference());
    Attachment attachment =
        reference.getContent().stream()
            .map(each -> each.getAttachment())
            .filter(each -> sha256(each).equals(record.sha256()))
            .findFirst()
            .orElseGet(() -> reference.getContentFirstRep().getAttachment());
    byte[] data = attachment.getData();
    String type = attachment.getContentType();
    if (data == null && held.get(attachment.getUrl()) instanceof Binary binary) {
      data = binary.getData();
      type = type == null ? binary.getContentType() : type;
    }
    return pages.document(record, type == null ? "" : type, data);
  }

  private static String sha256(Attachment attachment) {
    return attachment.getExtension().stream()
        .filter(each -> each.getUrl().endsWith("/imr-sha256"))
        .map(each -> String.valueOf(each.getValue().primitiveValue()))
        .findFirst()
        .orElse("");
  }
}
