package org.openimr.server.packet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openimr.server.settings.HookSettings;

/**
 * The message that a packet was issued: ids and no more, signed with a secret that both sides know.
 * It follows no redirection and reads no answer.
 */
final class HookMessage {

  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final int OK = 200;
  private static final int BEYOND = 300;

  private final HookSettings settings;
  private volatile HttpClient client;

  HookMessage(HookSettings settings) {
    this.settings = settings;
  }

  /** Sends it; false if it did not arrive. */
  boolean sent(String packet, String caseId, Instant now) {
    String body =
        "{\"event\":\"packet-issued\",\"packet\":\"Bundle/"
            + packet
            + "\",\"case\":\"Task/"
            + caseId
            + "\"}";
    String time = String.valueOf(now.getEpochSecond());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(settings.address()))
            .timeout(WAIT)
            .header("Content-Type", "application/json")
            .header("X-OpenIMR-Time", time)
            .header("X-OpenIMR-Signature", "sha256=" + signature(time + "." + body))
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      int status = client().send(request, BodyHandlers.discarding()).statusCode();
      return status >= OK && status < BEYOND;
    } catch (IOException unreachable) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private String signature(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(settings.secret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .connectTimeout(WAIT)
              .followRedirects(HttpClient.Redirect.NEVER)
              .build();
    }
    return client;
  }
}
