package org.openimr.server.export;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The numbers by which HAPI knows tags and labels. They are asked for once for a query, and not
 * again for each resource that may bear them.
 */
final class MarkNumbers {

  // HAPI's TagTypeEnum, as it is stored
  static final int TAG = 0;
  static final int SECURITY_LABEL = 2;

  private final JdbcTemplate jdbc;

  MarkNumbers(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** The numbers of marks of a system; of those that nothing bears yet there is none. */
  List<Long> of(int kind, String system, Collection<String> codes) {
    List<Object> values = new ArrayList<>(List.of(kind, system));
    values.addAll(codes);
    return jdbc.queryForList(
        "select tag_id from hfj_tag_def where tag_type = ? and tag_system = ? and tag_code in "
            + places(codes)
            + " order by tag_id",
        Long.class,
        values.toArray());
  }

  /** Whether a resource bears one of some marks, in SQL. */
  static String borne(String alias, List<Long> marks, List<Object> values) {
    if (marks.isEmpty()) {
      return "1 = 0";
    }
    values.addAll(marks);
    return "exists (select 1 from hfj_res_tag t where t.res_id = "
        + alias
        + ".res_id and t.tag_id in "
        + places(marks)
        + ")";
  }

  /** Places for values, in brackets. */
  static String places(Collection<?> values) {
    return "(" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")";
  }
}
