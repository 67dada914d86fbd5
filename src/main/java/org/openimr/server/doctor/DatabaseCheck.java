package org.openimr.server.doctor;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.api.MigrationInfo;
import org.openimr.server.settings.Settings;
import org.openimr.server.store.database.DatabaseConfig;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Looks into the database that settings name, and changes nothing in it. */
final class DatabaseCheck {

  private static final String IN_USE = "90020";

  private final Settings settings;
  private final List<Symptom> found = new ArrayList<>();

  DatabaseCheck(Settings settings) {
    this.settings = settings;
  }

  List<Symptom> all() {
    boolean embedded = settings.database().url().isEmpty();
    if (embedded && !Files.exists(settings.data().directory().resolve("openimr.mv.db"))) {
      found.add(
          Symptom.ok("database", "There is no embedded database yet; the first start makes it."));
      return found;
    }
    String address =
        DatabaseConfig.address(settings) + (embedded ? ";IFEXISTS=TRUE;ACCESS_MODE_DATA=r" : "");
    try (Connection connection =
        DriverManager.getConnection(
            address, settings.database().user(), settings.database().password())) {
      connection.setReadOnly(true);
      found.add(
          Symptom.ok(
              "database",
              connection.getMetaData().getDatabaseProductName()
                  + " "
                  + connection.getMetaData().getDatabaseProductVersion()
                  + " answers."));
      tables(connection);
    } catch (SQLException refused) {
      found.add(
          embedded && String.valueOf(refused.getErrorCode()).equals(IN_USE)
              ? Symptom.warn(
                  "database",
                  "The embedded database is open in another program, perhaps the running server;"
                      + " what is in it was not looked at.")
              : Symptom.wrong(
                  "database",
                  "The database does not let this program in (SQL state "
                      + refused.getSQLState()
                      + "); look at openimr.database.url, user and password, and whether it runs."));
    }
    return found;
  }

  private void tables(Connection connection) throws SQLException {
    SingleConnectionDataSource source = new SingleConnectionDataSource(connection, true);
    MigrationInfo[] pending = DatabaseConfig.tables(source, settings).info().pending();
    MigrationInfo newest = DatabaseConfig.tables(source, settings).info().current();
    if (newest == null) {
      found.add(Symptom.ok("tables", "The database is empty; the first start makes the tables."));
      return;
    }
    found.add(
        pending.length == 0
            ? Symptom.ok("tables", "The tables are those of this program.")
            : Symptom.warn(
                "tables",
                pending.length
                    + " changes of the tables are made at the next start; make a copy of the"
                    + " database before."));
    if (pending.length > 0) {
      return;
    }
    count(
        connection,
        "index",
        "select count(*) from imr_case_index where complete = false",
        "The index of cases is whole.",
        "The index of cases is being made; openimr index rebuild makes it at once.");
    count(
        connection,
        "letters",
        "select count(*) from imr_case where notice_failures > 0",
        "No letter waits because of a fault.",
        "Letters of %d cases could not be written; see the log for why.");
  }

  private void count(Connection connection, String check, String sql, String well, String otherwise)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      long count = row.getLong(1);
      found.add(
          count == 0 ? Symptom.ok(check, well) : Symptom.warn(check, otherwise.formatted(count)));
    }
  }
}
