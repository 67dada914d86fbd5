package org.openimr.server.store.database;

import ca.uhn.fhir.jpa.config.util.ResourceTypeUtil;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.migration.Context;

/**
 * Names the types of resources in HAPI's table of them, as HAPI would when it finds the table
 * empty: of nodes that start together several would find that.
 */
final class ResourceTypeNames extends CodedMigration {

  private final boolean postgresql;

  ResourceTypeNames(boolean postgresql) {
    super(27, "Names of resource types");
    this.postgresql = postgresql;
  }

  @Override
  public void migrate(Context context) throws SQLException {
    if (named(context)) {
      return;
    }
    String next = postgresql ? "nextval('seq_resource_type')" : "next value for SEQ_RESOURCE_TYPE";
    try (PreparedStatement insert =
        context
            .getConnection()
            .prepareStatement(
                "insert into hfj_resource_type (res_type_id, res_type) values (" + next + ", ?)")) {
      for (String type : ResourceTypeUtil.generateResourceTypes()) {
        insert.setString(1, type);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static boolean named(Context context) throws SQLException {
    try (Statement statement = context.getConnection().createStatement();
        ResultSet row = statement.executeQuery("select count(*) from hfj_resource_type")) {
      return row.next() && row.getInt(1) > 0;
    }
  }
}
