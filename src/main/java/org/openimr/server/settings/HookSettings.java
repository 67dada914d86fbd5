package org.openimr.server.settings;

import java.net.URI;
import java.util.Set;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is told that a packet was issued, beside those who poll.
 *
 * @param address where it is told; empty for nowhere. Over TLS, or on this machine
 * @param organization the id of the review organization that is told, of its own packets alone
 * @param secret what the messages are signed with; 32 characters or more
 */
public record HookSettings(
    @DefaultValue("") String address,
    @DefaultValue("") String organization,
    @DefaultValue("") String secret) {

  private static final int SHORTEST = 32;
  private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");

  /** Rejects an address in the clear, and one without organization or secret. */
  public HookSettings {
    if (!address.isEmpty()) {
      if (!safe(address)) {
        throw new IllegalArgumentException(
            "openimr.hook.address must be an https address, or an http one on this machine");
      }
      if (organization.isEmpty()) {
        throw new IllegalArgumentException(
            "openimr.hook.organization must name the review organization that is told");
      }
      if (secret.length() < SHORTEST) {
        throw new IllegalArgumentException(
            "openimr.hook.secret must be a text of " + SHORTEST + " characters or more");
      }
    }
  }

  private static boolean safe(String address) {
    try {
      URI uri = URI.create(address);
      return uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getFragment() == null
          && ("https".equals(uri.getScheme())
              || "http".equals(uri.getScheme()) && HERE.contains(uri.getHost()));
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }

  /** Whether anybody is told. */
  public boolean on() {
    return !address.isEmpty();
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "HookSettings[address=" + address + ", organization=" + organization + "]";
  }
}
