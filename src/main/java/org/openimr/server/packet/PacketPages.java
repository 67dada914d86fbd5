package org.openimr.server.packet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
  private static final String HEAD =
      "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\"><head><title>Packet</title>"
          + "<meta name=\"description\" content=\"Packet\"/><style>@page{size:letter;margin:2cm}"
          + "body{font-family:'Liberation Sans';font-size:9pt}table{border-collapse:collapse;"
          + "width:100%}td,th{border:1px solid #888;padding:2px;font-size:7pt;text-align:left;"
          + "word-wrap:break-word}th{white-space:nowrap}</style></head><body>";
  private static final String FOOT = "</body></html>";

  private final PdfLetters printer = new PdfLetters();
  private final Instant issued;

  PacketPages(Instant issued) {
    this.issued = issued;
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
        page.append(section.getText().getDivAsString());
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

  byte[] document(PacketRecord record, String type, byte[] data) throws IOException {
    if (data != null && type.startsWith("application/pdf")) {
      byte[] merged = readable(data);
      return merged == null ? named(record, type, data) : merged;
    }
    if (data != null && (type.startsWith("image/png") || type.startsWith("image/jpeg"))) {
      return image(record, type, data);
    }
    if (data != null && type.startsWith("text/plain")) {
      Xhtml text = new Xhtml().heading(record.number() + "  " + record.title());
      new String(data, StandardCharsets.UTF_8).lines().forEach(text::paragraph);
      return printer.print(HEAD + div(text) + FOOT, issued);
    }
    return named(record, type, data);
  }

  /** A PDF that can be merged; null if it cannot be read or is kept by a password. */
  private static byte[] readable(byte[] data) {
    try (PDDocument found = Loader.loadPDF(data)) {
      return found.getNumberOfPages() == 0 || found.isEncrypted() ? null : data;
    } catch (IOException damaged) {
      return null;
    }
  }

  private byte[] image(PacketRecord record, String type, byte[] data) throws IOException {
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
      page.save(out);
      return out.toByteArray();
    } catch (IllegalArgumentException damaged) {
      return named(record, type, data);
    }
  }

  private byte[] named(PacketRecord record, String type, byte[] data) {
    Xhtml text =
        new Xhtml()
            .heading(record.number() + "  " + record.title())
            .paragraph("This document is in the packet and cannot be shown on paper.")
            .paragraph("Kind: " + record.kind())
            .paragraph("Type: " + (type.isEmpty() ? "not known" : type))
            .paragraph("Bytes: " + (data == null ? "not in this packet" : data.length))
            .paragraph("SHA-256: " + record.sha256());
    return printer.print(HEAD + div(text) + FOOT, issued);
  }
}
