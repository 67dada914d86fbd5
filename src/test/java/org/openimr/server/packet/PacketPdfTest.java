package org.openimr.server.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.apache.pdfbox.text.PDFTextStripper;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.Xhtml;
import org.openimr.fhir.json.CanonicalJson;

/** One PDF of a packet: the list first, every document, numbers on every page. */
class PacketPdfTest {

  private final Bundle packet = new Bundle();
  private final Composition list = new Composition();

  PacketPdfTest() throws IOException {
    packet.getIdentifier().setValue("2026-000001-imro-1");
    packet.setTimestamp(new Date(0));
    list.setText(new Xhtml().heading("Packet for imro").paragraph("Needed by: soon.").written());
    list.addSection().setTitle("The letter").setText(new Xhtml().paragraph("One.").written());
    list.addSection().setTitle("Annotated list").setText(new Xhtml().paragraph("All.").written());
    add(list, "list");
    document("letter", "text/plain", "Dear member,\nno.".getBytes(StandardCharsets.UTF_8));
    document("scan", "application/pdf", pdf(2));
    document("photo", "image/png", png());
    document("film", "video/mp4", new byte[] {1, 2, 3});
    document("broken", "application/pdf", "%PDF-1.4 no".getBytes(StandardCharsets.UTF_8));
  }

  private void add(Resource resource, String id) {
    resource.setId(id);
    packet.addEntry().setResource(resource);
  }

  private void document(String id, String type, byte[] content) {
    DocumentReference document = new DocumentReference();
    document.setDescription("The " + id);
    document
        .addContent()
        .getAttachment()
        .setUrl("Binary/" + id)
        .setContentType(type)
        .addExtension(
            "https://openimr.org/fhir/StructureDefinition/imr-sha256",
            new StringType(CanonicalJson.sha256(content)));
    list.getSectionFirstRep().addEntry(new Reference("DocumentReference/" + id));
    add(document, id);
    add(new Binary().setContentType(type).setData(content), id);
  }

  private static byte[] pdf(int pages) throws IOException {
    try (PDDocument document = new PDDocument();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      for (int i = 0; i < pages; i++) {
        document.addPage(new PDPage());
      }
      document.save(out);
      return out.toByteArray();
    }
  }

  private static byte[] png() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(60, 30, BufferedImage.TYPE_INT_RGB), "png", out);
    return out.toByteArray();
  }

  @Test
  void everyDocumentIsThereUnderItsBookmarkAndNumbers() throws IOException {
    PacketPdf.Printed printed = PacketPdf.print(packet);
    Files.write(Path.of("target/packet.pdf"), printed.bytes());

    try (PDDocument read = Loader.loadPDF(printed.bytes())) {
      assertThat(read.getNumberOfPages()).isEqualTo(1 + 1 + 2 + 1 + 1 + 1);
      List<String> bookmarks = new ArrayList<>();
      for (PDOutlineItem item : read.getDocumentCatalog().getDocumentOutline().children()) {
        bookmarks.add(
            item.getTitle() + " @" + (read.getPages().indexOf(item.findDestinationPage(read)) + 1));
      }
      assertThat(bookmarks)
          .containsExactly(
              "Annotated list @1",
              "1  The letter @2",
              "2  The scan @3",
              "3  The photo @5",
              "4  The film @6",
              "5  The broken @7");
      for (int page = 1; page <= read.getNumberOfPages(); page++) {
        assertThat(text(read, page)).contains("2026-000001-imro-1-00000" + page);
      }
      assertThat(text(read, 1).indexOf("All.")).isBetween(0, text(read, 1).indexOf("One."));
      assertThat(text(read, 2)).contains("Dear member,", "no.");
      assertThat(text(read, 6)).contains("cannot be shown on paper", "video/mp4");
      assertThat(text(read, 7)).contains("cannot be shown on paper");
    }
    assertThat(printed.ranges().get(1))
        .startsWith("2,2026-000001-imro-1-000003,2026-000001-imro-1-000004,");
  }

  private static String text(PDDocument document, int page) throws IOException {
    PDFTextStripper stripper = new PDFTextStripper();
    stripper.setStartPage(page);
    stripper.setEndPage(page);
    return stripper.getText(document);
  }
}
