package org.openimr.server.packet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.multipdf.PDFMergerUtility;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentCatalog;

/**
 * A PDF that somebody sent, made into pages that can stand among others: without scripts, actions
 * at opening, attached files and bookmarks of its own. What was filled into its form is printed.
 */
final class SentPdf {

  private static final int MOST_PAGES = 5000;
  private static final long MOST_UNPACKED = 256L << 20;
  private static final int MOST_STREAMS = 200_000;
  private static final int PIECE = 1 << 14;
  private static final int Z_DEFLATED = 8;
  private static final byte[] STREAM = {'s', 't', 'r', 'e', 'a', 'm'};

  private SentPdf() {}

  /** Its pages; null if it cannot be read, is kept by a password, or would take too much memory. */
  static byte[] pages(byte[] data) {
    if (swells(data)) {
      return null;
    }
    try (PDDocument sent = Loader.loadPDF(data);
        PDDocument pages = new PDDocument();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      // how many it says may be wrong, but reading ends there
      if (sent.isEncrypted() || sent.getNumberOfPages() > MOST_PAGES) {
        return null;
      }
      FilledForm.print(sent.getDocumentCatalog());
      strip(sent.getDocumentCatalog());
      new PDFMergerUtility().appendDocument(pages, sent);
      int count = pages.getNumberOfPages();
      if (count == 0 || count > MOST_PAGES) {
        return null;
      }
      pages.setDocumentId(0L);
      pages.save(out);
      return out.toByteArray();
    } catch (IOException | RuntimeException | StackOverflowError damaged) {
      return null;
    }
  }

  private static void strip(PDDocumentCatalog catalog) {
    for (COSName name :
        new COSName[] {
          COSName.NAMES, COSName.OPEN_ACTION, COSName.AA, COSName.ACRO_FORM, COSName.OUTLINES
        }) {
      catalog.getCOSObject().removeItem(name);
    }
  }

  /** Whether what is packed in it comes to more than a page needs, found without keeping it. */
  private static boolean swells(byte[] data) {
    Inflater inflater = new Inflater();
    try {
      long unpacked = 0;
      int streams = 0;
      for (int at = 0; at < data.length - STREAM.length; at++) {
        if (data[at] == 's' && begins(data, at)) {
          at += STREAM.length;
          unpacked += unpacked(inflater, data, at, MOST_UNPACKED - unpacked);
          if (unpacked >= MOST_UNPACKED || ++streams > MOST_STREAMS) {
            return true;
          }
        }
      }
      return false;
    } finally {
      inflater.end();
    }
  }

  private static boolean begins(byte[] data, int at) {
    for (int i = 0; i < STREAM.length; i++) {
      if (data[at + i] != STREAM[i]) {
        return false;
      }
    }
    return true;
  }

  private static long unpacked(Inflater inflater, byte[] data, int after, long most) {
    int from = after;
    while (from < data.length && (data[from] == '\r' || data[from] == '\n')) {
      from++;
    }
    if (from == data.length || (data[from] & 0xf) != Z_DEFLATED) {
      return 0;
    }
    try {
      inflater.reset();
      inflater.setInput(data, from, data.length - from);
      byte[] piece = new byte[PIECE];
      long count = 0;
      for (int more = inflater.inflate(piece); more > 0 && count < most; ) {
        count += more;
        more = inflater.inflate(piece);
      }
      return count;
    } catch (DataFormatException notPackedSo) {
      return 0;
    }
  }
}
