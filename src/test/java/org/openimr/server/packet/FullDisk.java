package org.openimr.server.packet;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.h2.api.Trigger;
import org.openimr.server.Database;
import org.springframework.jdbc.core.JdbcTemplate;

/** A disk that is full as soon as the database writes a packet to it. */
public final class FullDisk implements Trigger, AutoCloseable {

  private JdbcTemplate jdbc;
  private boolean onPostgresql;
  private int type;

  /** For H2, which makes it by its name. */
  public FullDisk() {}

  FullDisk(Database database, JdbcTemplate jdbc) {
    this.jdbc = jdbc;
    this.onPostgresql = database == Database.POSTGRESQL;
    if (database == Database.H2) {
      jdbc.execute(
          "create trigger full_disk before insert on hfj_res_ver for each row call '"
              + FullDisk.class.getName()
              + "'");
    } else {
      jdbc.execute(
          "create or replace function full_disk() returns trigger as $$ begin"
              + " if new.res_type = 'Bundle' then"
              + " raise exception 'could not extend file' using errcode = '53100';"
              + " end if; return new; end $$ language plpgsql");
      jdbc.execute(
          "create trigger full_disk before insert on hfj_res_ver for each row"
              + " execute function full_disk()");
    }
  }

  @Override
  public void init(
      Connection connection, String schema, String name, String table, boolean before, int kind)
      throws SQLException {
    try (ResultSet columns = connection.getMetaData().getColumns(null, schema, table, "RES_TYPE")) {
      columns.next();
      type = columns.getInt("ORDINAL_POSITION") - 1;
    }
  }

  @Override
  public void fire(Connection connection, Object[] before, Object[] after) throws SQLException {
    if ("Bundle".equals(after[type])) {
      throw new SQLException("not written", new IOException("No space left on device"));
    }
  }

  /** There is space again. */
  @Override
  public void close() {
    if (jdbc != null) {
      jdbc.execute("drop trigger full_disk" + (onPostgresql ? " on hfj_res_ver" : ""));
    }
  }

  @Override
  public void remove() {
    // nothing to be undone
  }
}
