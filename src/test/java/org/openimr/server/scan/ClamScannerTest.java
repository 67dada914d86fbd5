package org.openimr.server.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openimr.server.scan.ContentScanner.Scan;

/** A daemon that does not do as it should stops nobody for longer than is set. */
class ClamScannerTest {

  // more than two machines keep for each other
  private static final int MUCH = 64 << 20;

  private ServerSocket daemon;

  @BeforeEach
  void listen() throws IOException {
    daemon = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    daemon.close();
  }

  @Test
  void oneThatTakesNothingIsNotWaitedForWithoutEnd() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(refusal(MUCH).getStatusCode()).isEqualTo(503));
  }

  @Test
  void oneThatSaysNothingIsNotWaitedForWithoutEnd() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(refusal(10).getStatusCode()).isEqualTo(503));
  }

  @Test
  void whatItSaysBeforeTheEndIsTheAnswer() throws Exception {
    answer("INSTREAM size limit exceeded. ERROR\0");
    assertThat(refusal(MUCH).getStatusCode()).isEqualTo(413);
  }

  @Test
  void whatItDidNotLookAtIsNotClean() throws Exception {
    answer("stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0");
    BaseServerResponseException refusal = refusal(10);
    assertThat(refusal.getStatusCode()).isEqualTo(413);
    assertThat(refusal).hasMessageContaining("than the virus scanner looks at");
  }

  @Test
  void cleanBeforeTheEndIsNotClean() throws Exception {
    answer("stream: OK\0");
    assertThat(refusal(MUCH).getStatusCode()).isEqualTo(503);
  }

  @Test
  void oneThatIsNotThereIsAnswered() {
    ContentScanner nowhere = new ClamScanner("no-such-host.invalid:3310", Duration.ofSeconds(1));
    BaseServerResponseException refusal =
        catchThrowableOfType(BaseServerResponseException.class, nowhere::begin);
    assertThat(refusal.getStatusCode()).isEqualTo(503);
  }

  private BaseServerResponseException refusal(int size) {
    ContentScanner scanner =
        new ClamScanner("127.0.0.1:" + daemon.getLocalPort(), Duration.ofSeconds(1));
    return catchThrowableOfType(
        BaseServerResponseException.class,
        () -> {
          try (Scan scan = scanner.begin()) {
            byte[] piece = new byte[1 << 16];
            for (int left = size; left > 0; left -= piece.length) {
              scan.pass(piece, 0, Math.min(left, piece.length));
            }
            scan.finish(null);
          }
        });
  }

  /** Answers so as soon as somebody comes, reads nothing, and stays. */
  private void answer(String text) {
    Thread thread =
        new Thread(
            () -> {
              try {
                Socket socket = daemon.accept();
                socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
              } catch (IOException closed) {
                return;
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
