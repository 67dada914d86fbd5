package org.openimr.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/**
 * Creates the tables of HAPI 8.8.0 with the script that HAPI ships for the database in use.
 *
 * <p>A later version of HAPI gets a migration of its own that runs HAPI's tasks from 8.8.0 on.
 */
final class HapiTables implements JavaMigration {

  private static final String SCRIPTS = "/ca/uhn/hapi/fhir/jpa/docs/database/nonpartitioned/";

  private final boolean postgresql;

  HapiTables(boolean postgresql) {
    this.postgresql = postgresql;
  }

  @Override
  public MigrationVersion getVersion() {
    return MigrationVersion.fromVersion("1");
  }

  @Override
  public String getDescription() {
    return "Tables of HAPI 8.8.0";
  }

  @Override
  public Integer getChecksum() {
    return null;
  }

  @Override
  public boolean canExecuteInTransaction() {
    return true;
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
