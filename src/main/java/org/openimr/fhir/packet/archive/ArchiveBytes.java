package org.openimr.fhir.packet.archive;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;

/** The bytes of an archive, whose numbers have their lowest byte first. */
record ArchiveBytes(byte[] bytes) {

  static final int UNIX_DIRECTORY = 0x4000;
  static final int UNIX_FILE = 0x8000;
  static final int UNIX_KIND = 0xf000;

  int size() {
    return bytes.length;
  }

  int two(int at) {
    require(at, 2);
    return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
  }

  long four(int at) {
    return two(at) | (long) two(at + 2) << 16;
  }

  /** Names are ASCII here; what is not is shown as something that no name has. */
  String text(int at, int length) {
    require(at, length);
    return new String(bytes, at, length, StandardCharsets.US_ASCII);
  }

  void require(long at, long length) {
    if (at < 0 || length < 0 || at + length > bytes.length) {
      throw unreadable("The zip ends before what its directory lists, or was cut off.");
    }
  }

  static UnreadableResourceException unreadable(String text) {
    return new UnreadableResourceException(List.of(new Problem("structure", null, text)), true);
  }

  static UnreadableResourceException costly(String text) {
    return new UnreadableResourceException(List.of(new Problem("too-costly", null, text)), true);
  }
}
