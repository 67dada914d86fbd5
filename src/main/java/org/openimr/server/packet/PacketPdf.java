package org.openimr.server.packet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.pdfbox.Loader;
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
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.content.ContentElement;
import org.openimr.fhir.content.KeptContents;
import org.openimr.fhir.content.StoredContent;
import org.openimr.fhir.packet.PacketRecord;
import org.openimr.fhir.packet.PacketRecords;
import org.openimr.fhir.packet.PageRange;

/**
 * A packet as one PDF: its face and annotated list first, then every document, each under a
 * bookmark, all pages numbered through (Bates).
 */
public final class PacketPdf {

  private final PDDocument document = new PDDocument();
  private final PDDocumentOutline outline = new PDDocumentOutline();
  private final Map<String, Resource> held = new HashMap<>();
  private final List<PageRange> ranges = new ArrayList<>();
  private final Bundle packet;
  private final KeptContents contents;
  private int pages;

  private PacketPdf(Bundle packet, KeptContents contents) {
    this.packet = packet;
    this.contents = contents;
    for (BundleEntryComponent entry : packet.getEntry()) {
      Resource resource = entry.getResource();
      held.put(CaseFile.reference(resource), resource);
    }
  }

  /**
   * Prints a packet.
   *
   * @param packet an issued packet or a draft
   * @param contents where contents are that it names
   * @param out what takes the PDF; nothing is written if it cannot be made
   * @return where in it is what
   * @throws OtherPagesException if documents would be on other pages than the packet says
   * @throws IOException if it cannot be made
   */
  public static List<PageRange> print(Bundle packet, KeptContents contents, OutputStream out)
      throws IOException {
    return new PacketPdf(packet, contents).printed(out);
  }

  /**
   * Says where in the PDF each document will be, holding one document at a time.
   *
   * @param packet a packet whose sections are written
   * @param contents where contents are that it names
   * @return where
   * @throws IOException if it cannot be made
   */
  static List<PageRange> ranges(Bundle packet, KeptContents contents) throws IOException {
    PacketPdf pdf = new PacketPdf(packet, contents);
    try (pdf.document) {
      PacketPages made = pdf.made();
      for (PacketRecord record : PacketRecords.of(packet).all()) {
        Content content = pdf.content(record);
        pdf.stand(record, made.count(record, content.type(), content.data()));
      }
      return pdf.ranges;
    }
  }

  private PacketPages made() {
    return new PacketPages(packet.getTimestamp().toInstant());
  }

  private Composition list() {
    return (Composition) packet.getEntryFirstRep().getResource();
  }

  /** The next pages are those of a document. */
  private void stand(PacketRecord record, int count) {
    String number = packet.getIdentifier().getValue();
    ranges.add(
        new PageRange(
            record.reference(),
            BatesNumbers.of(number, pages + 1),
            BatesNumbers.of(number, pages + count),
            record.sha256()));
    pages += count;
  }

  private List<PageRange> printed(OutputStream out) throws IOException {
    String number = packet.getIdentifier().getValue();
    try (document) {
      document.getDocumentCatalog().setDocumentOutline(outline);
      PacketPages made = made();
      add("Annotated list", made.list(list()));
      int front = document.getNumberOfPages();
      for (PacketRecord record : PacketRecords.of(packet).all()) {
        Content content = content(record);
        add(
            record.number() + "  " + record.title(),
            made.document(record, content.type(), content.data()));
        stand(record, document.getNumberOfPages() - front - pages);
      }
      List<PageRange> stated = PageRange.of(packet);
      if (!stated.isEmpty() && !Set.copyOf(stated).equals(Set.copyOf(ranges))) {
        throw new OtherPagesException();
      }
      BatesNumbers.stamp(document, number, front);
      document.getDocumentInformation().setTitle("Packet " + number);
      document.getDocumentInformation().setProducer("OpenIMR");
      // else the time of the clock would stand in the identifier
      document.setDocumentId(
          UUID.nameUUIDFromBytes(number.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits());
      document.save(out);
      return ranges;
    }
  }

  private void add(String title, byte[] pdf) throws IOException {
    int first = document.getNumberOfPages();
    try (PDDocument part = Loader.loadPDF(pdf)) {
      part.getDocumentCatalog().setDocumentOutline(null);
      new PDFMergerUtility().appendDocument(document, part);
    }
    PDOutlineItem item = new PDOutlineItem();
    item.setTitle(title);
    item.setDestination(document.getPage(first));
    outline.addLast(item);
  }

  /** What a document holds; no data if the packet does not hold it. */
  private record Content(String type, byte[] data) {}

  private Content content(PacketRecord record) {
    DocumentReference reference = (DocumentReference) held.get(record.reference());
    Attachment attachment =
        reference.getContent().stream()
            .map(each -> each.getAttachment())
            .filter(each -> sha256(each).equals(record.sha256()))
            .findFirst()
            .orElseGet(() -> reference.getContentFirstRep().getAttachment());
    byte[] data = data(reference, ContentElement.of(attachment));
    String type = attachment.getContentType();
    if (data == null && held.get(attachment.getUrl()) instanceof Binary binary) {
      data = data(binary, ContentElement.of(binary));
      type = type == null ? binary.getContentType() : type;
    }
    return new Content(type == null ? "" : type, data);
  }

  private byte[] data(Resource resource, Optional<ContentElement> element) {
    StoredContent named = element.flatMap(ContentElement::content).orElse(null);
    if (named == null) {
      return element.map(ContentElement::bytes).orElse(null);
    }
    ByteArrayOutputStream read = new ByteArrayOutputStream((int) named.bytes());
    contents.read(CaseFile.reference(resource), named, read::write);
    return read.toByteArray();
  }

  private static String sha256(Attachment attachment) {
    return attachment.getExtension().stream()
        .filter(each -> each.getUrl().endsWith("/imr-sha256"))
        .map(each -> String.valueOf(each.getValue().primitiveValue()))
        .findFirst()
        .orElse("");
  }
}
