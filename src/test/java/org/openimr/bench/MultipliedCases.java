package org.openimr.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.openimr.server.store.hapi.ServedTypes;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Copies all that is stored of all cases within a database, H2 or PostgreSQL: every resource with
 * its text, marks and links, and the row of every case in the index. The texts stay as they are, so
 * that a copy refers to what the original refers to.
 */
final class MultipliedCases {

  private static final long APART = 1_000_000L;

  /** The tables, with those of their columns that hold a number of their own or of a resource. */
  private static final Map<String, List<String>> TABLES =
      Map.of(
          "hfj_resource", List.of("res_id"),
          "hfj_res_ver", List.of("pid", "res_id"),
          "hfj_res_tag", List.of("pid", "res_id"),
          "hfj_history_tag", List.of("pid", "res_id", "res_ver_pid"),
          "hfj_res_link", List.of("pid", "src_resource_id", "target_resource_id"));

  private static final List<String> ORDER =
      List.of("hfj_resource", "hfj_res_ver", "hfj_res_tag", "hfj_history_tag", "hfj_res_link");

  private final JdbcTemplate jdbc;

  MultipliedCases(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Makes this many of each. */
  void by(int times) {
    String records =
        ServedTypes.CASE_RECORDS.stream()
            .map(type -> "'" + type + "'")
            .collect(Collectors.joining(", ", "(", ")"));
    String originals =
        "(select res_id from hfj_resource where res_id < "
            + APART
            + " and res_type in "
            + records
            + ")";
    for (int copy = 1; copy < times; copy++) {
      for (String table : ORDER) {
        String owner = table.equals("hfj_res_link") ? "src_resource_id" : "res_id";
        String which = owner + " in " + originals;
        if (table.equals("hfj_res_link")) {
          which += " and target_resource_id in " + originals;
        }
        copy(table, TABLES.get(table), "fhir_id", which, copy);
      }
      copy("imr_case", List.of(), "case_id", "case_id not like '%-copy-%'", copy);
    }
  }

  private void copy(String table, List<String> numbers, String name, String which, int copy) {
    List<String> columns =
        jdbc
            .queryForList(
                "select column_name from information_schema.columns where lower(table_name) = ?"
                    + " order by ordinal_position",
                String.class,
                table)
            .stream()
            .map(each -> each.toLowerCase(Locale.ROOT))
            .distinct()
            .toList();
    jdbc.update(
        "insert into "
            + table
            + " ("
            + String.join(", ", columns)
            + ") select "
            + columns.stream()
                .map(
                    each ->
                        numbers.contains(each)
                            ? each + " + " + APART * copy
                            : each.equals(name) ? each + " || '-copy-" + copy + "'" : each)
                .collect(Collectors.joining(", "))
            + " from "
            + table
            + " where "
            + which);
  }
}
