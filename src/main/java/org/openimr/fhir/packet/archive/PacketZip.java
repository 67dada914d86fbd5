package org.openimr.fhir.packet.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.openimr.fhir.json.Base64Content;
import org.openimr.fhir.json.ByteSink;
import org.openimr.fhir.json.CanonicalJson;
import org.openimr.fhir.packet.seal.PacketVerifier;

/**
 * Writes a packet as a zip: {@code bundle.json} is the packet as it was sent, {@code documents/}
 * holds each of its documents as a file, {@code signature.jws} its signature, and {@code
 * manifest.json} says the length and the SHA-256 of each.
 *
 * @see <a href="../../../../../../../../docs/packets.md">packets</a>
 */
public final class PacketZip {

  static final String PACKET = "bundle.json";
  static final String SIGNATURE = "signature.jws";

  /** The same packet gives the same bytes, whenever it is written. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final ZipOutputStream zip;
  private final FileList list;

  private PacketZip(OutputStream out, String packet) {
    this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    this.list = new FileList(packet);
  }

  /**
   * Writes it.
   *
   * @param json the packet
   * @param out what takes the zip, which is not closed
   * @throws org.openimr.fhir.UnreadableResourceException if it is no packet; nothing is written
   *     then
   * @throws IOException if it cannot be written
   */
  public static void write(byte[] json, OutputStream out) throws IOException {
    write(PacketVerifier.read(json), written -> written.write(json), out);
  }

  /** A packet that is written in JSON when it is asked for. */
  @FunctionalInterface
  public interface Written {

    /** Writes all of it. */
    void to(OutputStream out) throws IOException;
  }

  /**
   * Writes a packet that is not in memory.
   *
   * @param packet its tree, in which contents may be read where they are kept
   * @param json writes the same
   * @param out what takes the zip, which is not closed
   * @throws org.openimr.fhir.UnreadableResourceException if it is no packet; nothing is written
   *     then
   * @throws IOException if it cannot be written
   */
  public static void write(JsonNode packet, Written json, OutputStream out) throws IOException {
    List<PacketFile> files = PacketFiles.of(packet);
    new PacketZip(out, packet.path("identifier").path("value").asText()).all(json, packet, files);
  }

  private void all(Written json, JsonNode packet, List<PacketFile> files) throws IOException {
    file(PACKET, null, sink -> json.to(sink.stream()));
    byte[] signature = signature(packet);
    if (signature.length > 0) {
      file(SIGNATURE, null, sink -> sink.take(signature, 0, signature.length));
    }
    for (PacketFile each : files) {
      file(each.name(), each.document(), sink -> Base64Content.decode(each.data(), sink));
    }
    zip.putNextEntry(entry(FileList.NAME));
    zip.write(list.written());
    zip.finish();
  }

  /** The signature that stands in a packet; empty if it has none that can be read. */
  static byte[] signature(JsonNode packet) {
    try {
      return Base64.getDecoder().decode(packet.path("signature").path("data").asText());
    } catch (IllegalArgumentException noBase64) {
      return new byte[0];
    }
  }

  /** Content that is given piece by piece. */
  private interface Content {
    void to(ByteSink sink) throws IOException;
  }

  private void file(String name, String document, Content content) throws IOException {
    zip.putNextEntry(entry(name));
    MessageDigest digest = CanonicalJson.digest();
    WrittenBytes written = new WrittenBytes(zip, digest);
    content.to(written);
    written.end();
    zip.closeEntry();
    list.add(name, written.count(), HexFormat.of().formatHex(digest.digest()), document);
  }

  private static ZipEntry entry(String name) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(NO_TIME);
    return entry;
  }
}
