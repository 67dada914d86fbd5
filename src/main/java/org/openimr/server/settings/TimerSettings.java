package org.openimr.server.settings;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When it is noticed what comes about by time.
 *
 * @param every how often cases are looked at whose time has come
 * @param dueSoon how long before its due time a duty is due soon; of one that is shorter than twice
 *     that, half its time
 */
public record TimerSettings(
    @DefaultValue("10s") Duration every, @DefaultValue("24h") Duration dueSoon) {

  /** Refuses times at which nothing would be noticed. */
  public TimerSettings {
    if (every.compareTo(Duration.ofSeconds(1)) < 0 || every.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("openimr.timers.every must be 1s to 1h");
    }
    if (dueSoon.compareTo(Duration.ofMinutes(1)) < 0
        || dueSoon.compareTo(Duration.ofDays(30)) > 0) {
      throw new IllegalArgumentException("openimr.timers.due-soon must be 1m to 30d");
    }
  }
}
