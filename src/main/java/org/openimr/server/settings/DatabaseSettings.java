package org.openimr.server.settings;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The database: an embedded H2 in the data directory unless a PostgreSQL address is given.
 *
 * @param url JDBC address, {@code jdbc:postgresql:…} or {@code jdbc:h2:…}; empty for the embedded
 *     one
 * @param user name to sign in with
 * @param password password to sign in with
 * @param connections most connections held open at once
 */
public record DatabaseSettings(
    @DefaultValue("") String url,
    @DefaultValue("openimr") String user,
    @DefaultValue("") String password,
    @DefaultValue("20") int connections) {

  /** Refuses addresses of databases that are not supported, and a pool nothing fits in. */
  public DatabaseSettings {
    if (!url.isEmpty() && !url.startsWith("jdbc:postgresql:") && !url.startsWith("jdbc:h2:")) {
      throw new IllegalArgumentException(
          "openimr.database.url must begin with jdbc:postgresql: or jdbc:h2:");
    }
    if (connections < 4) {
      throw new IllegalArgumentException("openimr.database.connections must be at least 4");
    }
  }

  /** Whether the database is PostgreSQL. */
  public boolean postgresql() {
    return url.startsWith("jdbc:postgresql:");
  }
}
