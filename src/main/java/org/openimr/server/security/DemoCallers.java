package org.openimr.server.security;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openimr.operation.Caller;
import org.openimr.server.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.Yaml;

/**
 * Callers for trying the server out, each known by a published bearer token.
 *
 * <p>They are accepted only while the server listens on this machine alone, and it says so when it
 * starts.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">RFC 6750, section 2.1</a>
 */
public final class DemoCallers implements Callers {

  private static final Logger LOG = LoggerFactory.getLogger(DemoCallers.class);
  private static final String DATA = "/demo-callers.yaml";
  private static final String SCHEME = "Bearer ";

  private final Map<String, Caller> byToken;

  private DemoCallers(Map<String, Caller> byToken) {
    this.byToken = Map.copyOf(byToken);
  }

  /** The demonstration callers, or nobody where the settings do not allow them. */
  public static DemoCallers allowedBy(Settings settings) {
    if (!settings.callers().demo()) {
      return new DemoCallers(Map.of());
    }
    if (!settings.server().address().isLoopbackAddress()) {
      LOG.warn(
          "The server can be reached from other machines, so the demonstration tokens are refused");
      return new DemoCallers(Map.of());
    }
    LOG.warn("Published demonstration tokens are accepted: for trying out only, with no real data");
    return new DemoCallers(read());
  }

  @Override
  public Caller callerOf(HttpServletRequest request) {
    String authorization = request.getHeader("Authorization");
    if (authorization == null) {
      return Caller.ANONYMOUS;
    }
    Caller caller =
        authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
            ? byToken.get(authorization.substring(SCHEME.length()).strip())
            : null;
    if (caller == null) {
      throw Callers.unknown("The bearer token is not known here.");
    }
    return caller;
  }

  private static Map<String, Caller> read() {
    try (InputStream data = DemoCallers.class.getResourceAsStream(DATA)) {
      List<Map<String, String>> rows = new Yaml().load(data);
      Map<String, Caller> callers = new HashMap<>();
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
