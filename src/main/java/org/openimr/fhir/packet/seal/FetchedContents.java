package org.openimr.fhir.packet.seal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openimr.fhir.json.CanonicalJson;

/**
 * Contents that a packet leaves out, fetched into files. A file is known by what it holds; one that
 * bears the id of the Binary, with any ending, must hold that content. Files are hashed as they are
 * read, each once at most, and only those of the right size.
 */
public final class FetchedContents {

  /** Nothing was fetched: contents are named, not looked at. */
  public static final FetchedContents NONE = new FetchedContents(null);

  private static final int BUFFER = 1 << 16;

  /** Sizes in bytes; null if nobody said where contents are. */
  private final Map<Path, Long> files;

  private final Map<Path, String> hashes = new HashMap<>();

  private FetchedContents(Map<Path, Long> files) {
    this.files = files;
  }

  /**
   * Contents in these places.
   *
   * @param places files, and folders whose files are meant, not those of folders within
   * @return what was fetched
   * @throws IOException if one of them is not there or cannot be read
   */
  public static FetchedContents in(Collection<Path> places) throws IOException {
    Map<Path, Long> files = new LinkedHashMap<>();
    for (Path place : places) {
      if (Files.isDirectory(place)) {
        try (Stream<Path> within = Files.list(place)) {
          for (Path file : within.filter(Files::isRegularFile).sorted().toList()) {
            files.put(file, Files.size(file));
          }
        }
      } else {
        files.put(place, Files.size(place));
      }
    }
    return new FetchedContents(files);
  }

  /**
   * What is found of one content.
   *
   * @param document the document whose content it is
   * @param sha256 which SHA-256 the document states, in small hexadecimal digits
   * @param bytes which size it states; negative if none
   * @param url where the document says it is fetched
   * @throws UncheckedIOException if a file cannot be read
   */
  PacketFinding find(String document, String sha256, long bytes, String url) {
    if (files == null) {
      return new PacketFinding(
          "content-apart",
          document,
          false,
          "The packet leaves the content of the document out, and it was not looked at; whoever"
              + " fetches it compares it with the SHA-256 "
              + sha256
              + ".");
    }
    String id = url.substring(url.lastIndexOf('/') + 1);
    List<Path> named = files.keySet().stream().filter(each -> named(each, id)).toList();
    for (Path file : named.isEmpty() ? files.keySet() : named) {
      if ((bytes < 0 || files.get(file) == bytes) && sha256(file).equals(sha256)) {
        return new PacketFinding(
            "content-verified",
            document,
            false,
            "The content that the packet leaves out is that of " + file.getFileName() + ".");
      }
    }
    String due = (bytes < 0 ? "" : bytes + " bytes, ") + "SHA-256 " + sha256 + ".";
    return PacketFinding.wrong(
        "content-altered",
        document,
        named.isEmpty()
            ? "No file holds the content of the document: " + due
            : named.get(0).getFileName()
                + " is not the content of the document: it has "
                + files.get(named.get(0))
                + " bytes; right are "
                + due);
  }

  private static boolean named(Path file, String id) {
    String name = file.getFileName().toString();
    return name.equals(id) || name.startsWith(id + ".") && name.indexOf('.', id.length() + 1) < 0;
  }

  private String sha256(Path file) {
    return hashes.computeIfAbsent(file, FetchedContents::hash);
  }

  private static String hash(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = CanonicalJson.digest();
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(file.getFileName().toString(), unreadable);
    }
  }
}
