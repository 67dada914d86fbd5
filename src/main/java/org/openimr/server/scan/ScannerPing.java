package org.openimr.server.scan;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.openimr.server.settings.ScanSettings;

/**
 * Asks a ClamAV daemon whether it is there: {@code PING}, to be answered by {@code PONG}.
 *
 * @see <a href="https://docs.clamav.net/manual/Usage/Scanning.html#clamd">ClamAV, clamd</a>
 */
public final class ScannerPing {

  private static final Duration LONGEST = Duration.ofSeconds(10);

  private ScannerPing() {}

  /**
   * Asks it.
   *
   * @return whether it answers as such a daemon does
   * @throws IOException if nothing answers in time
   */
  public static boolean answered(ScanSettings settings) throws IOException {
    int timeout = (int) Math.min(LONGEST.toMillis(), settings.timeout().toMillis());
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(
              ClamScanner.host(settings.address()), ClamScanner.port(settings.address())),
          timeout);
      socket.setSoTimeout(timeout);
      socket.getOutputStream().write("zPING\0".getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      InputStream in = socket.getInputStream();
      byte[] answer = in.readNBytes(4);
      return new String(answer, StandardCharsets.US_ASCII).equals("PONG");
    }
  }
}
