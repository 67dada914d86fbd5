package org.openimr.server.scan;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.openimr.server.settings.ScanSettings;

/**
 * Shows a scanner the harmless text that all of them find by agreement, in a zip of some size.
 *
 * @see <a href="https://www.eicar.org/download-anti-malware-testfile/">EICAR, test file</a>
 */
public final class ScannerProbe {

  // in two, so that no scanner finds it in this program
  private static final String HARMLESS =
      "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

  private static final int PIECE = 1 << 16;
  // what the format adds: at most so much, and 5 bytes to a piece
  private static final long FRAME = 1024;
  private static final int OF_PIECES = 8192;

  private ScannerProbe() {}

  /** What became of it. */
  public enum Finding {
    /** It was found. */
    FOUND,
    /** What is as large is not looked at, and that is said. */
    TOO_LARGE,
    /** It was called clean. */
    MISSED,
    /** Nothing was said about it, or not in time. */
    UNANSWERED
  }

  /**
   * Shows it.
   *
   * @param size of the zip, in bytes, at most
   */
  public static Finding of(ScanSettings settings, long size) {
    ContentScanner scanner = new ClamScanner(settings.address(), settings.timeout());
    try (ContentScanner.Scan scan = scanner.begin()) {
      show(scan, Math.max(0, size - size / OF_PIECES - FRAME));
      scan.finish(null);
      return Finding.MISSED;
    } catch (BaseServerResponseException refusal) {
      return switch (refusal.getStatusCode()) {
        case 422 -> Finding.FOUND;
        case 413 -> Finding.TOO_LARGE;
        default -> Finding.UNANSWERED;
      };
    }
  }

  private static void show(ContentScanner.Scan scan, long padding) {
    try (ZipOutputStream zip = new ZipOutputStream(to(scan))) {
      zip.setLevel(Deflater.NO_COMPRESSION);
      zip.putNextEntry(new ZipEntry("probe.txt"));
      zip.write(HARMLESS.getBytes(StandardCharsets.US_ASCII));
      zip.putNextEntry(new ZipEntry("padding"));
      byte[] piece = new byte[PIECE];
      for (long left = padding; left > 0; left -= PIECE) {
        zip.write(piece, 0, (int) Math.min(left, PIECE));
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static OutputStream to(ContentScanner.Scan scan) {
    return new OutputStream() {
      @Override
      public void write(int one) {
        scan.pass(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        scan.pass(bytes, offset, length);
      }
    };
  }
}
