package org.openimr.server.security.issuer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The assertions that were used and could be used again, in the database: a restart does not forget
 * them, and all nodes know them.
 */
final class SeenAssertions {

  private final JdbcTemplate jdbc;
  private final Clock clock;

  SeenAssertions(JdbcTemplate jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Notes the use of an assertion; whether it is the first.
   *
   * @param client who made it
   * @param jti its id
   * @param forgotten when it could not be used any more anyway
   */
  boolean first(String client, String jti, Instant forgotten) {
    jdbc.update(
        "delete from imr_assertion where forgotten_at < ?", Timestamp.from(clock.instant()));
    try {
      jdbc.update(
          "insert into imr_assertion (client_id, jti_sha256, forgotten_at) values (?, ?, ?)",
          client,
          sha256(jti),
          Timestamp.from(forgotten));
      return true;
    } catch (DuplicateKeyException usedBefore) {
      return false;
    }
  }

  static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
