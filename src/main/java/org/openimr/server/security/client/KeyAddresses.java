package org.openimr.server.security.client;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of clients that keep them at an address: fetched from allowed addresses alone, within
 * bounds of time and size, without following redirections, and kept no longer than the address
 * allows.
 *
 * @see <a
 *     href="https://hl7.org/fhir/smart-app-launch/STU2.2/client-confidential-asymmetric.html#response">SMART
 *     App Launch 2.2, how long keys may be kept</a>
 */
public final class KeyAddresses {

  private static final Logger LOG = LoggerFactory.getLogger(KeyAddresses.class);
  private static final int MOST_BYTES = 64 * 1024;
  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration UNSAID = Duration.ofMinutes(5);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Pattern MAX_AGE = Pattern.compile("max-age=\\s*\"?(\\d{1,9})");

  private final List<String> allowed;
  private final Clock clock;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();
  private volatile HttpClient client;

  private record Kept(JWKSet keys, Instant until, Instant fetched) {}

  /**
   * Fetches from addresses that begin like one of these.
   *
   * @param clock says how long what was fetched has been kept
   */
  public KeyAddresses(List<String> allowed, Clock clock) {
    this.allowed = List.copyOf(allowed);
    this.clock = clock;
  }

  /** Whether keys may be fetched from an address. */
  public boolean allow(String address) {
    boolean plain = !address.contains("..") && !address.contains("@") && !address.contains("%");
    return plain && allowed.stream().anyMatch(address::startsWith);
  }

  /**
   * The keys at an address; none if it is not allowed or gives none.
   *
   * @param kid the key that is looked for; where what was kept lacks it, the address is asked again
   */
  JWKSet keys(String address, String kid) {
    if (!allow(address)) {
      return new JWKSet();
    }
    // One fetch at a time for each address, however many wait for it.
    return kept.compute(
            address, (key, before) -> mayBeUsed(before, kid) ? before : fetched(address))
        .keys();
  }

  private boolean mayBeUsed(Kept before, String kid) {
    if (before == null || !clock.instant().isBefore(before.until())) {
      return false;
    }
    return before.keys().getKeyByKeyId(kid) != null
        || clock.instant().isBefore(before.fetched().plus(PAUSE));
  }

  private Kept fetched(String address) {
    Instant now = clock.instant();
    try {
      HttpResponse<byte[]> answer = answer(address);
      if (answer.statusCode() == 200) {
        String json = new String(answer.body(), StandardCharsets.UTF_8);
        return new Kept(JWKSet.parse(json).toPublicJWKSet(), now.plus(lifetime(answer)), now);
      }
    } catch (IOException
        | ParseException
        | IllegalArgumentException
        | ExecutionException
        | TimeoutException unusable) {
      LOG.warn("Keys of a client could not be fetched from {}", address);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return new Kept(new JWKSet(), now.plus(PAUSE), now);
  }

  private HttpResponse<byte[]> answer(String address)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address))
            .timeout(WAIT)
            .header("Accept", "application/json")
            .build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client().sendAsync(request, head -> new LimitedAnswer(MOST_BYTES));
    try {
      return answer.get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      answer.cancel(true);
    }
  }

  private static Duration lifetime(HttpResponse<?> answer) {
    String control =
        answer.headers().firstValue("Cache-Control").orElse("").toLowerCase(Locale.ROOT);
    if (control.contains("no-store") || control.contains("no-cache")) {
      return Duration.ZERO;
    }
    Matcher age = MAX_AGE.matcher(control);
    Duration said = age.find() ? Duration.ofSeconds(Long.parseLong(age.group(1))) : UNSAID;
    return said.compareTo(LONGEST) < 0 ? said : LONGEST;
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
