package org.openimr.server.store.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.jdbc.support.SQLErrorCodeSQLExceptionTranslator;

/**
 * What several nodes on one database prepare when they start, and one alone may do at a time. A
 * node that ends while it prepares leaves the turn to the next.
 */
public final class SharedStart {

  private final DataSource database;

  /** Turns that this database keeps. */
  public SharedStart(DataSource database) {
    this.database = database;
  }

  /**
   * Does a work while no other node does one. What it looks at may have been done by the node that
   * was waited for.
   *
   * @param work runs in the caller's thread, with transactions of its own
   */
  public void alone(Runnable work) {
    // a connection of its own, as the work commits more than once
    try (Connection turn = database.getConnection()) {
      turn.setAutoCommit(false);
      try (Statement statement = turn.createStatement()) {
        statement.execute("select id from imr_start for update");
        work.run();
      } finally {
        turn.rollback();
      }
    } catch (SQLException e) {
      throw new SQLErrorCodeSQLExceptionTranslator(database).translate("start", null, e);
    }
  }
}
