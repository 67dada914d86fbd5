package org.openimr.server.scan;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a ClamAV daemon over TCP: pieces, each after its length, end with one of length 0; the
 * answer is one line.
 *
 * @see <a href="https://docs.clamav.net/manual/Usage/Scanning.html#clamd">ClamAV, clamd</a>
 */
final class ClamScanner implements ContentScanner {

  private static final Pattern FOUND = Pattern.compile("stream: (.+) FOUND");
  private static final int LONGEST_ANSWER = 4096;

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
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
      socket.setSoTimeout((int) timeout.toMillis());
      return new Session(socket);
    } catch (IOException unreachable) {
      close(socket);
      throw ScanFaults.unreachable(unreachable);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // it is as good as closed
      return;
    }
  }

  private static final class Session implements Scan {

    private final Socket socket;
    private final DataOutputStream out;
    private boolean refused;

    Session(Socket socket) throws IOException {
      this.socket = socket;
      this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
      out.write("zINSTREAM\0".getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void pass(byte[] bytes, int offset, int length) {
      if (length == 0 || refused) {
        return;
      }
      try {
        out.writeInt(length);
        out.write(bytes, offset, length);
      } catch (IOException ended) {
        // it ends the connection where it has seen enough, and says why
        refused = true;
      }
    }

    @Override
    public void finish(String place) {
      try {
        if (!refused) {
          out.writeInt(0);
          out.flush();
        }
      } catch (IOException ended) {
        refused = true;
      }
      judge(answer(), place);
    }

    private String answer() {
      StringBuilder answer = new StringBuilder();
      try {
        InputStream in = socket.getInputStream();
        for (int each = in.read();
            each > 0 && each != '\n' && answer.length() < LONGEST_ANSWER;
            each = in.read()) {
          answer.append((char) each);
        }
      } catch (IOException silent) {
        throw ScanFaults.unreachable(silent);
      }
      return answer.toString();
    }

    private void judge(String answer, String place) {
      Matcher found = FOUND.matcher(answer);
      if (found.matches()) {
        throw ScanFaults.infected(found.group(1), place);
      }
      if (answer.contains("size limit exceeded")) {
        throw ScanFaults.tooLarge(place);
      }
      if (refused || !answer.equals("stream: OK")) {
        throw ScanFaults.unclear();
      }
    }

    @Override
    public void close() {
      ClamScanner.close(socket);
    }
  }
}
