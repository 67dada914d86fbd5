package org.openimr.server.store.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Makes sure that what is committed outlives the program, and the machine's power. PostgreSQL sees
 * to that when it commits; the embedded database writes up to a second later, unless it is told to.
 *
 * <p>Those who ask at once are served together.
 *
 * @see <a href="https://h2database.com/html/advanced.html#durability_problems">H2, durability</a>
 */
public final class SettledDatabase {

  private final JdbcTemplate jdbc;
  private final boolean embedded;
  private final AtomicLong committed = new AtomicLong();
  private long settled;

  /**
   * Over a database.
   *
   * @param embedded whether it is H2, not PostgreSQL
   */
  public SettledDatabase(DataSource database, boolean embedded) {
    this.jdbc = new JdbcTemplate(database);
    this.embedded = embedded;
  }

  /**
   * Returns when all that was committed before is on the disk.
   *
   * @throws DataAccessResourceFailureException if it cannot be written
   */
  public void settle() {
    if (!embedded) {
      return;
    }
    long mine = committed.incrementAndGet();
    synchronized (this) {
      if (settled < mine) {
        long all = committed.get();
        jdbc.execute((ConnectionCallback<Void>) SettledDatabase::write);
        settled = all;
      }
    }
  }

  private static Void write(Connection connection) throws SQLException {
    if (connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session) {
      write(session.getDatabase().getStore().getMvStore());
    } else {
      // a database in another process
      try (Statement statement = connection.createStatement()) {
        statement.execute("checkpoint sync");
      }
    }
    return null;
  }

  private static void write(MVStore store) {
    // one in memory has no file
    if (store.getFileStore() == null) {
      return;
    }
    store.commit();
    // What H2 began to write by itself is no change any more, and may be on its way to the file
    // yet: "checkpoint sync" does not wait for it.
    store.getFileStore().executeFileStoreOperation(() -> {});
    store.sync();
    MVStoreException failed = store.getPanicException();
    if (failed != null) {
      throw new DataAccessResourceFailureException("the file cannot be written", failed);
    }
  }
}
