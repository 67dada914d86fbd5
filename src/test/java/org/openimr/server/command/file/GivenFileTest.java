package org.openimr.server.command.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenFileTest {

  @TempDir private Path folder;

  private void refused(Path file, String why) {
    assertThatThrownBy(() -> GivenFile.read(file, 10))
        .isInstanceOf(UnusableFileException.class)
        .hasMessage(file + ": " + why);
  }

  private Path file(byte... content) throws IOException {
    return Files.write(folder.resolve("given"), content);
  }

  @Test
  void whatKeepsAFileFromBeingReadIsSaid() throws IOException {
    refused(folder.resolve("none"), "there is no such file");
    refused(folder, "is a folder, no file");
    refused(file(), "is empty");
    refused(file("ab".getBytes(StandardCharsets.UTF_16)), "is in UTF-16; save it as UTF-8");
    refused(file((byte) 0xFF, (byte) 0xFE, (byte) 'a', (byte) 0), "is in UTF-16; save it as UTF-8");
    refused(file(new byte[11]), "is larger than 10 bytes, the most that is read");
    assertThat(GivenFile.read(file(new byte[10]), 10)).hasSize(10);
  }

  @Test
  void aLargeFileIsKnownByItsBeginning() throws IOException {
    Path large = file("\uFEFFReferenceID".getBytes(StandardCharsets.UTF_16LE));
    assertThatThrownBy(() -> GivenFile.peek(large))
        .hasMessage(large + ": is in UTF-16; save it as UTF-8");
    Path empty = file();
    assertThatThrownBy(() -> GivenFile.peek(empty)).hasMessage(empty + ": is empty");
    GivenFile.peek(file("Reference".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aTextIsInUtf8() throws IOException {
    assertThat(GivenFile.text(file("Größe".getBytes(StandardCharsets.UTF_8)), 10))
        .isEqualTo("Größe");
    Path latin = file("Größe".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> GivenFile.text(latin, 10)).hasMessage(latin + ": is no text in UTF-8");
  }
}
