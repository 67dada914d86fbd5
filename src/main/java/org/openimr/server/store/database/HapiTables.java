package org.openimr.server.store.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.migration.Context;

/**
 * Creates the tables of HAPI 8.8.0 with the script that HAPI ships for the database in use.
 *
 * <p>A later version of HAPI gets a migration of its own that runs HAPI's tasks from 8.8.0 on.
 */
final class HapiTables extends CodedMigration {

  private static final String SCRIPTS = "/ca/uhn/hapi/fhir/jpa/docs/database/nonpartitioned/";

  private final boolean postgresql;

  HapiTables(boolean postgresql) {
    super(1, "Tables of HAPI 8.8.0");
    this.postgresql = postgresql;
  }

  @Override
  public void migrate(Context context) throws IOException, SQLException {
    try (Statement statement = context.getConnection().createStatement()) {
      for (String sql : script().replaceAll("--.*", "").split(";")) {
        if (!sql.isBlank()) {
          statement.addBatch(sql.strip());
        }
      }
      statement.executeBatch();
    }
  }

  private String script() throws IOException {
    String name = SCRIPTS + (postgresql ? "postgres.sql" : "h2.sql");
    try (InputStream script = HapiTables.class.getResourceAsStream(name)) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
