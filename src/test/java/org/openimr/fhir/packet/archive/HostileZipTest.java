package org.openimr.fhir.packet.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.packet.seal.ExpectedPacket;
import org.openimr.fhir.packet.seal.PacketVerdict;
import org.openimr.fhir.packet.seal.PacketVerifier;
import org.openimr.fhir.packet.seal.SealedPacket;
import org.openimr.fhir.packet.seal.SigningKeys;

/** Zips that two programs would read in two ways, or that cost more than they are worth. */
class HostileZipTest {

  private static final byte[] PACKET = SealedPacket.by(SigningKeys.PLAN);
  private static final String OTHERWISE = "not what its directory says";
  private static final int DIRECTORY = 0x02014b50;
  private static final int END = 0x06054b50;

  private static PacketVerdict verify(byte[] zip) {
    return new ZipVerifier(
            new PacketVerifier(SigningKeys.trusted()),
            ArchiveLimits.forPackets(1 << 20),
            bytes -> {})
        .verify(zip, ExpectedPacket.ANY, Instant.parse("2026-07-04T17:00:00Z"));
  }

  private static byte[] zip() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PacketZip.write(PACKET, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void refused(byte[] zip, String text) {
    assertThatThrownBy(() -> verify(zip))
        .isInstanceOfSatisfying(
            UnreadableResourceException.class,
            refusal -> assertThat(refusal.problems().get(0).text()).contains(text));
  }

  private static ByteBuffer read(byte[] zip) {
    return ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int find(byte[] zip, int signature) {
    int at = 0;
    while (read(zip).getInt(at) != signature) {
      at++;
    }
    return at;
  }

  /** Puts bytes into a zip, whose addresses are corrected so that programs find its files. */
  private static byte[] with(byte[] zip, int at, byte[] more) {
    int directory = find(zip, DIRECTORY);
    byte[] longer =
        ByteBuffer.allocate(zip.length + more.length)
            .put(zip, 0, at)
            .put(more)
            .put(zip, at, zip.length - at)
            .array();
    ByteBuffer bytes = read(longer);
    int end = longer.length - 22;
    bytes.putInt(end + 16, directory + more.length);
    int entry = directory + more.length;
    while (entry < end) {
      if (bytes.getInt(entry + 42) >= at) {
        bytes.putInt(entry + 42, bytes.getInt(entry + 42) + more.length);
      }
      entry +=
          46 + bytes.getShort(entry + 28) + bytes.getShort(entry + 30) + bytes.getShort(entry + 32);
    }
    return longer;
  }

  @Test
  void whatStandsBeforeBetweenOrBehindTheFilesIsRefused() {
    byte[] zip = zip();
    assertThat(verify(zip).valid()).isTrue();
    byte[] page = "<html>".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    int second = read(zip).getInt(second(zip) + 42);
    refused(with(zip, 0, page), "belong to none");
    refused(with(zip, second, page), "belong to none");
    refused(with(zip, find(zip, DIRECTORY), page), "belong to none");
    // the directory alone knows nothing of the bytes before it
    byte[] moved = ByteBuffer.allocate(zip.length + 6).put(page).put(zip).array();
    refused(moved, "not where its end says");
  }

  /** Where the directory lists the second file. */
  private static int second(byte[] zip) {
    int first = find(zip, DIRECTORY);
    ByteBuffer bytes = read(zip);
    return first + 46 + bytes.getShort(first + 28) + bytes.getShort(first + 30);
  }

  @Test
  void whatWouldBeReadOtherwiseFromTheBeginningIsRefused() {
    byte[] described = zip();
    // sizes behind the file: another checksum, another length
    for (int back : new int[] {4, 8, 12}) {
      byte[] other = described.clone();
      other[read(other).getInt(second(other) + 42) - back] ^= 1;
      refused(other, OTHERWISE);
    }
    // said before the file in place of behind it
    byte[] flagged = described.clone();
    flagged[6] ^= 8;
    refused(flagged, OTHERWISE);

    byte[] stored = stored("bundle.json", PACKET, new byte[0]);
    assertThat(verify(stored).findings()).extracting("code").contains("file-missing");
    for (int at : new int[] {14, 18, 22}) {
      byte[] other = stored.clone();
      other[at] ^= 1;
      refused(other, OTHERWISE);
    }
    byte[] named = stored.clone();
    named[30] = 'c';
    refused(named, OTHERWISE);
  }

  private static byte[] stored(String name, byte[] content, byte[] extra) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      CRC32 crc = new CRC32();
      crc.update(content);
      ZipEntry entry = new ZipEntry(name);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      entry.setCrc(crc.getValue());
      if (extra.length > 0) {
        entry.setExtra(extra);
      }
      zip.putNextEntry(entry);
      zip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Test
  void aSecondNameOfAFileIsRefused() {
    // Info-ZIP's Unicode path: version, CRC-32 of the name, another name
    byte[] other = {0x75, 0x70, 9, 0, 1, 0, 0, 0, 0, 'e', 'v', 'i', 'l'};
    refused(stored("bundle.json", PACKET, other), OTHERWISE);
    byte[] harmless = {0x41, 0x41, 5, 0, 1, 0, 0, 0, 0};
    assertThat(verify(stored("bundle.json", PACKET, harmless)).number()).isNotNull();
    // what is said besides ends before it begins
    byte[] cut = stored("bundle.json", PACKET, harmless);
    cut[30 + "bundle.json".length() + 2] = 60;
    refused(cut, OTHERWISE);
  }

  @Test
  void sizesOfZip64BesideThoseOfTheDirectoryAreRefused() {
    byte[] zip = zip();
    int first = find(zip, DIRECTORY);
    read(zip).putInt(first + 20, -1);
    refused(zip, "Zip64");
    byte[] wide = stored("bundle.json", PACKET, new byte[] {0x41, 0x41, 5, 0, 1, 0, 0, 0, 0});
    int extra = 30 + "bundle.json".length();
    wide[extra] = 1;
    wide[extra + 1] = 0;
    refused(wide, OTHERWISE);
  }

  @Test
  void aHundredThousandFilesAreRefusedAtOnce() throws IOException {
    refusedAtOnce(100_000, "Zip64 is not read");
    refusedAtOnce(60_000, "more files than are read");
  }

  private static void refusedAtOnce(int files, String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < files; i++) {
        zip.putNextEntry(new ZipEntry("documents/" + i));
      }
    }
    byte[] zip = out.toByteArray();
    assertTimeoutPreemptively(Duration.ofSeconds(5), () -> refused(zip, text));
  }

