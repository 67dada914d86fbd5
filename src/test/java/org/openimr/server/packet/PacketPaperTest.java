package org.openimr.server.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDTextField;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openimr.fhir.Xhtml;
import org.openimr.fhir.content.KeptContents;
import org.openimr.fhir.json.CanonicalJson;

/** What the pages of a packet show of documents as they come: their letters, forms and sizes. */
class PacketPaperTest {

  private static final float TOLERANCE = 0.5f;

  /** Prints one document; the first page is the list. */
  private static byte[] printed(String title, String type, byte[] content) throws IOException {
    Bundle packet = new Bundle();
    packet.getIdentifier().setValue("2026-000001-imro-1");
    packet.setTimestamp(new Date(0));
    Composition list = new Composition();
    list.setId("list");
    list.addSection()
        .setTitle("Annotated list")
        .setText(new Xhtml().paragraph("All.").written())
        .addEntry(new Reference("DocumentReference/it"));
    DocumentReference document = new DocumentReference();
    document.setId("it");
    document.setDescription(title);
    document
        .addContent()
        .getAttachment()
        .setUrl("Binary/it")
        .setContentType(type)
        .addExtension(
            "https://openimr.org/fhir/StructureDefinition/imr-sha256",
            new StringType(CanonicalJson.sha256(content)));
    Binary binary = new Binary().setContentType(type).setData(content);
    binary.setId("it");
    packet.addEntry().setResource(list);
    packet.addEntry().setResource(document);
    packet.addEntry().setResource(binary);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(PacketPdf.print(packet, KeptContents.NONE, out))
        .as("the pages that are counted are those that are printed")
        .isEqualTo(PacketPdf.ranges(packet, KeptContents.NONE));
    return out.toByteArray();
  }

  private static String text(byte[] pdf) throws IOException {
    try (PDDocument read = Loader.loadPDF(pdf)) {
      PDFTextStripper stripper = new PDFTextStripper();
      stripper.setStartPage(2);
      return stripper.getText(read);
    }
  }

  private static String text(String type, byte[] content) throws IOException {
    return text(printed("Note", type, content));
  }

  private static String text(String content) throws IOException {
    return text("text/plain", content.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aTitleOfManyPagesStandsOnOne() throws IOException {
    byte[] pdf = printed("word ".repeat(20_000), "application/rtf", new byte[] {1});

    try (PDDocument read = Loader.loadPDF(pdf)) {
      assertThat(read.getNumberOfPages()).isEqualTo(2);
    }
  }

  @Test
  void textIsReadInItsOwnCharacters() throws IOException {
    assertThat(text("text/plain; charset=ISO-8859-1", new byte[] {'c', 'a', 'f', (byte) 0xe9}))
        .contains("caf\u00e9");
    assertThat(text("Text/Plain;charset=\"utf-16le\"", new byte[] {'h', 0, 'i', 0})).contains("hi");
    assertThat(text("text/plain", "ma\u00f1ana".getBytes(StandardCharsets.UTF_16)))
        .contains("ma\u00f1ana");
    assertThat(text("text/plain; charset=nowhere", new byte[] {'o', 'k'})).contains("ok");
  }

  @Test
  void whatIsNotSeenIsNoQuestionMarkAndWhatIsTwoCharactersIsOne() throws IOException {
    assertThat(text("\ufeffstart zero\u200bwidth \u202eturned cafe\u0301"))
        .contains("start zerowidth turned caf\u00e9")
        .doesNotContain("?");
  }

  @Test
  void whatCannotBeShownIsCountedOnThePage() throws IOException {
    // three ideographs and a face; the heading is not counted
    assertThat(text("\u60a3\u8005\u306f \ud83d\ude00"))
        .contains("4 characters cannot be shown here and stand as ?; the file has them.")
        .contains("??? ?");
    assertThat(text("all of it")).doesNotContain("cannot be shown");
  }

  @Test
  void whatIsReadFromTheRightStandsSo() {
    // alef bet (gimel 12, as it is read; the first letter is seen furthest to the right
    assertThat(LineOrder.seen("\u05d0\u05d1 (\u05d2) 12")).isEqualTo("12 (\u05d2) \u05d1\u05d0");
    assertThat(LineOrder.seen("dose \u05d0\u05d1 5 mg")).isEqualTo("dose 5 \u05d1\u05d0 mg");
    assertThat(LineOrder.seen("plain (a) b")).isEqualTo("plain (a) b");
  }

  @Test
  void aTypeInCapitalsIsTheSame() throws IOException {
    assertThat(text("Application/PDF", pdf(new PDPage(), "Scan"))).contains("Scan");
    ByteArrayOutputStream image = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB), "jpg", image);
    assertThat(text("image/jpg", image.toByteArray())).doesNotContain("cannot be shown");
  }

