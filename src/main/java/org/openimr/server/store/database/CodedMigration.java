package org.openimr.server.store.database;

import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.JavaMigration;

/** A step of the database that is written in Java; it is done within a transaction. */
abstract class CodedMigration implements JavaMigration {

  private final MigrationVersion version;
  private final String description;

  CodedMigration(int version, String description) {
    this.version = MigrationVersion.fromVersion(Integer.toString(version));
    this.description = description;
  }

  @Override
  public final MigrationVersion getVersion() {
    return version;
  }

  @Override
  public final String getDescription() {
    return description;
  }

  @Override
  public final Integer getChecksum() {
    return null;
  }

  @Override
  public final boolean canExecuteInTransaction() {
    return true;
  }
}
