package org.openimr.server.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionJavaScript;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.apache.pdfbox.text.PDFTextStripper;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.SectionComponent;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openimr.fhir.Xhtml;
import org.openimr.fhir.content.KeptContents;
import org.openimr.fhir.json.CanonicalJson;
import org.openimr.fhir.packet.PageRange;

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
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<PageRange> ranges = PacketPdf.print(packet, KeptContents.NONE, out);
    Files.write(Path.of("target/packet.pdf"), out.toByteArray());

    try (PDDocument read = Loader.loadPDF(out.toByteArray())) {
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
      assertThat(text(read, 1)).contains("2026-000001-imro-1-list-1");
      for (int page = 2; page <= read.getNumberOfPages(); page++) {
        assertThat(text(read, page)).contains("2026-000001-imro-1-00000" + (page - 1));
      }
      assertThat(text(read, 1).indexOf("All.")).isBetween(0, text(read, 1).indexOf("One."));
      assertThat(text(read, 2)).contains("Dear member,", "no.");
      assertThat(text(read, 6)).contains("cannot be shown on paper", "video/mp4");
      assertThat(text(read, 7)).contains("cannot be shown on paper");
    }
    assertThat(ranges.get(1).document()).isEqualTo("DocumentReference/scan");
    assertThat(ranges.get(1).first()).isEqualTo("2026-000001-imro-1-000002");
    assertThat(ranges.get(1).last()).isEqualTo("2026-000001-imro-1-000003");
    assertThat(PacketPdf.ranges(packet, KeptContents.NONE))
        .as("without printing")
        .isEqualTo(ranges);
  }

  /** Kind, title and author of documents, in two languages. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en | Administrative | Utilization management correspondence concerning authorization"
            + " 2026-000417 for residential mental-health treatment | Department of Managed Health"
            + " Care, Independent Medical Review",
        "es | Correspondencia administrativa | Contestación a la reclamación sobre la autorización"
            + " del tratamiento psicoterapéutico intensivo en régimen residencial | Departamento de"
            + " Atención Médica Administrada, Otorrinolaringología"
      })
  void theListBreaksNoWord(String language, String kind, String title, String author)
      throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      rows.add(
          List.of(
              String.valueOf(i),
              i % 2 == 0 ? "2026-05-12" : "2026-05-12T10:30:00-07:00",
              i % 3 == 0 ? "Letter" : title,
              author,
              kind,
              "536870912",
              CanonicalJson.sha256(new byte[i]),
              i % 5 == 0 ? "privileged: attorney-client; sensitive: psychotherapy-notes" : ""));
    }
    list.getSection()
        .get(1)
        .setText(
            new Xhtml()
                .table(
                    List.of("No.", "Date", "Title", "Author", "Kind", "Bytes", "SHA-256", "Marks"),
                    rows)
                .written());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PacketPdf.print(packet, KeptContents.NONE, out);
    Files.write(Path.of("target/packet-" + language + ".pdf"), out.toByteArray());

    Set<String> words = new TreeSet<>();
    try (PDDocument read = Loader.loadPDF(out.toByteArray())) {
      // the head stands on every page of it
      assertThat(text(read, 2)).contains("SHA-256", "Marks").doesNotContain("Annotated list");
      for (String each : new PDFTextStripper().getText(read).split("[\\s,;:]+")) {
        words.add(each);
      }
    }
    for (String whole :
        (kind + " " + title + " " + author + " privileged sensitive").split("[ ,]+")) {
      // a word may break after its own hyphens
      for (String part : whole.split("(?<=-)")) {
        assertThat(words).as(whole).anyMatch(each -> each.equals(whole) || each.contains(part));
      }
    }
    assertThat(words)
        .contains("536870912", "2026-05-12", "100")
        .anyMatch(each -> each.contains("psychotherapy-"))
        .anyMatch(each -> each.contains("attorney-"));
  }

  @Test
  void theSamePacketGivesTheSameBytes() throws IOException {
    ByteArrayOutputStream one = new ByteArrayOutputStream();
    ByteArrayOutputStream other = new ByteArrayOutputStream();
    PacketPdf.print(packet, KeptContents.NONE, one);
    PacketPdf.print(packet, KeptContents.NONE, other);

    assertThat(one.toByteArray()).isEqualTo(other.toByteArray());
  }

  @Test
  void whatTheManifestSaysIsWhatIsPrinted() throws IOException {
    SectionComponent manifest = list.addSection().setTitle("Manifest");
    manifest
        .getCode()
        .addCoding()
        .setSystem("https://openimr.org/fhir/CodeSystem/imr-packet-section")
        .setCode("manifest");
    manifest.setText(new Xhtml().paragraph("Every entry.").written());
    for (String id : List.of("letter", "scan", "photo", "film", "broken")) {
      manifest.addEntry(new Reference("DocumentReference/" + id));
    }
    new BatesNumbering(KeptContents.NONE).number(packet);

    List<PageRange> stated = PageRange.of(packet);
    assertThat(stated).hasSize(5);
    assertThat(stated)
        .isEqualTo(PacketPdf.print(packet, KeptContents.NONE, new ByteArrayOutputStream()));
    ((StringType) manifest.getEntry().get(0).getExtension().get(0).getExtension().get(0).getValue())
        .setValue("2026-000001-imro-1-000009");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThatThrownBy(() -> PacketPdf.print(packet, KeptContents.NONE, out))
        .isInstanceOf(OtherPagesException.class);
    assertThat(out.size()).isZero();
  }

  @Test
  void whatCannotBeShownIsOnePageThatNamesIt() throws IOException {
    document("secret", "application/pdf", encrypted());
    document("bomb", "application/pdf", bomb());
    document("torn", "image/png", java.util.Arrays.copyOf(png(), 40));
    document("noise", "image/jpeg", new byte[] {1});
    document("control", "text/plain", new byte[] {'a', 0, 1, 27});
    document("endless", "text/plain", new byte[(256 << 10) + 1]);
    document("none", "application/pdf", new byte[0]);

    List<PageRange> ranges = PacketPdf.ranges(packet, KeptContents.NONE);
    assertThat(ranges).hasSize(12);
    assertThat(ranges.subList(5, 12))
        .allSatisfy(each -> assertThat(each.first()).isEqualTo(each.last()));
    assertThat(PacketPdf.print(packet, KeptContents.NONE, new ByteArrayOutputStream()))
        .isEqualTo(ranges);
  }

  @Test
  void whatRunsWhenItIsOpenedIsNotPrinted() throws IOException {
    try (PDDocument sent = new PDDocument();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      sent.addPage(new PDPage());
      sent.getDocumentCatalog().setOpenAction(new PDActionJavaScript("app.alert('x')"));
      sent.save(out);
      document("script", "application/pdf", out.toByteArray());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PacketPdf.print(packet, KeptContents.NONE, out);

    try (PDDocument read = Loader.loadPDF(out.toByteArray())) {
      assertThat(read.getDocumentCatalog().getOpenAction()).isNull();
    }
  }

  private static byte[] encrypted() throws IOException {
    try (PDDocument document = new PDDocument();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      document.addPage(new PDPage());
      document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
      document.save(out);
      return out.toByteArray();
    }
  }

  /** A page whose content unpacks to more than 256 MB. */
  private static byte[] bomb() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (java.util.zip.DeflaterOutputStream deflated =
        new java.util.zip.DeflaterOutputStream(packed)) {
      for (int i = 0; i < 257; i++) {
        deflated.write(new byte[1 << 20]);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write("%PDF-1.4\n1 0 obj<</Length 1/Filter/FlateDecode>>stream\n".getBytes());
    out.write(packed.toByteArray());
    out.write("\nendstream endobj".getBytes());
    return out.toByteArray();
  }

  private static String text(PDDocument document, int page) throws IOException {
    PDFTextStripper stripper = new PDFTextStripper();
    stripper.setStartPage(page);
    stripper.setEndPage(page);
    return stripper.getText(document);
  }
}
