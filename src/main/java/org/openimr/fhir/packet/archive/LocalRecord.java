package org.openimr.fhir.packet.archive;

/**
 * What stands before, and behind, the bytes of a file in an archive. Who reads an archive from its
 * beginning goes by it, and must read the same as who goes by the directory.
 *
 * @param at where it begins
 * @param content where the bytes of the file begin
 * @param end where it ends with all that belongs to it
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE, 4.3.7 and
 *     4.3.9</a>
 */
record LocalRecord(int at, int content, int end) {

  /** Encrypted, patched, strongly encrypted, masked: APPNOTE 4.4.4. */
  static final int UNREAD_FLAGS = 1 | 1 << 5 | 1 << 6 | 1 << 13;

  private static final long BEGIN = 0x04034b50L;
  private static final int SIZE = 30;
  private static final int DESCRIBED = 1 << 3;
  private static final long DESCRIPTOR = 0x08074b50L;
  private static final int DESCRIPTOR_SIZE = 12;
  private static final int SIGNED_DESCRIPTOR_SIZE = 16;

  // the same sizes wider, and the same name in another way: APPNOTE 4.5.3 and 4.6.9
  private static final int WIDE_SIZES = 0x0001;
  private static final int OTHER_NAME = 0x7075;

  /**
   * Reads it.
   *
   * @param local where the directory says that it begins
   * @param listed where the directory lists the file
   * @param name the name there
   */
  static LocalRecord of(ArchiveBytes bytes, long local, int listed, String name) {
    bytes.require(local, SIZE);
    int at = (int) local;
    int flags = bytes.two(at + 6);
    boolean described = (flags & DESCRIBED) != 0;
    if (bytes.four(at) != BEGIN
        || bytes.two(at + 8) != bytes.two(listed + 10)
        || (flags & UNREAD_FLAGS) != 0
        || described != ((bytes.two(listed + 8) & DESCRIBED) != 0)
        || !described && !same(bytes, at + 14, listed)
        || !bytes.text(at + SIZE, bytes.two(at + 26)).equals(name)) {
      throw otherwise();
    }
    int extra = at + SIZE + bytes.two(at + 26);
    checkExtra(bytes, extra, bytes.two(at + 28));
    int content = extra + bytes.two(at + 28);
    long size = bytes.four(listed + 20);
    bytes.require(content, size);
    int end = content + (int) size;
    if (described) {
      boolean signed = bytes.four(end) == DESCRIPTOR;
      end += signed ? SIGNED_DESCRIPTOR_SIZE : DESCRIPTOR_SIZE;
      if (!same(bytes, end - DESCRIPTOR_SIZE, listed)) {
        throw otherwise();
      }
    }
    return new LocalRecord(at, content, end);
  }

  /** Whether checksum and both sizes are those of the directory. */
  private static boolean same(ArchiveBytes bytes, int at, int listed) {
    return bytes.four(at) == bytes.four(listed + 16)
        && bytes.four(at + 4) == bytes.four(listed + 20)
        && bytes.four(at + 8) == bytes.four(listed + 24);
  }

  /** Refuses, among what is said of a file besides, what changes its name or its size. */
  static void checkExtra(ArchiveBytes bytes, int from, int length) {
    bytes.require(from, length);
    int at = from;
    while (at < from + length) {
      int kind = at + 4 > from + length ? WIDE_SIZES : bytes.two(at);
      if (kind == WIDE_SIZES || kind == OTHER_NAME) {
        throw otherwise();
      }
      at += 4 + bytes.two(at + 2);
    }
    if (at != from + length) {
      throw otherwise();
    }
  }

  private static RuntimeException otherwise() {
    return ArchiveBytes.unreadable("A file of the zip is not what its directory says.");
  }
}
