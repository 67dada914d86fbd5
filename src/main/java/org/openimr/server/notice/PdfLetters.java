package org.openimr.server.notice;

import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.GregorianCalendar;
import java.util.UUID;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.openimr.fhir.notice.LetterPrinter;

/**
 * Prints letters as PDF/UA: tagged, with language, title and an embedded font, so that a screen
 * reader can read them.
 *
 * <p>Reads nothing but the page: no address in it is followed. The font comes with PDFBox.
 *
 * @see <a href="https://pdfa.org/resource/iso-14289-pdfua/">PDF/UA, ISO 14289-1</a>
 */
public final class PdfLetters implements LetterPrinter {

  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
  private static final String FAMILY = "Liberation Sans";

  static {
    // it would say what stands in the page
    XRLog.setLoggingEnabled(false);
    FontMappers.set(new OnlyFont(font()));
  }

  @Override
  public byte[] print(String xhtml, Instant written) {
    PdfRendererBuilder builder = new PdfRendererBuilder();
    builder
        .usePdfUaAccessibility(true)
        .useFont(PdfLetters::font, FAMILY)
        .withProducer("OpenIMR")
        .useUriResolver((base, address) -> null)
        .useFastMode();
    builder.withHtmlContent(xhtml, null);
    try (PdfBoxRenderer renderer = builder.buildPdfRenderer();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      renderer.createPDFWithoutClosing();
      PDDocument document = renderer.getPdfDocument();
      date(document, written);
      // else the time of the clock would stand in the identifier
      document.setDocumentId(
          UUID.nameUUIDFromBytes(xhtml.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits());
      document.save(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void date(PDDocument document, Instant written) {
    GregorianCalendar calendar = GregorianCalendar.from(written.atZone(ZoneOffset.UTC));
    document.getDocumentInformation().setCreationDate(calendar);
    document.getDocumentInformation().setModificationDate(calendar);
  }

  private static InputStream font() {
    return PDDocument.class.getResourceAsStream(FONT);
  }
}
