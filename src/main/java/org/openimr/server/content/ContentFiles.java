package org.openimr.server.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.UUID;
import org.openimr.fhir.content.StoredContent;
import org.openimr.server.security.SecretFiles;

/**
 * Contents as files in a folder, each under its SHA-256. A file is written under another name,
 * brought to the disk and then renamed, so that what bears such a name is whole.
 */
public final class ContentFiles implements ContentStore {

  private static final int PIECE = 1 << 16;
  private static final long LOOKED_AT_EVERY = 16L << 20;

  private final Path folder;
  private final long reserve;

  /**
   * Makes it.
   *
   * @param folder where the files are; made when it is needed
   * @param reserve how many bytes of the disk are left free
   */
  public ContentFiles(Path folder, long reserve) {
    this.folder = folder.toAbsolutePath();
    this.reserve = reserve;
  }

  @Override
  public StoredContent put(InputStream content) throws IOException {
    Path part = begin();
    try {
      StoredContent written = write(content, part);
      finish(part, file(written.sha256()));
      return written;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private Path begin() {
    try {
      SecretFiles.folder(folder.resolve("part"));
      requireSpace();
      Path part = folder.resolve("part").resolve(UUID.randomUUID().toString());
      SecretFiles.write(part, new byte[0]);
      return part;
    } catch (IOException failed) {
      throw ContentFaults.unwritable(failed);
    }
  }

  private StoredContent write(InputStream content, Path part) throws IOException {
    MessageDigest sha256 = Digests.sha256();
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

  private static void finish(Path part, Path file) {
    try {
      if (Files.exists(file) && Files.size(file) == Files.size(part)) {
        // whoever sweeps takes it for new
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        return;
      }
      SecretFiles.folder(file.getParent());
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      throw ContentFaults.unwritable(failed);
    }
  }

  private void requireSpace() {
    try {
      FileStore disk = Files.getFileStore(folder);
      if (disk.getUsableSpace() < reserve) {
        throw ContentFaults.full();
      }
    } catch (IOException failed) {
      throw ContentFaults.unwritable(failed);
    }
  }

  @Override
  public OptionalLong size(String sha256) throws IOException {
    try {
      return OptionalLong.of(Files.size(file(sha256)));
    } catch (NoSuchFileException missing) {
      return OptionalLong.empty();
    }
  }

  @Override
  public InputStream read(StoredContent content, long from) throws IOException {
    FileChannel channel = FileChannel.open(file(content.sha256()), StandardOpenOption.READ);
    try {
      return Channels.newInputStream(channel.position(from));
    } catch (IOException failed) {
      channel.close();
      throw failed;
    }
  }

  private Path file(String sha256) {
    return folder.resolve(sha256.substring(0, 2)).resolve(sha256);
  }
}
