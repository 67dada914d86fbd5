package org.openimr.server.security.token;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An authorization server elsewhere, as it describes itself. It is asked when it is first needed
 * and once an hour; while it cannot be reached, what it said last still holds.
 *
 * @see <a href="https://openid.net/specs/openid-connect-discovery-1_0.html">OpenID Connect
 *     Discovery</a>
 */
public final class ExternalIssuer {

  private static final Logger LOG = LoggerFactory.getLogger(ExternalIssuer.class);
  private static final int WAIT_MILLIS = 5_000;
  private static final int MOST_BYTES = 256 * 1024;
  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final String name;
  private final Clock clock;
  private Map<String, Object> metadata;
  private JWKSource<SecurityContext> keys;
  private Instant askAgain = Instant.MIN;

  /** The issuer of a name, which is the address that it describes itself under. */
  public ExternalIssuer(String name, Clock clock) {
    this.name = name;
    this.clock = clock;
  }

  /** Its name, as the {@code iss} of its tokens has it. */
  public String name() {
    return name;
  }

  /** What it says of itself; empty if it could not be reached yet. */
  public synchronized Optional<Map<String, Object>> metadata() {
    if (!clock.instant().isBefore(askAgain)) {
      ask();
    }
    return Optional.ofNullable(metadata);
  }

  /** Its public keys; empty if it could not be reached yet. */
  synchronized Optional<JWKSource<SecurityContext>> keys() {
    return metadata().map(said -> keys);
  }

  private void ask() {
    try {
      Map<String, Object> said = described();
      if (metadata == null || !said.get("jwks_uri").equals(metadata.get("jwks_uri"))) {
        keys =
            JWKSourceBuilder.<SecurityContext>create(
                    new URL(said.get("jwks_uri").toString()), retriever())
                .rateLimited(PAUSE.toMillis())
                .build();
      }
      metadata = said;
      askAgain = clock.instant().plus(KEPT);
    } catch (IOException | ParseException | RuntimeException unusable) {
      askAgain = clock.instant().plus(PAUSE);
      LOG.warn("The issuer {} does not describe itself as an issuer must", name);
    }
  }

  private Map<String, Object> described() throws IOException, ParseException {
    String address = name.replaceFirst("/$", "") + "/.well-known/openid-configuration";
    Map<String, Object> said =
        JSONObjectUtils.parse(retriever().retrieveResource(new URL(address)).getContent());
    if (!name.equals(said.get("issuer")) || said.get("jwks_uri") == null) {
      throw new MalformedURLException("another issuer");
    }
    return Map.copyOf(said);
  }

  private static DefaultResourceRetriever retriever() {
    return new DefaultResourceRetriever(WAIT_MILLIS, WAIT_MILLIS, MOST_BYTES);
  }
}
