package org.openimr.server.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Letters are dropped whole, once, under names that name nobody. */
class FileDropTest {

  @TempDir Path folder;

  @Test
  void aLetterIsAFolderWithItsPdfAndWhatTheCarrierMustKnow() throws IOException {
    Path drop = folder.resolve("letters");
    new FileDrop(drop).hand(letter("9f7d2c1e-0000-3000-8000-000000000001"));

    try (Stream<Path> all = Files.walk(drop)) {
      assertThat(all.map(each -> drop.relativize(each).toString()).filter(each -> !each.isEmpty()))
          .containsExactlyInAnyOrder(
              "9f7d2c1e-0000-3000-8000-000000000001",
              "9f7d2c1e-0000-3000-8000-000000000001/en.pdf",
              "9f7d2c1e-0000-3000-8000-000000000001/es.pdf",
              "9f7d2c1e-0000-3000-8000-000000000001/letter.json");
    }
    assertThat(Files.readString(drop.resolve("9f7d2c1e-0000-3000-8000-000000000001/letter.json")))
        .contains("MAILWRIT", "18 Sample Lane", "\"sha256\" : \"ab\"");
  }

  @Test
  void handedOverAgainItStaysAsItWas() throws IOException {
    FileDrop drop = new FileDrop(folder);
    drop.hand(letter("a-1"));
    Files.writeString(folder.resolve("a-1/fetched"), "by the carrier");
    drop.hand(letter("a-1"));

    assertThat(folder.resolve("a-1/fetched")).exists();
  }

  @Test
  void whatAKilledServerLeftIsMadeAnew() throws IOException {
    Files.createDirectory(folder.resolve(".part-a-1"));
    Files.writeString(folder.resolve(".part-a-1/en.pdf"), "half");
    new FileDrop(folder).hand(letter("a-1"));

    assertThat(folder.resolve(".part-a-1")).doesNotExist();
    assertThat(folder.resolve("a-1/en.pdf")).hasContent("pdf en");
  }

  @Test
  void aNameThatLeadsElsewhereIsRefused() {
    assertThatThrownBy(() -> new FileDrop(folder).hand(letter("../a-1")))
        .isInstanceOf(IOException.class);
    assertThat(folder).isEmptyDirectory();
  }

  private static OutgoingLetter letter(String id) {
    return new OutgoingLetter(
        id,
        "MAILWRIT",
        List.of("Jordan Ellery", "18 Sample Lane", "Ventura, CA 93001"),
        List.of(
            content("en", "text/html"),
            content("en", "application/pdf"),
            content("es", "application/pdf")));
  }

  private static OutgoingLetter.Content content(String language, String type) {
    String text = type.endsWith("pdf") ? "pdf " + language : "page";
    return new OutgoingLetter.Content(language, type, "ab", text.getBytes(StandardCharsets.UTF_8));
  }
}
