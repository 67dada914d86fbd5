package org.openimr.server.packet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.SectionComponent;
import org.openimr.fhir.Xhtml;
import org.openimr.fhir.packet.PacketRecord;
import org.openimr.server.notice.PdfLetters;

/** Makes pages of what a packet holds: a document as it is, or a page that names it. */
final class PacketPages {

  private static final String FIRST = "Annotated list";
  private static final float MARGIN = 36;
  private static final int LONGEST_TEXT = 256 << 10;
  private static final int LONGEST_WORDS = 300;
  private static final long MOST_PIXELS = 40_000_000;
  private static final String HEAD =
      "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\"><head><title>Packet</title>"
          + "<meta name=\"description\" content=\"Packet\"/><style>@page{size:letter;margin:2cm}"
          + "body{font-family:'Liberation Sans';font-size:9pt}table{border-collapse:collapse;"
          + "width:100%}td,th{border:1px solid #888;padding:2px;font-size:7pt;text-align:left;"
          + "word-wrap:break-word}th{white-space:nowrap}tr{page-break-inside:avoid}"
          + columns(4, 9, 22, 16, 15, 9, 14, 11)
          + "</style></head><body>";
  private static final String FOOT = "</body></html>";

  private final PdfLetters printer = new PdfLetters();
  private final Instant issued;

  PacketPages(Instant issued) {
    this.issued = issued;
  }

  /**
   * The widths of the annotated list, in percent. Left to themselves columns are as wide as all
   * that stands in them, which takes from words to give to hashes.
   */
  private static String columns(int... widths) {
    StringBuilder style =
        new StringBuilder(".list table{table-layout:fixed;-fs-table-paginate:paginate}");
    for (int i = 0; i < widths.length; i++) {
      style.append(".list th:nth-child(%d){width:%d%%}".formatted(i + 1, widths[i]));
    }
    return style.toString();
  }

  /** The face, the annotated list, then the other sections. */
  byte[] list(Composition composition) {
    StringBuilder page = new StringBuilder(HEAD);
    // packets from before they had a face
    if (composition.getText().getDivAsString() != null) {
      page.append(composition.getText().getDivAsString());
    }
    List<SectionComponent> sections = new ArrayList<>(composition.getSection());
    sections.sort((one, other) -> rank(one) - rank(other));
    for (SectionComponent section : sections) {
      page.append(div(new Xhtml().heading(section.getTitle())));
      if (section.getText().getDivAsString() != null) {
        page.append(rank(section) == 0 ? "<div class=\"list\">" : "<div>")
            .append(section.getText().getDivAsString())
            .append("</div>");
      }
    }
    return printer.print(page.append(FOOT).toString(), issued);
  }

  private static int rank(SectionComponent section) {
    return section.getTitle().equals(FIRST) ? 0 : 1;
  }

  private static String div(Xhtml text) {
    return text.written().getDivAsString();
  }

  /** Its pages; one that names it if it cannot be shown. */
  byte[] document(PacketRecord record, String type, byte[] data) {
    byte[] shown = null;
    try {
      shown = data == null ? null : shown(record, type, data);
    } catch (IOException | RuntimeException | StackOverflowError damaged) {
      // it is named
    }
    return shown == null ? named(record, type, data) : shown;
  }

  /** Null if it cannot be shown. */
  private byte[] shown(PacketRecord record, String type, byte[] data) throws IOException {
    return switch (kind(type)) {
      case "application/pdf" -> SentPdf.pages(data);
      case "image/png", "image/jpeg", "image/jpg" -> image(record, data);
      case "text/plain" -> data.length <= LONGEST_TEXT ? text(record, type, data).written() : null;
      default -> null;
    };
  }

  /** How many pages {@link #document} makes, at less cost. */
  int count(PacketRecord record, String type, byte[] data) throws IOException {
    if (data != null && kind(type).equals("application/pdf")) {
      byte[] pages = SentPdf.pages(data);
      return pages == null ? 1 : count(pages);
    }
    if (data != null && kind(type).equals("text/plain") && data.length <= LONGEST_TEXT) {
      return text(record, type, data).count();
    }
    return 1;
  }

  static int count(byte[] pdf) throws IOException {
    try (PDDocument part = Loader.loadPDF(pdf)) {
      return part.getNumberOfPages();
    }
  }

  /** A content type without its parameters, of which small and large letters are the same. */
  private static String kind(String type) {
    return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private static TextPages text(PacketRecord record, String type, byte[] data) {
    return new TextPages(record.number() + "  " + record.title(), SentText.of(type, data));
  }

  private static byte[] image(PacketRecord record, byte[] data) throws IOException {
    if (pixels(data) > MOST_PIXELS) {
      return null;
    }
    try (PDDocument page = new PDDocument();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      PDImageXObject image = PDImageXObject.createFromByteArray(page, data, record.title());
      PDPage only = new PDPage(PDRectangle.LETTER);
      page.addPage(only);
      float width = PDRectangle.LETTER.getWidth() - 2 * MARGIN;
      float height = PDRectangle.LETTER.getHeight() - 2 * MARGIN;
      float scale = Math.min(width / image.getWidth(), height / image.getHeight());
      try (PDPageContentStream stream = new PDPageContentStream(page, only)) {
        stream.drawImage(
            image, MARGIN, MARGIN, image.getWidth() * scale, image.getHeight() * scale);
      }
      page.setDocumentId(0L);
      page.save(out);
      return out.toByteArray();
    }
  }

  /** How many pixels an image says it has; more than any if it does not say. */
  private static long pixels(byte[] data) throws IOException {
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(data))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        return Long.MAX_VALUE;
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in);
        return (long) reader.getWidth(0) * reader.getHeight(0);
      } finally {
        reader.dispose();
      }
    }
  }

  /** So much of a text that a page has room for it. */
  private static String onePage(String text) {
    return text.codePointCount(0, text.length()) > LONGEST_WORDS
        ? text.substring(0, text.offsetByCodePoints(0, LONGEST_WORDS)) + " …"
        : text;
  }

  private byte[] named(PacketRecord record, String type, byte[] data) {
    Xhtml text =
        new Xhtml()
            .heading(record.number() + "  " + onePage(record.title()))
            .paragraph("This document is in the packet and cannot be shown on paper.")
            .paragraph("Kind: " + onePage(record.kind()))
            .paragraph("Type: " + (type.isEmpty() ? "not known" : onePage(type)))
            .paragraph("Bytes: " + (data == null ? "not in this packet" : data.length))
            .paragraph("SHA-256: " + record.sha256());
    return printer.print(HEAD + div(text) + FOOT, issued);
  }
}
