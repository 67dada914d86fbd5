package org.openimr.server.scan;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a ClamAV daemon over TCP: pieces, each after its length, end with one of length 0; the
 * answer is one line. The daemon may answer, and end the connection, before all has passed.
 *
 * @see <a href="https://docs.clamav.net/manual/Usage/Scanning.html#clamd">ClamAV, clamd</a>
 */
final class ClamScanner implements ContentScanner {

  private static final Pattern FOUND = Pattern.compile("stream: (.+) FOUND");
  // what it says, if it is told to, of what it did not look at as a whole
  private static final String LIMITS = "Heuristics.Limits.Exceeded";

  private final String host;
  private final int port;
  private final Duration timeout;

  /**
   * Makes it.
   *
   * @param address host and port
   * @param timeout longest wait
   */
  ClamScanner(String address, Duration timeout) {
    this.host = host(address);
    this.port = port(address);
    this.timeout = timeout;
  }

  static String host(String address) {
    return address.substring(0, address.lastIndexOf(':')).replaceAll("[\\[\\]]", "");
  }

  static int port(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  @Override
  public boolean on() {
    return true;
  }

  @Override
  public Scan begin() {
    try {
      return new Session(new DaemonConnection(new InetSocketAddress(host, port), timeout));
    } catch (IOException unreachable) {
      throw ScanFaults.unreachable(unreachable);
    }
  }

  private static final class Session implements Scan {

    private final DaemonConnection daemon;
    private boolean ended;

    Session(DaemonConnection daemon) {
      this.daemon = daemon;
      send(ByteBuffer.wrap("zINSTREAM\0".getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public void pass(byte[] bytes, int offset, int length) {
      if (length > 0) {
        // at once, however small: the daemon ends what it has waited for too long
        send(
            ByteBuffer.allocate(Integer.BYTES + length)
                .putInt(length)
                .put(bytes, offset, length)
                .flip());
      }
    }

    private void send(ByteBuffer bytes) {
      try {
        ended = ended || !daemon.send(bytes);
      } catch (SocketTimeoutException silent) {
        close();
        throw ScanFaults.unreachable(silent);
      } catch (IOException broken) {
        // it ends the connection where it has seen enough, and has said why
        ended = true;
      }
    }

    @Override
    public void finish(String place) {
      send(ByteBuffer.allocate(Integer.BYTES));
      try {
        judge(daemon.answer(), place);
      } catch (IOException silent) {
        throw ScanFaults.unreachable(silent);
      }
    }

    private void judge(String answer, String place) {
      Matcher found = FOUND.matcher(answer);
      if (found.matches()) {
        throw found.group(1).startsWith(LIMITS)
            ? ScanFaults.notWhole(found.group(1), place)
            : ScanFaults.infected(found.group(1), place);
      }
      if (answer.contains("size limit exceeded")) {
        throw ScanFaults.tooLarge(place);
      }
      if (ended || !answer.equals("stream: OK")) {
        throw ScanFaults.unclear();
      }
    }

    @Override
    public void close() {
      try {
        daemon.close();
      } catch (IOException gone) {
        // it is as good as closed
        return;
      }
    }
  }
}