  @Test
  void aDamagedFileIsRefused() {
    byte[] zip = zip();
    zip[200] ^= 1;
    refused(zip, "damaged");
  }

  /** Nobody takes for written what a full disk did not take. */
  @Test
  void whereverTheDiskIsFullTheZipIsNotWritten() {
    int length = zip().length;
    for (int space = 0; space < length; space++) {
      int room = space;
      assertThatThrownBy(
              () ->
                  PacketZip.write(
                      PACKET,
                      new OutputStream() {
                        private int left = room;

                        @Override
                        public void write(int one) throws IOException {
                          if (left-- == 0) {
                            throw new IOException("No space left on device");
                          }
                        }
                      }))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void anEmptyZipHoldsNoPacket() {
    byte[] empty = new byte[22];
    read(empty).putInt(0, END);
    refused(empty, "no bundle.json");
    refused(new byte[0], "no whole zip");
    refused(PACKET, "no whole zip");
  }

  @Test
  void aZipWithinAZipIsAFileThatThePacketDoesNotHave() throws IOException {
    byte[] inner = zip();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("bundle.json"));
      zip.write(PACKET);
      zip.putNextEntry(new ZipEntry("documents/packet.zip"));
      zip.write(inner);
    }
    assertThat(verify(out.toByteArray()).findings())
        .extracting(each -> each.code() + " " + each.entry())
        .contains("file-added documents/packet.zip");
  }
}
