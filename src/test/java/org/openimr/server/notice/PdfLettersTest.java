package org.openimr.server.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.openimr.core.notice.NoticeKind;
import org.openimr.fhir.notice.LetterPage;
import org.openimr.fhir.notice.MadeUpLetter;

/** A printed letter can be read aloud: tags, language, title, fonts that it carries itself. */
class PdfLettersTest {

  private static final Instant TIME = Instant.parse("2026-07-06T17:00:00Z");
  private static final NoticeKind KIND = MadeUpLetter.TEXTS.catalogue().kind("imr-letter");

  @Test
  void aLetterIsTaggedAndCarriesItsFont() throws IOException {
    String page = LetterPage.write(MadeUpLetter.of(KIND, "es"), false);
    try (PDDocument pdf = Loader.loadPDF(new PdfLetters().print(page, TIME))) {
      assertThat(pdf.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
      assertThat(pdf.getDocumentCatalog().getStructureTreeRoot().getKids()).isNotEmpty();
      assertThat(pdf.getDocumentCatalog().getLanguage()).isEqualTo("es");
      assertThat(pdf.getDocumentInformation().getTitle())
          .isEqualTo("Puede pedir una revisión independiente");
      assertThat(new PDFTextStripper().getText(pdf)).contains("revisión médica independiente");
      for (PDPage each : pdf.getPages()) {
        for (COSName font : each.getResources().getFontNames()) {
          assertThat(each.getResources().getFont(font).isEmbedded()).isTrue();
        }
      }
    }
  }

  @Test
  void largePrintIsLarger() throws IOException {
    int standard = pages(LetterPage.write(MadeUpLetter.of(KIND, "en"), false));
    String large = LetterPage.write(MadeUpLetter.of(KIND, "en"), true);

    assertThat(large).contains("font-size: 18pt");
    assertThat(pages(large)).isGreaterThan(standard);
  }

  @Test
  void noAddressInAPageIsFollowed() throws IOException {
    String page =
        LetterPage.write(MadeUpLetter.of(KIND, "en"), false)
            .replace("<main>", "<main><img alt=\"x\" src=\"file:///etc/hostname\"/>");
    assertThat(pages(page)).isPositive();
  }

  private static int pages(String page) throws IOException {
    try (PDDocument pdf = Loader.loadPDF(new PdfLetters().print(page, TIME))) {
      return pdf.getNumberOfPages();
    }
  }
}
