package org.openimr.bench;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.openimr.bench.CopiedRows.Copies;
import org.openimr.bench.CopiedRows.Table;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/**
 * Fills a PostgreSQL with many copies of one stored case, by COPY: the Task of the case and its
 * live duties with every row by which they are searched, and the row in the index. A hundred copies
 * have one owner. The events of one copy lie a day before those of the copy before it, for 300
 * days; then they begin again.
 *
 * <p>Copies have no Provenance, and are not known to the index of related cases.
 */
final class BulkCases {

  private static final int AT_ONCE = 500;

  /** Tables by the column that says to which resource a row belongs, and their own number. */
  private static final List<Table> TABLES =
      List.of(
          new Table("hfj_resource", "res_id", "res_id"),
          new Table("hfj_res_ver", "res_id", "pid"),
          new Table("hfj_res_tag", "res_id", "pid"),
          new Table("hfj_history_tag", "res_id", "pid"),
          new Table("hfj_res_link", "src_resource_id", "pid"),
          new Table("hfj_spidx_token", "res_id", "sp_id"),
          new Table("hfj_spidx_string", "res_id", "sp_id"),
          new Table("hfj_spidx_date", "res_id", "sp_id"),
          new Table("hfj_spidx_uri", "res_id", "sp_id"));

  private static final Table INDEX = new Table("imr_case", "case_id", "");

  private final Connection connection;
  private final CopyManager copy;

  private BulkCases(Connection connection) throws SQLException {
    this.connection = connection;
    this.copy = new CopyManager(connection.unwrap(BaseConnection.class));
  }

  /** Adds copies of a case: those from one number to, and without, another. */
  static void add(DataSource database, String caseId, int from, int to)
      throws SQLException, IOException {
    try (Connection connection = database.getConnection()) {
      new BulkCases(connection).add(caseId, from, to);
    }
  }

  private void add(String caseId, int from, int to) throws SQLException, IOException {
    Map<Long, String> tasks =
        resources(
            "r.fhir_id = '"
                + caseId
                + "' or r.res_id in (select l.src_resource_id from hfj_res_link l"
                + " join hfj_resource c on c.res_id = l.target_resource_id"
                + " join hfj_spidx_token t on t.res_id = l.src_resource_id"
                + " and t.sp_name = 'business-status' and t.sp_value in ('running', 'overdue')"
                + " where c.fhir_id = '"
                + caseId
                + "' and l.src_path = 'Task.partOf')");
    Map<Long, String> owner =
        resources(
            "r.res_id in (select l.target_resource_id from hfj_res_link l join hfj_resource c"
                + " on c.res_id = l.src_resource_id where c.fhir_id = '"
                + caseId
                + "' and l.src_path = 'Task.owner')");
    CopiedRows copied = new CopiedRows(tasks, owner);
    List<Copies> all = new ArrayList<>();
    for (Table table : TABLES) {
      all.add(copied.of(table, columns(table), lines(table, tasks.keySet()), false));
      all.add(copied.of(table, columns(table), lines(table, owner.keySet()), true));
    }
    all.add(copied.of(INDEX, columns(INDEX), lines(INDEX, List.of("'" + caseId + "'")), false));
    List<String> indexes = withoutIndexes();
    for (int next = from; next < to; next += AT_ONCE) {
      for (Copies each : all) {
        String text = each.text(next, Math.min(to, next + AT_ONCE));
        if (!text.isEmpty()) {
          copy.copyIn("copy " + each.table().name() + " from stdin", new StringReader(text));
        }
      }
    }
    execute("set session_replication_role = default");
    for (String index : indexes) {
      execute(index);
    }
    execute("vacuum analyze");
  }

  private Map<Long, String> resources(String condition) throws SQLException {
    Map<Long, String> found = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select r.res_id, r.fhir_id from hfj_resource r where " + condition)) {
      while (rows.next()) {
        found.put(rows.getLong(1), rows.getString(2));
      }
    }
    return found;
  }

  private List<String> columns(Table table) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery("select * from " + table.name() + " where false")) {
      for (int i = 1; i <= none.getMetaData().getColumnCount(); i++) {
        columns.add(none.getMetaData().getColumnName(i).toLowerCase(Locale.ROOT));
      }
    }
    return columns;
  }

  private List<String> lines(Table table, Collection<?> owners) throws SQLException, IOException {
    StringWriter text = new StringWriter();
    String ids = owners.toString().replace('[', '(').replace(']', ')');
    copy.copyOut(
        "copy (select * from "
            + table.name()
            + " where "
            + table.owner()
            + " in "
            + ids
            + ") to stdout",
        text);
    return text.toString().lines().toList();
  }

  /** Takes the indexes away that are only for speed, and says how to make them again. */
  private List<String> withoutIndexes() throws SQLException {
    List<String> names = new ArrayList<>();
    List<String> made = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "select indexname, indexdef from pg_indexes where indexdef not like '%UNIQUE%' and"
                    + " (tablename like 'hfj_spidx%' or tablename in ('hfj_res_link',"
                    + " 'hfj_res_tag', 'hfj_history_tag'))")) {
      while (found.next()) {
        names.add(found.getString(1));
        made.add(found.getString(2));
      }
    }
    for (String name : names) {
      execute("drop index " + name);
    }
    // no look-up of what a row refers to
    execute("set session_replication_role = replica");
    return made;
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
