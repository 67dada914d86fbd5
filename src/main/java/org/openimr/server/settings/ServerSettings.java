package org.openimr.server.settings;

import java.net.InetAddress;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the server listens.
 *
 * @param port TCP port; 0 for any free one
 * @param address network address to listen on; only this machine unless told otherwise
 * @param stopTimeout longest wait for requests under way when the server is told to stop
 */
public record ServerSettings(
    @DefaultValue("8080") int port,
    @DefaultValue("127.0.0.1") InetAddress address,
    @DefaultValue("20s") Duration stopTimeout) {

  /** Refuses ports that do not exist. */
  public ServerSettings {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("server.port must lie between 0 and 65535");
    }
    if (stopTimeout.isNegative() || stopTimeout.compareTo(Duration.ofMinutes(10)) > 0) {
      throw new IllegalArgumentException("server.stop-timeout must lie between 0s and 10m");
    }
  }
}
