package org.openimr.fhir.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openimr.core.notice.Notice;
import org.openimr.core.notice.NoticeKind;
import org.openimr.server.notice.PdfLetters;

/** Every letter in both languages: whole, readable by machines, printed into target/letters. */
class LetterTextsTest {

  private static final Path LETTERS = Path.of("target/letters");

  static Stream<Arguments> letters() {
    return MadeUpLetter.TEXTS.catalogue().kinds().stream()
        .flatMap(
            kind ->
                MadeUpLetter.TEXTS.languages().stream()
                    .map(language -> Arguments.of(kind, language)));
  }

  @ParameterizedTest
  @MethodSource("letters")
  void everyLetterSaysWhatItsRulesWant(NoticeKind kind, String language) throws IOException {
    Notice letter = MadeUpLetter.of(kind, language);
    assertThat(letter.missing()).as(kind.code()).isEmpty();
    assertThat(letter.unsaid()).as(kind.code()).isEmpty();
    String page = LetterPage.write(letter, false);
    assertThat(page).contains("lang=\"" + language + "\"").contains("<h1>");
    assertThat(page.substring(page.indexOf("<main>"))).doesNotContain("{").doesNotContain("null");
    byte[] pdf = new PdfLetters().print(page, Instant.parse("2026-07-06T17:00:00Z"));
    assertThat(pdf).isEqualTo(new PdfLetters().print(page, Instant.parse("2026-07-06T17:00:00Z")));
    Files.createDirectories(LETTERS);
    Files.write(LETTERS.resolve(kind.code() + "." + language + ".pdf"), pdf);
    Files.writeString(LETTERS.resolve(kind.code() + "." + language + ".html"), page);
  }
}
