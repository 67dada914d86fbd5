package org.openimr.server.wrong;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/** How many rows each table of a database has. */
final class Rows {

  private final JdbcTemplate jdbc;
  private final List<String> tables;
  private final String counting;

  Rows(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
    this.tables =
        jdbc.queryForList(
            "select table_name from information_schema.tables"
                + " where lower(table_schema) = 'public' and table_type = 'BASE TABLE'"
                // that somebody tried is recorded, and is all that is
                + " and lower(table_name) not in ('imr_audit_event', 'imr_audit_entity')",
            String.class);
    this.counting =
        tables.stream()
            .map(table -> "(select count(*) from \"" + table + "\")")
            .collect(Collectors.joining(", ", "select ", ""));
  }

  /** Counts them all. */
  Map<String, Long> count() {
    return jdbc.queryForObject(
        counting,
        (row, number) -> {
          Map<String, Long> counts = new TreeMap<>();
          for (int i = 0; i < tables.size(); i++) {
            counts.put(tables.get(i).toLowerCase(java.util.Locale.ROOT), row.getLong(i + 1));
          }
          return counts;
        });
  }
}
