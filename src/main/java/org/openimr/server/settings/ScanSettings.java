package org.openimr.server.settings;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The scanner that contents are shown to before they are stored.
 *
 * @param address host and port of a ClamAV daemon, as {@code host:3310}; empty for none
 * @param timeout longest wait for it, each time it is waited for
 */
public record ScanSettings(
    @DefaultValue("") String address, @DefaultValue("30s") Duration timeout) {

  /** Refuses addresses that cannot be reached, and waits without end. */
  public ScanSettings {
    if (!address.isEmpty()
        && !address.matches("[^\\s:/]+:[1-9]\\d{0,4}|\\[[0-9a-fA-F:]+]:[1-9]\\d{0,4}")) {
      throw new IllegalArgumentException(
          "openimr.scan.address must be a host and a port, as host:3310");
    }
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0
        || timeout.compareTo(Duration.ofMinutes(10)) > 0) {
      throw new IllegalArgumentException("openimr.scan.timeout must be 1s to 10m");
    }
  }

  /** Whether there is one. */
  public boolean on() {
    return !address.isEmpty();
  }
}
