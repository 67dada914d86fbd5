package org.openimr.fhir.packet.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.openimr.fhir.json.Base64Content;
import org.openimr.fhir.json.CanonicalJson;
import org.openimr.fhir.json.StrictJson;
import org.openimr.fhir.packet.seal.ExpectedPacket;
import org.openimr.fhir.packet.seal.PacketFinding;
import org.openimr.fhir.packet.seal.PacketVerdict;
import org.openimr.fhir.packet.seal.PacketVerifier;

/**
 * Verifies the zip of a packet: the packet in it, and that every file beside it is what the packet
 * holds, under the name that the packet gives it. Documents are hashed as they are unpacked.
 */
public final class ZipVerifier {

  private static final int MOST_SIGNATURE = 1 << 16;
  private static final int MOST_MANIFEST = 4 << 20;

  private final PacketVerifier packets;
  private final ArchiveLimits limits;
  private final LongConsumer room;

  /**
   * Makes a verifier.
   *
   * @param packets verifies packets
   * @param limits what a zip may cost
   * @param room is told how many bytes will be held, before they are
   */
  public ZipVerifier(PacketVerifier packets, ArchiveLimits limits, LongConsumer room) {
    this.packets = packets;
    this.limits = limits;
    this.room = room;
  }

  /**
   * Says whether bytes begin as a zip does.
   *
   * @param body some bytes
   * @return whether they do
   */
  public static boolean begins(byte[] body) {
    return body.length > 3 && body[0] == 'P' && body[1] == 'K' && body[2] == 3 && body[3] == 4;
  }

  /**
   * Verifies a zip.
   *
   * @param zip its bytes
   * @param expected which packet it should be
   * @param now the present time
   * @return what is to be held of it
   * @throws org.openimr.fhir.UnreadableResourceException if it is no zip, one that is not read, or
   *     holds no packet
   */
  public PacketVerdict verify(byte[] zip, ExpectedPacket expected, Instant now) {
    Archive archive = new Archive(zip, limits);
    ArchivedFile bundle = archive.files().get(PacketZip.PACKET);
    if (bundle == null) {
      throw ArchiveBytes.unreadable("The zip holds no " + PacketZip.PACKET + ".");
    }
    room.accept(bundle.length());
    byte[] json = archive.content(bundle);
    JsonNode packet = PacketVerifier.read(json);
    PacketVerdict verdict = packets.verify(packet, expected, now);
    List<PacketFinding> findings = new ArrayList<>(verdict.findings());
    findings.addAll(new Check(archive, packet, json).findings());
    return new PacketVerdict(verdict.number(), verdict.signer(), verdict.signed(), findings);
  }

  /** What is beside the packet. */
  private static final class Check {

    private final Archive archive;
    private final JsonNode packet;
    private final JsonNode manifest;
    private final Map<String, JsonNode> lines;
    private final Set<String> due = new HashSet<>(Set.of(PacketZip.PACKET, FileList.NAME));
    private final List<PacketFinding> findings = new ArrayList<>();

    Check(Archive archive, JsonNode packet, byte[] json) {
      this.archive = archive;
      this.packet = packet;
      this.manifest = manifest();
      this.lines = FileList.lines(manifest);
      listed(PacketZip.PACKET, json.length, CanonicalJson.sha256(json), null);
      signature();
      PacketFiles.of(packet).forEach(this::document);
      String number = packet.path("identifier").path("value").asText();
      if (!FileList.fits(manifest, number, due.size() - 1)) {
        found("file-manifest", FileList.NAME, "The manifest of the zip is not that of the packet.");
      }
      for (String name : archive.files().keySet()) {
        if (!due.contains(name)) {
          found("file-added", name, "The packet has no such file.");
        }
      }
    }

    List<PacketFinding> findings() {
      return findings;
    }

    private void found(String code, String file, String text) {
      findings.add(new PacketFinding(code, file, true, text));
    }

    private JsonNode manifest() {
      ArchivedFile file = archive.files().get(FileList.NAME);
      try {
        return file == null || file.length() > MOST_MANIFEST
            ? packet.path("")
            : StrictJson.tree(archive.content(file));
      } catch (IOException illFormed) {
        return packet.path("");
      }
    }

    private void listed(String name, long bytes, String sha256, String document) {
      JsonNode line = lines.getOrDefault(name, packet.path(""));
      if (line.path("bytes").asLong(-1) != bytes
          || !line.path("sha256").asText().equals(sha256)
          || !line.path("document").asText().equals(document == null ? "" : document)) {
        found("file-manifest", name, "The manifest of the zip says something else of this file.");
      }
    }

    private void signature() {
      byte[] signature = PacketZip.signature(packet);
      if (signature.length == 0) {
        return;
      }
      ArchivedFile file = due(PacketZip.SIGNATURE);
      if (file == null) {
        return;
      }
      if (file.length() > MOST_SIGNATURE || !Arrays.equals(archive.content(file), signature)) {
        found("file-altered", file.name(), "The file is not the signature of the packet.");
      }
      listed(file.name(), signature.length, CanonicalJson.sha256(signature), null);
    }

    private void document(PacketFile document) {
      ArchivedFile file = due(document.name());
      if (file == null) {
        return;
      }
      MessageDigest digest = CanonicalJson.digest();
      archive.unpack(file, digest::update);
      String sha256 = HexFormat.of().formatHex(digest.digest());
      String held =
          document.sha256().isEmpty() ? Base64Content.sha256(document.data()) : document.sha256();
      if (!sha256.equals(held)) {
        found("file-altered", file.name(), "The file is not the document of the packet.");
      }
      listed(file.name(), file.length(), sha256, document.document());
    }

    private ArchivedFile due(String name) {
      due.add(name);
      ArchivedFile file = archive.files().get(name);
      if (file == null) {
        found("file-missing", name, "The packet has this file, and the zip does not.");
      }
      return file;
    }
  }
}
