package org.openimr.server.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openimr.server.ServerProcess;

/** A content of 300 MB is sent and fetched by a server with the smallest heap that it runs with. */
class LargeBinaryIT {

  private static final long BYTES = 300L * 1000 * 1000;
  private static final String PLAN = "Bearer demo-plan-vchcp";

  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir private Path directory;

  @Test
  void passesThroughASmallHeap() throws Exception {
    try (ServerProcess server = new ServerProcess(directory, "512m")) {
      MessageDigest sent = MessageDigest.getInstance("SHA-256");
      long begun = System.nanoTime();
      HttpResponse<String> created =
          client.send(
              HttpRequest.newBuilder(URI.create(server.base() + "/Binary"))
                  .header("Authorization", PLAN)
                  .header("Content-Type", "application/dicom")
                  .timeout(Duration.ofMinutes(2))
                  .header("Prefer", "return=minimal")
                  .POST(BodyPublishers.ofInputStream(() -> new Noise(BYTES, sent)))
                  .build(),
              BodyHandlers.ofString());
      assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
      long stored = System.nanoTime();
      String address = created.headers().firstValue("Location").orElseThrow();
      String sha256 = HexFormat.of().formatHex(sent.digest());

      HttpResponse<InputStream> got =
          client.send(get(address).build(), BodyHandlers.ofInputStream());
      assertThat(got.statusCode()).isEqualTo(200);
      assertThat(got.headers().firstValueAsLong("Content-Length")).hasValue(BYTES);
      assertThat(got.headers().firstValue("ETag")).hasValue("\"" + sha256 + "\"");
      assertThat(sha256(got.body())).isEqualTo(sha256);
      System.out.printf(
          "300 MB, -Xmx512m: sent in %d ms, fetched in %d ms, %s%n",
          (stored - begun) / 1_000_000, (System.nanoTime() - stored) / 1_000_000, server.peak());

      HttpResponse<byte[]> part =
          client.send(
              get(address).header("Range", "bytes=299999990-").build(), BodyHandlers.ofByteArray());
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(part.body()).hasSize(10);
      HttpResponse<String> asFhir =
          client.send(
              get(address).header("Accept", "application/fhir+json").build(),
              BodyHandlers.ofString());
      assertThat(asFhir.statusCode()).isEqualTo(406);
      assertThat(asFhir.body()).contains("The content is too large for JSON and XML");
      assertThat(server.log()).doesNotContain("OutOfMemory");
    }
  }

  private static HttpRequest.Builder get(String address) {
    return HttpRequest.newBuilder(URI.create(address))
        .timeout(Duration.ofMinutes(2))
        .header("Authorization", PLAN);
  }

  private static String sha256(InputStream in) throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    byte[] piece = new byte[1 << 16];
    try (in) {
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        sha256.update(piece, 0, count);
      }
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  /** Bytes without end that no two places share, up to a size. */
  private static final class Noise extends InputStream {

    private final MessageDigest digest;
    private long left;
    private long state = 0x9E3779B97F4A7C15L;

    Noise(long size, MessageDigest digest) {
      this.left = size;
      this.digest = digest;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      int count = (int) Math.min(left, length);
      for (int i = 0; i < count; i++) {
        state ^= state << 13;
        state ^= state >>> 7;
        state ^= state << 17;
        buffer[offset + i] = (byte) state;
      }
      digest.update(buffer, offset, count);
      left -= count;
      return count;
    }
  }
}
