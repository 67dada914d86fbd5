package org.openimr.fhir.packet.archive;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.openimr.fhir.json.ByteSink;

/** An archive that somebody sent, of which nothing is believed before it is seen. */
final class Archive {

  private static final int PIECE = 1 << 16;

  private final byte[] bytes;
  private final ArchiveLimits limits;
  private final Map<String, ArchivedFile> files = new LinkedHashMap<>();

  /**
   * Reads the directory.
   *
   * @throws org.openimr.fhir.UnreadableResourceException if it is no zip as packets have it
   */
  Archive(byte[] bytes, ArchiveLimits limits) {
    this.bytes = bytes;
    this.limits = limits;
    for (ArchivedFile file : ArchiveDirectory.of(new ArchiveBytes(bytes), limits)) {
      if (!file.name().endsWith("/")) {
        files.put(file.name(), file);
      }
    }
  }

  /** The files, by name, in the order of the directory. */
  Map<String, ArchivedFile> files() {
    return files;
  }

  /** The whole content of a file that is not larger than the limit. */
  byte[] content(ArchivedFile file) {
    if (file.length() > limits.length()) {
      throw ArchiveBytes.costly("A file of the zip unpacks to more than is read.");
    }
    byte[] content = new byte[(int) file.length()];
    int[] held = {0};
    unpack(
        file,
        (from, offset, length) -> {
          System.arraycopy(from, offset, content, held[0], length);
          held[0] += length;
        });
    return content;
  }

  /** Gives the content piece by piece, never more than the directory says. */
  void unpack(ArchivedFile file, ByteSink sink) {
    CRC32 crc = new CRC32();
    long length = file.packed() ? inflate(file, sink, crc) : plain(file, sink, crc);
    if (length != file.length() || crc.getValue() != file.crc()) {
      throw damaged();
    }
  }

  private long plain(ArchivedFile file, ByteSink sink, CRC32 crc) {
    crc.update(bytes, file.from(), file.size());
    sink.take(bytes, file.from(), file.size());
    return file.size();
  }

  private long inflate(ArchivedFile file, ByteSink sink, CRC32 crc) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(bytes, file.from(), file.size());
      byte[] piece = new byte[PIECE];
      long length = 0;
      while (!inflater.finished()) {
        int count = inflater.inflate(piece);
        length += count;
        if (length > file.length() || count == 0 && !inflater.finished()) {
          throw damaged();
        }
        crc.update(piece, 0, count);
        sink.take(piece, 0, count);
      }
      if (inflater.getRemaining() > 0) {
        throw damaged();
      }
      return length;
    } catch (DataFormatException broken) {
      throw damaged();
    } finally {
      inflater.end();
    }
  }

  private static RuntimeException damaged() {
    return ArchiveBytes.unreadable("A file of the zip is damaged, or not as long as it says.");
  }
}
