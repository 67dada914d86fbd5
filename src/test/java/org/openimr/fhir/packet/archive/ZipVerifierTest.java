package org.openimr.fhir.packet.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.json.CanonicalJson;
import org.openimr.fhir.json.StrictJson;
import org.openimr.fhir.packet.seal.ExpectedPacket;
import org.openimr.fhir.packet.seal.PacketVerdict;
import org.openimr.fhir.packet.seal.PacketVerifier;
import org.openimr.fhir.packet.seal.SealedPacket;
import org.openimr.fhir.packet.seal.SigningKeys;

/** A zip goes out and comes back in whole; whatever was done to it is found or refused. */
class ZipVerifierTest {

  private static final Instant NOW = Instant.parse("2026-07-04T17:00:00Z");
  private static final byte[] PACKET = SealedPacket.by(SigningKeys.PLAN);
  private static final String LETTER = "documents/001-document.txt";
  private static final ArchiveLimits LIMITS = new ArchiveLimits(100, 1 << 20, 3 << 20);

  private static byte[] zip(byte[] packet) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PacketZip.write(packet, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static PacketVerdict verify(byte[] zip) {
    return new ZipVerifier(new PacketVerifier(SigningKeys.trusted()), LIMITS, bytes -> {})
        .verify(zip, ExpectedPacket.ANY, NOW);
  }

  private static Map<String, byte[]> files(byte[] zip) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), in.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static byte[] packed(Map<String, byte[]> files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static List<String> altered(Consumer<Map<String, byte[]>> alteration) {
    Map<String, byte[]> files = files(zip(PACKET));
    alteration.accept(files);
    PacketVerdict verdict = verify(packed(files));
    assertThat(verdict.valid()).isFalse();
    return verdict.findings().stream().map(each -> each.code() + " " + each.entry()).toList();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void holdsThePacketItsDocumentsTheSignatureAndWhatFilesThereAre() throws IOException {
    Map<String, byte[]> files = files(zip(PACKET));

    assertThat(files.keySet())
        .containsExactly("bundle.json", "signature.jws", LETTER, "manifest.json");
    assertThat(files.get("bundle.json")).isEqualTo(PACKET);
    assertThat(files.get(LETTER)).isEqualTo(utf8("made up"));
    assertThat(new String(files.get("signature.jws"), StandardCharsets.US_ASCII)).contains("..");
    JsonNode manifest = StrictJson.tree(files.get("manifest.json"));
    assertThat(manifest.path("packet").asText()).isEqualTo("2026-000001-imro-1");
    assertThat(manifest.path("files")).hasSize(3);
    assertThat(manifest.path("files").path(2).path("bytes").asInt()).isEqualTo(7);
    assertThat(manifest.path("files").path(2).path("document").asText())
        .isEqualTo("DocumentReference/letter");
    for (JsonNode file : manifest.path("files")) {
      byte[] content = files.get(file.path("name").asText());
      assertThat(file.path("bytes").asInt()).isEqualTo(content.length);
      assertThat(file.path("sha256").asText()).isEqualTo(CanonicalJson.sha256(content));
    }
  }

  @Test
  void comesBackValidAndIsTheSameEachTime() {
    byte[] zip = zip(PACKET);

    assertThat(verify(zip).findings()).isEmpty();
    assertThat(verify(zip).number()).isEqualTo("2026-000001-imro-1");
    assertThat(zip(PACKET)).isEqualTo(zip);
    assertThat(verify(packed(files(zip))).findings()).as("packed anew").isEmpty();
    byte[] large = zip(SealedPacket.of(20, () -> new byte[3000]));
    assertThat(verify(large).findings()).isEmpty();
  }

  @Test
  void whatWasDoneToAFileIsNamed() {
    assertThat(altered(files -> files.put(LETTER, utf8("made UP"))))
        .containsExactly("file-altered " + LETTER, "file-manifest " + LETTER);
    assertThat(altered(files -> files.remove(LETTER))).containsExactly("file-missing " + LETTER);
    assertThat(altered(files -> files.put("documents/002-note.txt", utf8("x"))))
        .containsExactly("file-added documents/002-note.txt");
    assertThat(altered(files -> files.put("signature.jws", utf8("x"))))
        .containsExactly("file-altered signature.jws");
    assertThat(altered(files -> files.remove("manifest.json")))
        .contains("file-manifest bundle.json", "file-manifest manifest.json");
    assertThat(altered(files -> files.put("manifest.json", utf8("{"))))
        .contains("file-manifest manifest.json");
    assertThat(
            altered(
                files ->
                    files.put(
                        "bundle.json",
                        utf8(
                            new String(PACKET, StandardCharsets.UTF_8).replace("Muñoz", "Nuñoz")))))
        .containsExactly(
            "altered Patient/member", "signature-wrong null", "file-manifest bundle.json");
  }

  @Test
  void aDocumentAlteredWithItsManifestIsFound() {
    byte[] other = utf8("made UP");
    assertThat(
            altered(
                files -> {
                  files.put(LETTER, other);
                  files.put(
                      "manifest.json",
                      utf8(
                          new String(files.get("manifest.json"), StandardCharsets.UTF_8)
                              .replace(
                                  CanonicalJson.sha256(utf8("made up")),
                                  CanonicalJson.sha256(other))));
                }))
        .containsExactly("file-altered " + LETTER);
  }

  @Test
  void aFileUnderTheNameOfAnotherIsFound() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    byte[][] contents = {utf8("a"), utf8("b")};
    int[] next = {0};
    files.putAll(files(zip(SealedPacket.of(2, () -> contents[next[0]++]))));
    List<String> names =
        new ArrayList<>(files.keySet().stream().filter(each -> each.endsWith(".pdf")).toList());
    assertThat(names).hasSize(2);
    byte[] first = files.get(names.get(0));
    files.put(names.get(0), files.get(names.get(1)));
    files.put(names.get(1), first);

    assertThat(verify(packed(files)).findings())
        .extracting(each -> each.code() + " " + each.entry())
        .contains("file-altered " + names.get(0), "file-altered " + names.get(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "documents/../../x",
        "/etc/passwd",
        "C:\\x",
        "documents\\x",
        "documents/sub/x",
        "documents/.hidden",
        "documents/ü.pdf",
        "documents/a b.pdf",
        "documents/a\u0000.pdf",
        "documents/a\n.pdf",
        "x/",
        "documents/-rf"
      })
  void aNameThatLeadsElsewhereOrReadsOddlyIsRefused(String name) {
    refused(files -> files.put(name, new byte[0]), "whose name");
  }

  private static void refused(Consumer<Map<String, byte[]>> alteration, String text) {
    Map<String, byte[]> files = files(zip(PACKET));
    alteration.accept(files);
    refused(packed(files), text);
  }

  private static void refused(byte[] zip, String text) {
    assertThatThrownBy(() -> verify(zip))
        .isInstanceOfSatisfying(
            UnreadableResourceException.class,
            refusal -> assertThat(refusal.problems().get(0).text()).contains(text));
  }

  @Test
  void aFolderMayStandInIt() {
    Map<String, byte[]> files = files(zip(PACKET));
    files.put("documents/", new byte[0]);

    assertThat(verify(packed(files)).findings()).isEmpty();
  }

  @Test
  void twoFilesOfOneNameAreRefused() {
    refused(files -> files.put("BUNDLE.json", new byte[0]), "same name");
    byte[] zip = packed(Map.of("bundle.json", new byte[3], "bundle.jsoN", new byte[3]));
    refused(
        latin(new String(zip, StandardCharsets.ISO_8859_1).replace("jsoN", "json")), "same name");
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void whatUnpacksToFarMoreIsRefused() {
    refused(files -> files.put("documents/002-x.bin", new byte[2 << 20]), "far more");
    // each within the ratio, together too much
    refused(
        files -> {
          byte[] noise = new byte[(1 << 20) - 1];
          new java.util.Random(1).nextBytes(noise);
          for (int i = 2; i < 6; i++) {
            files.put("documents/00" + i + "-x.bin", noise);
          }
        },
        "more than is read");
    refused(
        files -> {
          byte[] noise = new byte[(1 << 20) + 1];
          new java.util.Random(1).nextBytes(noise);
          files.put("bundle.json", noise);
        },
        "more than is read");
    refused(
        files -> {
          for (int i = 0; i < 101; i++) {
            files.put("documents/x" + i, new byte[0]);
          }
        },
        "more files");
  }

  @Test
  void whereverItIsCutOffItIsRefused() {
    byte[] zip = zip(PACKET);
    for (int length = 0; length < zip.length; length += 7) {
      byte[] cut = Arrays.copyOf(zip, length);
      assertThatThrownBy(() -> verify(cut)).isInstanceOf(UnreadableResourceException.class);
    }
    byte[] longer = Arrays.copyOf(zip, zip.length + 1);
    refused(longer, "no whole zip");
  }

  /** Alters the record of the first file in the directory. */
  private static byte[] directory(int at, int... values) {
    byte[] zip = zip(PACKET);
    int directory = find(zip, 0x02014b50);
    for (int i = 0; i < values.length; i++) {
      zip[directory + at + i] = (byte) values[i];
    }
    return zip;
  }

  private static int find(byte[] zip, int signature) {
    for (int i = 0; ; i++) {
      if ((zip[i] & 0xff | (zip[i + 1] & 0xff) << 8 | (zip[i + 2] & 0xff) << 16 | zip[i + 3] << 24)
          == signature) {
        return i;
      }
    }
  }

  @Test
  void linksEncryptionAndOtherWaysOfPackingAreRefused() {
    byte[] link = directory(4, 20, 3);
    int at = find(link, 0x02014b50) + 40;
    link[at] = (byte) 0xff;
    link[at + 1] = (byte) 0xa1;
    refused(link, "a link");
    refused(directory(8, 1), "encrypted");
    refused(directory(8, 0, 0x20), "encrypted");
    refused(directory(10, 99), "packed in a way");
    refused(directory(24, 0xff, 0xff, 0xff, 0xff), "Zip64");
    refused(directory(42, 0xff, 0xff, 0xff, 0xff), "Zip64");
    refused(directory(42, 1), "not what its directory says");
    refused(directory(24, 1, 0, 0, 0), "not what its directory says");
    refused(directory(16, 1, 2, 3, 4), "not what its directory says");
    byte[] wide = zip(PACKET);
    int end = find(wide, 0x06054b50);
    wide[end + 10] = wide[end + 11] = (byte) 0xff;
    refused(wide, "Zip64");
  }

  @Test
  void filesThatShareTheirBytesAreRefused() {
    byte[] zip = packed(Map.of("bundle.json", new byte[30], "bundle2.json", new byte[30]));
    byte[] overlapping = zip.clone();
    int first = find(zip, 0x02014b50);
    // the size of the first, so that it reaches into the second
    overlapping[first + 20] += 60;
    assertThatThrownBy(() -> verify(overlapping)).isInstanceOf(UnreadableResourceException.class);
  }

  @Test
  void whateverIsFlippedItIsRefusedOrFoundOrMeansTheSame() {
    byte[] zip = zip(SealedPacket.by(SigningKeys.CURVE));
    int same = 0;
    for (int bit = 0; bit < zip.length * Byte.SIZE; bit += 41) {
      byte[] flipped = zip.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      try {
        if (verify(flipped).valid()) {
          same++;
        }
      } catch (UnreadableResourceException refused) {
        // as it should be
      }
    }
    assertThat(same).as("times, versions and the like").isLessThan(zip.length * 8 / 41 / 10);
  }

  @Test
  void aZipWithoutPacketIsRefused() {
    refused(files -> files.remove("bundle.json"), "bundle.json");
    refused(files -> files.put("bundle.json", utf8("{}")), "not a Bundle");
    refused(
        files ->
            files.put(
                "bundle.json",
                utf8(
                    "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":1}}]}")),
        "not well-formed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Lettre à l’assuré: refus (№ 3).pdf|001-lettre-a-l-assure-refus-3-pdf.pdf",
        "../../etc/passwd|001-etc-passwd.pdf",
        "病|001-document.pdf",
        "CON|001-con.pdf"
      })
  void titlesBecomeNamesThatEverySystemKeeps(String pair) {
    String[] parts = pair.split("\\|");
    assertThat(FileNames.of(1, parts[0], "application/pdf")).isEqualTo("documents/" + parts[1]);
  }
}
