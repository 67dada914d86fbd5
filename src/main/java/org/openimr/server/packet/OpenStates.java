package org.openimr.server.packet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.contentstream.operator.OperatorName;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdfparser.PDFStreamParser;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;

/**
 * Graphics states that a page saves and does not restore. What is written after them would be
 * scaled and moved as they say, perhaps out of sight.
 */
final class OpenStates {

  private static final int MOST = 1000;

  private OpenStates() {}

  /** Restores those that a page leaves open. */
  static void close(PDDocument document, PDPage page) throws IOException {
    int open = count(page);
    if (open == 0) {
      return;
    }
    COSStream closing = document.getDocument().createCOSStream();
    try (var out = closing.createOutputStream()) {
      out.write("Q ".repeat(open).getBytes(StandardCharsets.US_ASCII));
    }
    COSArray closed = new COSArray();
    COSBase contents = page.getCOSObject().getDictionaryObject(COSName.CONTENTS);
    if (contents instanceof COSArray several) {
      several.forEach(closed::add);
    } else {
      closed.add(contents);
    }
    closed.add(closing);
    page.getCOSObject().setItem(COSName.CONTENTS, closed);
  }

  private static int count(PDPage page) {
    int open = 0;
    try {
      PDFStreamParser parser = new PDFStreamParser(page);
      for (Object token = parser.parseNextToken();
          token != null && open < MOST;
          token = parser.parseNextToken()) {
        if (token instanceof Operator operator) {
          if (operator.getName().equals(OperatorName.SAVE)) {
            open++;
          } else if (operator.getName().equals(OperatorName.RESTORE)) {
            open = Math.max(0, open - 1);
          }
        }
      }
      parser.close();
    } catch (IOException | RuntimeException unreadable) {
      // whoever shows the page stops there as well
    }
    return open;
  }
}
