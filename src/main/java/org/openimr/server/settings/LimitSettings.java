package org.openimr.server.settings;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What a request may cost at most.
 *
 * @param bodySize largest body, after decompression; a larger one is answered 413
 * @param nestingDepth deepest nesting of JSON objects and arrays or of XML elements in a body
 * @param searchParameters most parameters of one search
 * @param searchValues most values of one search, those joined by commas counted one by one
 * @param chainDepth most steps of a chained or reversely chained search parameter
 * @param includes most {@code _include} and {@code _revinclude} of one search
 * @param bundleEntries most entries of a batch or transaction
 * @param requestTime longest time for a request, from its first byte to its last query
 * @param connections most connections of clients at once
 * @param clientRate how many requests a client may send
 * @param anonymousRate how many requests without a token an address may send
 */
public record LimitSettings(
    @DefaultValue("32MB") DataSize bodySize,
    @DefaultValue("100") int nestingDepth,
    @DefaultValue("30") int searchParameters,
    @DefaultValue("200") int searchValues,
    @DefaultValue("3") int chainDepth,
    @DefaultValue("10") int includes,
    @DefaultValue("500") int bundleEntries,
    @DefaultValue("60s") Duration requestTime,
    @DefaultValue("2000") int connections,
    @DefaultValue("auto") RequestRate clientRate,
    @DefaultValue("auto") RequestRate anonymousRate) {

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
    requireBetween("search-parameters", searchParameters, 1, 500);
    requireBetween("search-values", searchValues, 1, 5000);
    requireBetween("chain-depth", chainDepth, 0, 10);
    requireBetween("includes", includes, 0, 100);
    requireBetween("bundle-entries", bundleEntries, 1, 10_000);
    requireBetween("connections", connections, 10, 100_000);
    if (requestTime.compareTo(Duration.ofSeconds(1)) < 0
        || requestTime.compareTo(Duration.ofMinutes(10)) > 0) {
      throw new IllegalArgumentException("openimr.limits.request-time must lie between 1s and 10m");
    }
  }

  private static void requireBetween(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "openimr.limits." + key + " must lie between " + least + " and " + most);
    }
  }
}
