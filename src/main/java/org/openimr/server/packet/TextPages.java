package org.openimr.server.packet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * Plain text on pages of letter size. How many they are is known from the text alone, without
 * writing them. What the font does not have stands as a question mark, and the page says so.
 */
final class TextPages {

  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
  private static final float SIZE = 10;
  private static final float LEADING = 13;
  private static final float MARGIN = 56;
  private static final float WIDTH = PDRectangle.LETTER.getWidth() - 2 * MARGIN;
  private static final int LINES = (int) ((PDRectangle.LETTER.getHeight() - 2 * MARGIN) / LEADING);
  private static final int CHARACTERS = 0x10000;
  private static final char UNKNOWN = '?';
  private static final float NONE = -1;

  /** The width of each character in points; less than nothing if the font does not have it. */
  private static final float[] WIDTHS = widths();

  private final List<String> lines = new ArrayList<>();
  private int lost;

  TextPages(String heading, String text) {
    wrap(heading);
    int below = lines.size();
    lines.add("");
    lost = 0;
    Normalizer.normalize(text, Normalizer.Form.NFC).lines().forEach(this::wrap);
    if (lost > 0) {
      lines.set(
          below, lost + " characters cannot be shown here and stand as ?; the file has them.");
    }
  }

  int count() {
    return (lines.size() + LINES - 1) / LINES;
  }

  byte[] written() throws IOException {
    try (PDDocument document = new PDDocument();
        InputStream file = PDDocument.class.getResourceAsStream(FONT);
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      PDType0Font font = PDType0Font.load(document, file, true);
      for (int from = 0; from < lines.size(); from += LINES) {
        PDPage page = new PDPage(PDRectangle.LETTER);
        document.addPage(page);
        try (PDPageContentStream stream = new PDPageContentStream(document, page)) {
          stream.beginText();
          stream.setFont(font, SIZE);
          stream.setLeading(LEADING);
          stream.newLineAtOffset(MARGIN, PDRectangle.LETTER.getHeight() - MARGIN - SIZE);
          for (String line : lines.subList(from, Math.min(from + LINES, lines.size()))) {
            stream.showText(LineOrder.seen(line));
            stream.newLine();
          }
          stream.endText();
        }
      }
      document.setDocumentId(0L);
      document.save(out);
      return out.toByteArray();
    }
  }

  /** Breaks a line at spaces, and within a word that is longer than a line. */
  private void wrap(String given) {
    StringBuilder line = new StringBuilder();
    float width = 0;
    for (int i = 0; i < given.length(); i++) {
      char each = known(given.charAt(i));
      if (each == 0) {
        continue;
      }
      if (width + WIDTHS[each] > WIDTH) {
        int space = line.lastIndexOf(" ");
        String rest = space > 0 && each != ' ' ? line.substring(space + 1) : "";
        lines.add(line.substring(0, line.length() - rest.length()).stripTrailing());
        line.setLength(0);
        line.append(rest);
        width = width(rest);
        if (each == ' ') {
          continue;
        }
      }
      line.append(each);
      width += WIDTHS[each];
    }
    lines.add(line.toString());
  }

  private static float width(String text) {
    float width = 0;
    for (int i = 0; i < text.length(); i++) {
      width += WIDTHS[text.charAt(i)];
    }
    return width;
  }

  /** A character that the font has; none for what is not seen. */
  private char known(char given) {
    if (given == '\t' || given == '\u00a0') {
      return ' ';
    }
    if (Character.isISOControl(given)
        || Character.isLowSurrogate(given)
        || Character.getType(given) == Character.FORMAT) {
      return 0;
    }
    if (WIDTHS[given] == NONE) {
      lost++;
      return UNKNOWN;
    }
    return given;
  }

  private static float[] widths() {
    float[] widths = new float[CHARACTERS];
    Arrays.fill(widths, NONE);
    try (InputStream file = PDDocument.class.getResourceAsStream(FONT);
        TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBuffer(file))) {
      CmapLookup glyphs = font.getUnicodeCmapLookup();
      for (int each = ' '; each < CHARACTERS; each++) {
        int glyph = glyphs.getGlyphId(each);
        if (glyph > 0) {
          widths[each] = font.getAdvanceWidth(glyph) * SIZE / font.getUnitsPerEm();
        }
      }
      return widths;
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
