package org.openimr.server.audit;

import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Makes sure that what is committed outlives the program. PostgreSQL sees to that when it commits;
 * the embedded database writes up to a second later, unless it is told to.
 *
 * <p>Requests that come at once are flushed together.
 */
final class FlushedDatabase {

  private final JdbcTemplate jdbc;
  private final boolean embedded;
  private final AtomicLong committed = new AtomicLong();
  private long flushed;

  FlushedDatabase(JdbcTemplate jdbc, boolean embedded) {
    this.jdbc = jdbc;
    this.embedded = embedded;
  }

  /** Returns when all that was committed before it is out of the program's hands. */
  void flush() {
    if (!embedded) {
      return;
    }
    long mine = committed.incrementAndGet();
    synchronized (this) {
      if (flushed < mine) {
        long all = committed.get();
        jdbc.execute("checkpoint");
        flushed = all;
      }
    }
  }
}
