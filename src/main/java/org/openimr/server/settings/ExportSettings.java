package org.openimr.server.settings;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Exports of many resources.
 *
 * @param keep how long one can be fetched after it was asked for
 */
public record ExportSettings(@DefaultValue("24h") Duration keep) {

  /** Refuses times in which nobody could fetch it. */
  public ExportSettings {
    if (keep.compareTo(Duration.ofMinutes(5)) < 0 || keep.compareTo(Duration.ofDays(30)) > 0) {
      throw new IllegalArgumentException("openimr.export.keep must be 5m to 30d");
    }
  }
}
