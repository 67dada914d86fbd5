package org.openimr.fhir.packet.archive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads which files an archive holds, from its directory alone, and refuses everything that a zip
 * of a packet does not need: what two programs could read in two ways, what leads out of a folder,
 * what unpacks to more than it says.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE, 4.3 and
 *     4.4</a>
 */
final class ArchiveDirectory {

  private static final long END = 0x06054b50L;
  private static final int END_SIZE = 22;
  private static final long LISTED = 0x02014b50L;
  private static final int LISTED_SIZE = 46;
  private static final long WIDE = 0xffffffffL;
  private static final int WIDE_COUNT = 0xffff;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int UNIX = 3;
  // nothing that is packed for a packet shrinks more; a deflated file can shrink by 1032
  private static final long MOST_RATIO = 200;
  private static final long RATIO_FROM = 1 << 20;
  private static final Pattern NAME =
      Pattern.compile("(?:documents/)?[A-Za-z0-9][A-Za-z0-9._-]{0,119}|documents/");

  private final ArchiveBytes bytes;
  private final ArchiveLimits limits;
  private final List<ArchivedFile> files = new ArrayList<>();
  private final List<LocalRecord> records = new ArrayList<>();
  private int start;

  private ArchiveDirectory(ArchiveBytes bytes, ArchiveLimits limits) {
    this.bytes = bytes;
    this.limits = limits;
  }

  /**
   * Lists the files.
   *
   * @throws org.openimr.fhir.UnreadableResourceException if it is no zip as packets have it
   */
  static List<ArchivedFile> of(ArchiveBytes bytes, ArchiveLimits limits) {
    ArchiveDirectory directory = new ArchiveDirectory(bytes, limits);
    directory.read();
    directory.checkPlaces();
    return directory.files;
  }

  private void read() {
    int end = bytes.size() - END_SIZE;
    if (end < 0 || bytes.four(end) != END || bytes.two(end + 20) != 0) {
      throw ArchiveBytes.unreadable(
          "The body is no whole zip: its end record is missing, cut off or followed by something.");
    }
    int count = bytes.two(end + 10);
    long size = bytes.four(end + 12);
    long from = bytes.four(end + 16);
    if (count == WIDE_COUNT || size == WIDE || from == WIDE) {
      throw ArchiveBytes.unreadable("Zip64 is not read: a packet needs none.");
    }
    if (bytes.two(end + 4) != 0 || bytes.two(end + 6) != 0 || bytes.two(end + 8) != count) {
      throw ArchiveBytes.unreadable("The zip is one of several parts.");
    }
    if (count > limits.files()) {
      throw ArchiveBytes.costly("The zip holds more files than are read.");
    }
    if (from + size != end) {
      throw ArchiveBytes.unreadable("The directory of the zip is not where its end says.");
    }
    start = (int) from;
    int at = start;
    for (int i = 0; i < count; i++) {
      at = listed(at);
    }
    if (at != end) {
      throw ArchiveBytes.unreadable("The directory of the zip holds more or less than it says.");
    }
  }

  private int listed(int at) {
    bytes.require(at, LISTED_SIZE);
    if (bytes.four(at) != LISTED) {
      throw ArchiveBytes.unreadable("The directory of the zip cannot be read.");
    }
    int named = bytes.two(at + 28);
    String name = bytes.text(at + LISTED_SIZE, named);
    if (!NAME.matcher(name).matches() || name.contains("..")) {
      throw ArchiveBytes.unreadable(
          "The zip holds a file whose name is not one that files of a packet have.");
    }
    if ((bytes.two(at + 8) & LocalRecord.UNREAD_FLAGS) != 0) {
      throw ArchiveBytes.unreadable("The zip is encrypted, or holds parts of files.");
    }
    int method = bytes.two(at + 10);
    if (method != STORED && method != DEFLATED) {
      throw ArchiveBytes.unreadable("A file of the zip is packed in a way that is not read.");
    }
    checkKind(at, name);
    long size = bytes.four(at + 20);
    long length = bytes.four(at + 24);
    long local = bytes.four(at + 42);
    if (size == WIDE || length == WIDE || local == WIDE) {
      throw ArchiveBytes.unreadable("Zip64 is not read: a packet needs none.");
    }
    if (method == STORED && size != length || length > RATIO_FROM && length / MOST_RATIO > size) {
      throw ArchiveBytes.costly("A file of the zip unpacks to far more than it is packed.");
    }
    LocalRecord.checkExtra(bytes, at + LISTED_SIZE + named, bytes.two(at + 30));
    LocalRecord record = LocalRecord.of(bytes, local, at, name);
    records.add(record);
    files.add(
        new ArchivedFile(
            name, method == DEFLATED, bytes.four(at + 16), record.content(), (int) size, length));
    return at + LISTED_SIZE + named + bytes.two(at + 30) + bytes.two(at + 32);
  }

  /** Links and devices are no files; a folder is empty. */
  private void checkKind(int at, String name) {
    boolean unix = bytes.two(at + 4) >> 8 == UNIX;
    int kind = unix ? (int) (bytes.four(at + 38) >> 16) & ArchiveBytes.UNIX_KIND : 0;
    boolean folder = name.endsWith("/");
    boolean fits =
        kind == 0 || kind == (folder ? ArchiveBytes.UNIX_DIRECTORY : ArchiveBytes.UNIX_FILE);
    if (!fits || folder && bytes.four(at + 24) != 0) {
      throw ArchiveBytes.unreadable("The zip holds a link, or something else that is no file.");
    }
  }

  /**
   * Files neither overlap nor leave anything between them that belongs to none, nor have the same
   * name for any system, nor are too much together.
   */
  private void checkPlaces() {
    Set<String> names = new HashSet<>();
    long total = 0;
    for (ArchivedFile file : files) {
      total += file.length();
      if (!names.add(file.name().toLowerCase(Locale.ROOT))) {
        throw ArchiveBytes.unreadable("The zip holds two files of the same name.");
      }
    }
    int end = 0;
    records.sort(Comparator.comparingInt(LocalRecord::at));
    for (LocalRecord record : records) {
      if (record.at() < end || record.end() > start) {
        throw ArchiveBytes.unreadable("Files of the zip lie over each other.");
      }
      requireNothing(end, record.at());
      end = record.end();
    }
    requireNothing(end, start);
    if (total > limits.total()) {
      throw ArchiveBytes.costly("The zip unpacks to more than is read.");
    }
  }

  private static void requireNothing(int from, int until) {
    if (from != until) {
      throw ArchiveBytes.unreadable("The zip holds bytes that belong to none of its files.");
    }
  }
}
