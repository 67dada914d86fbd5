package org.openimr.server.security;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openimr.operation.access.Caller;
import org.openimr.server.settings.Exposure;
import org.openimr.server.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.Yaml;

/**
 * Callers for trying the server out, each known by a published bearer token.
 *
 * <p>They are accepted only while the server listens on this machine alone and nothing says who
 * else may call, and only from this machine; it says so when it starts.
 */
public final class DemoCallers {

  private static final Logger LOG = LoggerFactory.getLogger(DemoCallers.class);
  private static final String DATA = "/demo-callers.yaml";
  private static final List<String> FORWARDED =
      List.of("Forwarded", "X-Forwarded-For", "X-Real-IP");

  private final Map<String, Caller> byToken;

  private DemoCallers(Map<String, Caller> byToken) {
    this.byToken = Map.copyOf(byToken);
  }

  /** The demonstration callers, or nobody where the settings do not allow them. */
  public static DemoCallers allowedBy(Settings settings) {
    if (!Exposure.demo(settings)) {
      return new DemoCallers(Map.of());
    }
    LOG.warn(
        "Demo access: published tokens such as demo-plan-vchcp are accepted from this machine, and"
            + " the keys in {} sign for them. For trying out only, with no real data",
        settings.data().directory().resolve("demo-keys"));
    return new DemoCallers(published());
  }

  /** The caller of a published token; empty if there is none, or it comes from elsewhere. */
  public Optional<Caller> find(String token, HttpServletRequest request) {
    return Optional.ofNullable(byToken.get(token)).filter(caller -> fromThisMachine(request));
  }

  private static boolean fromThisMachine(HttpServletRequest request) {
    try {
      return InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()
          && FORWARDED.stream().allMatch(header -> request.getHeader(header) == null);
    } catch (UnknownHostException notAnAddress) {
      return false;
    }
  }

  /** All of them by their tokens, allowed or not. */
  public static Map<String, Caller> published() {
    try (InputStream data = DemoCallers.class.getResourceAsStream(DATA)) {
      List<Map<String, String>> rows = new Yaml().load(data);
      Map<String, Caller> callers = new LinkedHashMap<>();
      for (Map<String, String> row : rows) {
        callers.put(
            row.get("token"),
            new Caller(row.get("token"), row.get("role"), row.get("organization")));
      }
      return callers;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
