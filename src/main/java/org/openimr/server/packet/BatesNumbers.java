package org.openimr.server.packet;

import java.io.IOException;
import java.util.Locale;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * Numbers that run through the pages of all documents of a packet, stamped at the foot of each. The
 * pages of the list, which come first, have numbers of their own: how many those are tells nothing
 * of the documents.
 */
final class BatesNumbers {

  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
  private static final float SIZE = 8;
  private static final float MARGIN = 14;

  private BatesNumbers() {}

  static String of(String packet, int page) {
    return String.format(Locale.ROOT, "%s-%06d", packet, page);
  }

  private static String ofList(String packet, int page) {
    return packet + "-list-" + page;
  }

  static void stamp(PDDocument document, String packet, int front) throws IOException {
    PDType0Font font = PDType0Font.load(document, PDDocument.class.getResourceAsStream(FONT), true);
    int number = 0;
    for (PDPage page : document.getPages()) {
      number++;
      String text = number > front ? of(packet, number - front) : ofList(packet, number);
      float width = font.getStringWidth(text) / 1000 * SIZE;
      float right = page.getCropBox().getUpperRightX() - MARGIN - width;
      float bottom = page.getCropBox().getLowerLeftY() + MARGIN;
      try (PDPageContentStream stream =
          new PDPageContentStream(document, page, AppendMode.APPEND, true, true)) {
        stream.beginText();
        stream.setFont(font, SIZE);
        stream.newLineAtOffset(right, bottom);
        stream.showText(text);
        stream.endText();
      }
    }
  }
}
