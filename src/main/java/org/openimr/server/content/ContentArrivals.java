package org.openimr.server.content;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * When each content was last stored: what keeps a sweep from taking away what somebody is storing
 * once more.
 *
 * <p>Who stores a content notes it first, and only then looks whether it is there already. Who
 * sweeps locks the row, looks at the time in it, deletes the content and gives the row up. So
 * either the time is seen, or the content is looked for after it has gone. Both happens on
 * connections of their own, at once seen by others and beside the transaction that stores a
 * resource: a row stays locked as long as it takes to delete one content.
 */
final class ContentArrivals implements ContentParts.Arrivals, AutoCloseable {

  private static final Instant NEVER = Instant.EPOCH;

  private final HikariDataSource connections;
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final Clock clock;

  /**
   * Makes it.
   *
   * @param connections its own, that no request waits for while it holds one of them; closed with
   *     it
   */
  ContentArrivals(HikariDataSource connections, Clock clock) {
    this.connections = connections;
    this.jdbc = new JdbcTemplate(connections);
    this.transaction = new TransactionTemplate(new DataSourceTransactionManager(connections));
    this.clock = clock;
  }

  /** Deletes a content. */
  @FunctionalInterface
  interface Removal {

    /** Deletes it. */
    void run() throws IOException;
  }

  @Override
  public void note(String sha256) throws IOException {
    try {
      Timestamp now = Timestamp.from(clock.instant());
      if (!touch(sha256, now) && !insert(sha256, now) && !touch(sha256, now)) {
        throw new IOException("the arrival of a content cannot be noted");
      }
    } catch (DataAccessException failed) {
      throw new IOException("the arrival of a content cannot be noted", failed);
    }
  }

  private boolean touch(String sha256, Timestamp now) {
    return jdbc.update(
            "update imr_content_arrival set arrived_at = ? where sha256 = ?", now, sha256)
        > 0;
  }

  private boolean insert(String sha256, Timestamp now) {
    try {
      jdbc.update(
          "insert into imr_content_arrival (sha256, arrived_at) values (?, ?)", sha256, now);
      return true;
    } catch (DuplicateKeyException other) {
      return false;
    }
  }

  /**
   * Deletes a content that nothing refers to and nobody has stored since a time.
   *
   * @param before the time
   * @return whether it was deleted
   * @throws IOException if it could not be
   */
  boolean sweep(String sha256, Instant before, Removal removal) throws IOException {
    insert(sha256, Timestamp.from(NEVER));
    IOException[] failed = {null};
    Boolean swept =
        transaction.execute(
            status -> {
              Timestamp arrived =
                  jdbc.query(
                      "select arrived_at from imr_content_arrival where sha256 = ? for update",
                      row -> row.next() ? row.getTimestamp(1) : null,
                      sha256);
              if (arrived == null || !arrived.toInstant().isBefore(before) || used(sha256)) {
                return false;
              }
              try {
                removal.run();
              } catch (IOException e) {
                failed[0] = e;
                return false;
              }
              jdbc.update("delete from imr_content_arrival where sha256 = ?", sha256);
              return true;
            });
    if (failed[0] != null) {
      throw failed[0];
    }
    return Boolean.TRUE.equals(swept);
  }

  /** Whether a version of a resource, packets among them, or what is held refers to a content. */
  boolean used(String sha256) {
    return !jdbc.queryForList(
                "select 1 from imr_content_use where sha256 = ? fetch first 1 rows only",
                Integer.class,
                sha256)
            .isEmpty()
        || !jdbc.queryForList(
                "select 1 from imr_held_attachment where content like ? fetch first 1 rows only",
                Integer.class,
                "%" + sha256 + "%")
            .isEmpty();
  }

  /** Whether somebody has stored a content since a time. */
  boolean since(String sha256, Instant time) {
    return !jdbc.queryForList(
            "select 1 from imr_content_arrival where sha256 = ? and arrived_at >= ?",
            Integer.class,
            sha256,
            Timestamp.from(time))
        .isEmpty();
  }

  @Override
  public void close() {
    connections.close();
  }
}
