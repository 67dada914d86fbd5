package org.openimr.server.security.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys at an address are fetched within bounds and kept no longer than the address allows. */
class KeyAddressesTest {

  private HttpServer server;
  private String address;
  private String control = "";
  private String body = "";
  private int status = 200;
  private String location = "";
  private int fetched;
  private Instant now = Instant.parse("2026-11-27T12:00:00Z");
  private KeyAddresses addresses;

  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

  @BeforeEach
  void start() throws IOException, JOSEException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/keys",
        exchange -> {
          fetched++;
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          if (!control.isEmpty()) {
            exchange.getResponseHeaders().add("Cache-Control", control);
          }
          if (!location.isEmpty()) {
            exchange.getResponseHeaders().add("Location", location);
          }
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    String root = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    address = root + "keys";
    addresses = new KeyAddresses(List.of(root), clock);
    body = new JWKSet(key("a")).toString();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static ECKey key(String kid) throws JOSEException {
    return new ECKeyGenerator(Curve.P_384).keyID(kid).generate();
  }

  private boolean has(String kid) {
    return addresses.keys(address, kid).getKeyByKeyId(kid) != null;
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  @Test
  void keysAreKeptAsLongAsTheAddressSays() {
    control = "public, max-age=60";
    assertThat(has("a")).isTrue();
    pass(Duration.ofSeconds(59));
    assertThat(has("a")).isTrue();
    assertThat(fetched).isEqualTo(1);
    pass(Duration.ofSeconds(1));
    assertThat(has("a")).isTrue();
    assertThat(fetched).isEqualTo(2);
  }

  @Test
  void keysThatMayNotBeKeptAreFetchedEachTime() {
    for (String said : List.of("no-store", "no-cache", "max-age=0")) {
      control = said;
      fetched = 0;
      pass(Duration.ofHours(2));
      has("a");
      has("a");
      assertThat(fetched).as(said).isEqualTo(2);
    }
  }

  @Test
  void withoutAWordTheyAreKeptFiveMinutesAndNeverMoreThanAnHour() {
    has("a");
    pass(Duration.ofMinutes(5));
    has("a");
    assertThat(fetched).isEqualTo(2);
    control = "max-age=999999999";
    pass(Duration.ofMinutes(5));
    has("a");
    pass(Duration.ofMinutes(60));
    has("a");
    assertThat(fetched).isEqualTo(4);
  }

  @Test
  void aNewKeyIsFoundSoonButNotByAskingEachTime() throws JOSEException {
    control = "max-age=3600";
    assertThat(has("a")).isTrue();
    body = new JWKSet(List.of(key("a"), key("b"))).toString();
    assertThat(has("b")).isFalse();
    assertThat(has("b")).isFalse();
    assertThat(fetched).isEqualTo(1);
    pass(Duration.ofSeconds(11));
    assertThat(has("b")).isTrue();
    assertThat(fetched).isEqualTo(2);
  }

  @Test
  void whatIsNoKeySetGivesNoKeysForAWhile() {
    body = "<html>";
    assertThat(has("a")).isFalse();
    assertThat(has("a")).isFalse();
    assertThat(fetched).isEqualTo(1);
  }

  @Test
  void anAnswerThatIsTooLargeIsNotRead() {
    body = body + " ".repeat(64 * 1024);
    assertThat(has("a")).isFalse();
  }

  @Test
  void anErrorOrARedirectionGivesNoKeys() {
    status = 500;
    assertThat(has("a")).isFalse();
    pass(Duration.ofMinutes(1));
    status = 302;
    location = address;
    assertThat(has("a")).isFalse();
    assertThat(fetched).isEqualTo(2);
  }

  @Test
  void anAddressThatIsNotAllowedIsNotAsked() {
    KeyAddresses none = new KeyAddresses(List.of(), clock);
    assertThat(none.keys(address, "a").isEmpty()).isTrue();
    assertThat(fetched).isZero();
  }

  @Test
  void aPrivateKeyAtAnAddressIsUsedAsThePublicOneThatItHolds() throws JOSEException {
    body = new JWKSet(key("p")).toString(false);
    assertThat(addresses.keys(address, "p").getKeyByKeyId("p").isPrivate()).isFalse();
  }
}
