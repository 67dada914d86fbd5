package org.openimr.server.settings;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where the contents of documents are kept that are too large for the database.
 *
 * @param directory folder for them; empty for {@code content} in the folder of the data
 * @param threshold contents larger than this are kept there
 * @param reserve how much of the disk is left free; what would use it is refused
 * @param largest largest content that is taken by itself, as a Binary
 * @param transferTime longest time for it to arrive or to be sent
 */
public record ContentSettings(
    @DefaultValue("") String directory,
    @DefaultValue("128KB") DataSize threshold,
    @DefaultValue("256MB") DataSize reserve,
    @DefaultValue("512MB") DataSize largest,
    @DefaultValue("30m") Duration transferTime) {

  private static final long LEAST = 1024;
  private static final long MOST = 100L << 30;

  /** Refuses limits that nothing could meet. */
  public ContentSettings {
    if (threshold.toBytes() < LEAST || threshold.toMegabytes() > 16) {
      throw new IllegalArgumentException("openimr.content.threshold must be 1KB to 16MB");
    }
    if (reserve.isNegative()) {
      throw new IllegalArgumentException("openimr.content.reserve must not be negative");
    }
    if (largest.toBytes() < LEAST || largest.toBytes() > MOST) {
      throw new IllegalArgumentException("openimr.content.largest must be 1KB to 100GB");
    }
    if (transferTime.compareTo(Duration.ofMinutes(1)) < 0
        || transferTime.compareTo(Duration.ofHours(12)) > 0) {
      throw new IllegalArgumentException("openimr.content.transfer-time must be 1m to 12h");
    }
  }
}
