package org.openimr.server.settings;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What a request may cost at most.
 *
 * @param bodySize largest body, after decompression; a larger one is answered 413
 * @param nestingDepth deepest nesting of JSON objects and arrays or of XML elements in a body
 */
public record LimitSettings(
    @DefaultValue("32MB") DataSize bodySize, @DefaultValue("100") int nestingDepth) {

  /** Refuses limits that no request could meet or that would be no limit. */
  public LimitSettings {
    if (bodySize.toBytes() < 1024 || bodySize.toBytes() > Integer.MAX_VALUE / 2) {
      throw new IllegalArgumentException(
          "openimr.limits.body-size must lie between 1KB and 1023MB");
    }
    if (nestingDepth < 10 || nestingDepth > 500) {
      throw new IllegalArgumentException(
          "openimr.limits.nesting-depth must lie between 10 and 500");
    }
  }
}
