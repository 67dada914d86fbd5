package org.openimr.server.command.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that gets its name when it is whole, and that its user alone may read; what was begun and
 * cannot be ended is not left behind.
 */
public final class WholeFile {

  private WholeFile() {}

  /** What is written to it. */
  public interface Content {
    void to(OutputStream out) throws IOException;
  }

  /**
   * Writes it.
   *
   * @throws IOException if it cannot be written, or is there already
   */
  public static void write(Path target, Content content) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    Path part = Files.createTempFile(folder, target.getFileName().toString(), ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
        content.to(out);
      }
      Files.move(part, target);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
