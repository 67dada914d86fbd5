package org.openimr.server.settings;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How related cases are found.
 *
 * @param key the key with which names and numbers are hashed in the index of related cases, the
 *     same on every node; empty: a random one that the database keeps
 */
public record MatchingSettings(@DefaultValue("") String key) {

  private static final int SHORTEST = 32;

  /** Refuses a key that could be guessed. */
  public MatchingSettings {
    if (!key.isEmpty() && key.length() < SHORTEST) {
      throw new IllegalArgumentException(
          "openimr.matching.key must have at least " + SHORTEST + " characters");
    }
  }
}
