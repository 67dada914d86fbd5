package org.openimr.server.settings;

import java.net.URI;
import java.util.Set;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A store of objects that contents are kept in instead of files.
 *
 * @param bucket name of the bucket; empty for files
 * @param endpoint address of the store; empty for Amazon's in the region
 * @param region its region
 * @param accessKey id of the key that it is asked with
 * @param secretKey the key
 * @param pathStyle whether the bucket is named in the path, not in the host
 */
public record ObjectStoreSettings(
    @DefaultValue("") String bucket,
    @DefaultValue("") String endpoint,
    @DefaultValue("us-east-1") String region,
    @DefaultValue("") String accessKey,
    @DefaultValue("") String secretKey,
    @DefaultValue("true") boolean pathStyle) {

  private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");

  /** Refuses a bucket that cannot be reached, and contents in the clear over a network. */
  public ObjectStoreSettings {
    if (!bucket.isEmpty() && !bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
      throw new IllegalArgumentException(
          "openimr.object-store.bucket must be 3 to 63 small letters, digits, dots and hyphens");
    }
    if (!bucket.isEmpty() && (accessKey.isEmpty() || secretKey.isEmpty())) {
      throw new IllegalArgumentException(
          "openimr.object-store.bucket needs openimr.object-store.access-key and .secret-key");
    }
    if (!endpoint.isEmpty() && !secure(endpoint)) {
      throw new IllegalArgumentException(
          "openimr.object-store.endpoint must be an https address, or an http one on this machine");
    }
  }

  private static boolean secure(String endpoint) {
    try {
      URI address = URI.create(endpoint);
      return address.getHost() != null
          && address.getRawUserInfo() == null
          && ("https".equals(address.getScheme())
              || "http".equals(address.getScheme()) && HERE.contains(address.getHost()));
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }

  /** Whether contents are kept there. */
  public boolean on() {
    return !bucket.isEmpty();
  }

  @Override
  public String toString() {
    return "ObjectStoreSettings[bucket=" + bucket + ", endpoint=" + endpoint + "]";
  }
}
