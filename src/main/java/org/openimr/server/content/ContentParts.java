package org.openimr.server.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;
import org.openimr.fhir.content.StoredContent;
import org.openimr.fhir.json.CanonicalJson;
import org.openimr.server.security.SecretFiles;

/** Files that contents arrive in: whole and on the disk, or gone. */
final class ContentParts {

  /** Where contents arrive, in the folder of contents. */
  static final String FOLDER = "part";

  private static final int PIECE = 1 << 16;
  private static final long LOOKED_AT_EVERY = 16L << 20;

  private final Path folder;
  private final long reserve;
  private final Arrivals arrivals;

  /**
   * Makes it.
   *
   * @param folder the folder of contents; they arrive in one within
   * @param reserve how many bytes of the disk are left free
   * @param arrivals is told of each that has arrived
   */
  ContentParts(Path folder, long reserve, Arrivals arrivals) {
    this.arrivals = arrivals;
    this.folder = folder.toAbsolutePath().resolve(FOLDER);
    this.reserve = reserve;
  }

  /**
   * A content that has arrived; closed, it is gone, unless its file was moved.
   *
   * @param file where it is
   * @param content what it is
   */
  record Part(Path file, StoredContent content) implements AutoCloseable {

    @Override
    public void close() throws IOException {
      Files.deleteIfExists(file);
    }
  }

  /** Is told of contents that have arrived, before anybody looks whether they are kept already. */
  @FunctionalInterface
  interface Arrivals {

    /**
     * Takes note of it.
     *
     * @throws IOException if that cannot be done, so that it must not be kept
     */
    void note(String sha256) throws IOException;
  }

  /**
   * Lets a content arrive.
   *
   * @throws IOException if it could not be read
   */
  Part receive(InputStream content) throws IOException {
    Path file = begin();
    boolean whole = false;
    try {
      Part part = new Part(file, write(content, file));
      note(part.content().sha256());
      whole = true;
      return part;
    } finally {
      if (!whole) {
        Files.deleteIfExists(file);
      }
    }
  }

  private void note(String sha256) {
    try {
      arrivals.note(sha256);
    } catch (IOException failed) {
      throw ContentFaults.unwritable(failed);
    }
  }

  private Path begin() {
    try {
      SecretFiles.folder(folder);
      requireSpace();
      Path part = folder.resolve(UUID.randomUUID().toString());
      SecretFiles.write(part, new byte[0]);
      return part;
    } catch (IOException failed) {
      throw ContentFaults.unwritable(failed);
    }
  }

  private StoredContent write(InputStream content, Path part) throws IOException {
    MessageDigest sha256 = CanonicalJson.digest();
    byte[] piece = new byte[PIECE];
    long size = 0;
    long looked = 0;
    try (FileChannel out = opened(part)) {
      for (int count = content.read(piece); count >= 0; count = content.read(piece)) {
        sha256.update(piece, 0, count);
        append(out, piece, count);
        size += count;
        if (size - looked >= LOOKED_AT_EVERY) {
          looked = size;
          requireSpace();
        }
      }
      force(out);
    }
    return new StoredContent(HexFormat.of().formatHex(sha256.digest()), size);
  }

  private static FileChannel opened(Path part) {
    try {
      return FileChannel.open(part, StandardOpenOption.WRITE);
    } catch (IOException failed) {
      throw ContentFaults.unwritable(failed);
    }
  }

  // what fails here is the disk; what fails to be read is the sender
  private static void append(FileChannel out, byte[] piece, int count) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(piece, 0, count);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    } catch (IOException failed) {
      throw ContentFaults.unwritable(failed);
    }
  }

  private static void force(FileChannel out) {
    try {
      out.force(true);
    } catch (IOException failed) {
      throw ContentFaults.unwritable(failed);
    }
  }

  private void requireSpace() {
    try {
      if (Files.getFileStore(folder).getUsableSpace() < reserve) {
        throw ContentFaults.full();
      }
    } catch (IOException failed) {
      throw ContentFaults.unwritable(failed);
    }
  }
}