  @Test
  void whatWasFilledInIsShownThoughNothingSaysHow() throws IOException {
    try (PDDocument form = new PDDocument();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      PDPage page = new PDPage();
      form.addPage(page);
      PDAcroForm fields = new PDAcroForm(form);
      form.getDocumentCatalog().setAcroForm(fields);
      PDResources resources = new PDResources();
      resources.put(
          org.apache.pdfbox.cos.COSName.HELV, new PDType1Font(Standard14Fonts.FontName.HELVETICA));
      fields.setDefaultResources(resources);
      fields.setDefaultAppearance("/Helv 12 Tf 0 g");
      PDTextField field = new PDTextField(fields);
      field.setPartialName("reason");
      fields.getFields().add(field);
      field.getWidgets().get(0).setRectangle(new PDRectangle(72, 400, 200, 20));
      field.getWidgets().get(0).setPage(page);
      page.getAnnotations().add(field.getWidgets().get(0));
      // a value, and no appearance of it
      field.getCOSObject().setString(org.apache.pdfbox.cos.COSName.V, "Not necessary");
      fields.setNeedAppearances(true);
      form.save(out);

      byte[] pdf = printed("Form", "application/pdf", out.toByteArray());
      assertThat(text(pdf)).contains("Not necessary");
      try (PDDocument read = Loader.loadPDF(pdf)) {
        assertThat(read.getDocumentCatalog().getAcroForm()).isNull();
        assertThat(read.getPage(1).getAnnotations()).isEmpty();
      }
    }
  }

  /** Where the number is seen, from the left and from the top of the page as it is looked at. */
  @ParameterizedTest
  @CsvSource({
    "0, 612, 792",
    "90, 792, 612",
    "180, 612, 792",
    "270, 792, 612",
    "0, 10, 10",
    "90, 12, 10",
    "0, 6120, 7920"
  })
  void theNumberStandsAtTheRightOfTheFoot(int turned, float width, float height)
      throws IOException {
    boolean lies = turned % 180 != 0;
    PDPage page =
        new PDPage(new PDRectangle(-30, 50, lies ? height : width, lies ? width : height));
    page.setRotation(turned);

    List<TextPosition> number = number(printed("Scan", "application/pdf", pdf(page, "x")));
    TextPosition first = number.get(0);
    TextPosition last = number.get(number.size() - 1);
    float size = Math.abs(last.getXScale());
    float margin = 14 * size / 8;
    assertThat(first.getXDirAdj()).isPositive();
    assertThat(last.getXDirAdj() + last.getWidthDirAdj())
        .isCloseTo(width - margin, org.assertj.core.data.Offset.offset(TOLERANCE * size));
    assertThat(last.getYDirAdj())
        .isCloseTo(height - margin, org.assertj.core.data.Offset.offset(TOLERANCE * size));
    assertThat(size)
        .as("8 points on letter, ten times that on ten times the page")
        .isLessThanOrEqualTo(Math.max(8, 8 * Math.min(width, height) / 612) + 0.01f);
    if (width >= 612) {
      assertThat(size)
          .isCloseTo(8 * Math.min(width, height) / 612, org.assertj.core.data.Offset.offset(0.1f));
    }
  }

  @Test
  void aPageThatLeavesItsScaleBehindDoesNotScaleTheNumber() throws IOException {
    List<TextPosition> number =
        number(
            printed(
                "Scan",
                "application/pdf",
                raw(new PDPage(), "q 0.01 0 0 0.01 0 0 cm q q Q 5 0 0 5 0 0 cm Q Q")));
    assertThat(number.get(0).getXScale()).isCloseTo(8, org.assertj.core.data.Offset.offset(0.01f));

    number =
        number(
            printed("Scan", "application/pdf", raw(new PDPage(), "q 0.01 0 0 0.01 0 0 cm q 2 w")));
    assertThat(number.get(0).getXScale()).isCloseTo(8, org.assertj.core.data.Offset.offset(0.01f));
  }

  private static List<TextPosition> number(byte[] pdf) throws IOException {
    List<TextPosition> found = new ArrayList<>();
    try (PDDocument read = Loader.loadPDF(pdf)) {
      PDFTextStripper stripper =
          new PDFTextStripper() {
            @Override
            protected void writeString(String text, List<TextPosition> positions) {
              if (text.contains("2026-000001-imro-1-000001")) {
                found.addAll(positions);
              }
            }
          };
      stripper.setStartPage(2);
      stripper.getText(read);
    }
    assertThat(found).isNotEmpty();
    return found;
  }

  private static byte[] pdf(PDPage page, String text) throws IOException {
    try (PDDocument document = new PDDocument();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      document.addPage(page);
      try (PDPageContentStream stream = new PDPageContentStream(document, page)) {
        stream.beginText();
        stream.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 1);
        stream.newLineAtOffset(page.getMediaBox().getLowerLeftX() + 1, 55);
        stream.showText(text);
        stream.endText();
      }
      document.save(out);
      return out.toByteArray();
    }
  }

  private static byte[] raw(PDPage page, String content) throws IOException {
    try (PDDocument document = new PDDocument();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      document.addPage(page);
      var stream = new org.apache.pdfbox.pdmodel.common.PDStream(document);
      try (var written = stream.createOutputStream()) {
        written.write(content.getBytes(StandardCharsets.US_ASCII));
      }
      page.setContents(stream);
      document.save(out);
      return out.toByteArray();
    }
  }
}
