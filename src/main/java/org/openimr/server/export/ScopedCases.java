package org.openimr.server.export;

import java.util.List;
import java.util.stream.LongStream;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.export.ExportScope;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The cases that an export is about, and what belongs to them, by HAPI's tables.
 *
 * <p>What belongs to cases is asked for some cases at a time. In one statement H2 begins with all
 * Tasks, or looks for the cases of each resource anew.
 */
final class ScopedCases {

  static final int AT_ONCE = 500;

  private static final String FROM =
      " from imr_case c join hfj_resource k on k.fhir_id = c.case_id and k.res_type = 'Task'";
  private static final String FOR =
      " join hfj_res_link f on f.src_resource_id = k.res_id and f.src_path = 'Task.for'"
          + " join hfj_resource p on p.res_id = f.target_resource_id and p.res_type = 'Patient'";

  // what belongs to a case is what the Provenances of its Task name
  private static final String BELONGING =
      "select distinct a.target_resource_id from hfj_res_link b join hfj_res_link a"
          + " on a.src_resource_id = b.src_resource_id and a.src_path = 'Provenance.target'"
          + " where b.src_path = 'Provenance.target' and b.target_resource_id in ";
  private static final String TELLING =
      "select distinct b.src_resource_id from hfj_res_link b"
          + " where b.src_path = 'Provenance.target' and b.target_resource_id in ";

  private final JdbcTemplate jdbc;
  private final MarkNumbers marks;

  ScopedCases(JdbcTemplate jdbc, MarkNumbers marks) {
    this.jdbc = jdbc;
    this.marks = marks;
  }

  /**
   * What belongs to cases, themselves and the Provenances that say so among it.
   *
   * @param cases the keys of their Tasks
   * @return the keys, in order, each once
   */
  long[] belonging(List<Long> cases) {
    LongStream.Builder keys = LongStream.builder();
    for (int from = 0; from < cases.size(); from += AT_ONCE) {
      List<Long> some = cases.subList(from, Math.min(cases.size(), from + AT_ONCE));
      for (String query : List.of(BELONGING, TELLING)) {
        jdbc.query(
            query + MarkNumbers.places(some),
            row -> {
              keys.add(row.getLong(1));
            },
            some.toArray());
      }
    }
    return keys.build().sorted().distinct().toArray();
  }

  /**
   * The cases; more can be asked of the Task of each, {@code k}, behind it.
   *
   * @param what what is told of each
   */
  String cases(String what, ExportScope scope, List<Object> values) {
    StringBuilder sql = new StringBuilder("select ").append(what).append(FROM);
    if (!scope.patients().isEmpty()) {
      sql.append(FOR);
    }
    sql.append(" where k.res_deleted_at is null");
    if (!scope.patients().isEmpty()) {
      sql.append(" and p.fhir_id in ").append(MarkNumbers.places(scope.patients()));
      values.addAll(scope.patients());
    }
    if (!scope.policies().isEmpty()) {
      sql.append(" and (c.policy like ?")
          .append(" or c.policy like ?".repeat(scope.policies().size() - 1))
          .append(")");
      scope.policies().forEach(each -> values.add("%/PlanDefinition/" + each + "|%"));
    }
    if (!scope.organizations().isEmpty()) {
      List<Long> parties = marks.of(MarkNumbers.TAG, AccessMarks.PARTY, scope.organizations());
      sql.append(" and ").append(MarkNumbers.borne("k", parties, values));
    }
    return sql.toString();
  }
}
