package org.openimr.server.command.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

  @TempDir private Path folder;

  @Test
  void isThereAsAWholeOrNotAtAll() throws IOException {
    Path file = folder.resolve("packet.zip");
    assertThatThrownBy(
            () ->
                WholeFile.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(IOException.class);
    assertThat(folder).isEmptyDirectory();

    WholeFile.write(
        file,
        out -> {
          out.write(1);
          assertThat(file).as("not yet").doesNotExist();
        });
    assertThat(file).hasBinaryContent(new byte[] {1});
    assertThatThrownBy(() -> WholeFile.write(file, out -> out.write(2)))
        .isInstanceOf(IOException.class);
    assertThat(file).hasBinaryContent(new byte[] {1});
    assertThat(folder.toFile().list()).hasSize(1);
  }
}
