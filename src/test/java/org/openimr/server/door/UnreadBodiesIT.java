package org.openimr.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openimr.server.Database;
import org.openimr.server.RunningServer;

/** A connection serves its next request although the body of the last one came after its answer. */
class UnreadBodiesIT {

  private static final int HALF = 100_000;

  private final RunningServer server = Database.H2.server();

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "POST /fhir/Task, text/plain",
    "POST /fhir/Nothing, application/fhir+json",
    "POST /health/ready, application/json",
    "POST /oauth2/token, application/json",
    "POST /nowhere, application/json",
  })
  void aBodyThatIsRefusedIsReadToItsEnd(String request, String type) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          ascii(
              request
                  + " HTTP/1.1\r\nHost: 127.0.0.1:"
                  + server.port()
                  + "\r\nContent-Type: "
                  + type
                  + "\r\nContent-Length: "
                  + 2 * HALF
                  + "\r\n\r\n"));
      out.write(body());
      out.flush();
      Thread.sleep(300);
      out.write(body());
      out.write(
          ascii(
              "GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1:"
                  + server.port()
                  + "\r\nConnection: close\r\n\r\n"));
      out.flush();
      String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answers).startsWith("HTTP/1.1 4");
      assertThat(answers.lines().filter(line -> line.contains("HTTP/1.1 200"))).hasSize(1);
    } catch (IOException ended) {
      throw new AssertionError("the connection was ended", ended);
    }
  }

  private static byte[] body() {
    byte[] body = new byte[HALF];
    Arrays.fill(body, (byte) ' ');
    return body;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
