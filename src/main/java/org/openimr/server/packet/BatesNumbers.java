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
      PageFoot foot = PageFoot.of(page);
      float size = foot.size(font.getStringWidth(text) / 1000);
      OpenStates.close(document, page);
      try (PDPageContentStream stream =
          new PDPageContentStream(document, page, AppendMode.APPEND, true, true)) {
        stream.beginText();
        stream.setFont(font, size);
        stream.setTextMatrix(foot.place(font.getStringWidth(text) / 1000 * size, size));
        stream.showText(text);
        stream.endText();
      }
    }
  }
}
