package org.openimr.server.export;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.export.ExportScope;
import org.openimr.server.security.AccessRule;
import org.openimr.server.security.table.Sight;
import org.openimr.server.security.table.WithheldClass;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Which stored resources an export holds, by HAPI's tables: what a search of its caller would find,
 * in the order in which it was stored.
 */
final class VisibleResources {

  /**
   * Some resources that follow one another.
   *
   * @param first key of the first
   * @param last key of the last
   * @param count how many of them are in the export
   */
  record Range(long first, long last, long count) {}

  private static final String BEARS =
      "exists (select 1 from hfj_res_tag t join hfj_tag_def d on d.tag_id = t.tag_id"
          + " where t.res_id = %s.res_id and d.tag_type = ? and d.tag_system = ?"
          + " and d.tag_code in (%s))";

  // what belongs to a case is what the Provenances of its Task name
  private static final String OF_CASES =
      " exists (select 1 from hfj_res_link b"
          + " join hfj_resource k on k.res_id = b.target_resource_id"
          + " join imr_case c on c.case_id = k.fhir_id"
          + "%2$s where %1$s = r.res_id"
          + " and b.src_path = 'Provenance.target' and b.target_resource_type = 'Task'";
  private static final String BESIDE =
      " join hfj_res_link a on a.src_resource_id = b.src_resource_id"
          + " and a.src_path = 'Provenance.target'";
  private static final String FOR =
      " join hfj_res_link f on f.src_resource_id = k.res_id and f.src_path = 'Task.for'"
          + " join hfj_resource p on p.res_id = f.target_resource_id and p.res_type = 'Patient'";

  // HAPI's TagTypeEnum, as it is stored
  static final int TAG = 0;
  static final int SECURITY_LABEL = 2;

  private final JdbcTemplate jdbc;
  private final AccessRule rule;

  VisibleResources(JdbcTemplate jdbc, AccessRule rule) {
    this.jdbc = jdbc;
    this.rule = rule;
  }

  /** The next resources of a type after one; null if there is none. */
  Range next(Selected selected, String type, long after, int most) {
    List<Object> values = new ArrayList<>();
    String condition = condition(selected, type, values);
    if (condition == null) {
      return null;
    }
    values.add(after);
    return jdbc.query(
        "select min(x.res_id), max(x.res_id), count(*) from (select r.res_id from hfj_resource r"
            + condition
            + " and r.res_id > ? order by r.res_id fetch first "
            + most
            + " rows only) x",
        row -> {
          row.next();
          return row.getLong(3) == 0
              ? null
              : new Range(row.getLong(1), row.getLong(2), row.getLong(3));
        },
        values.toArray());
  }

  /** Keys of the resources of a type between two keys, both included, in order. */
  List<Long> keys(Selected selected, String type, long first, long last) {
    List<Object> values = new ArrayList<>();
    String condition = condition(selected, type, values);
    if (condition == null) {
      return List.of();
    }
    Collections.addAll(values, first, last);
    return jdbc.queryForList(
        "select r.res_id from hfj_resource r"
            + condition
            + " and r.res_id >= ? and r.res_id <= ? order by r.res_id",
        Long.class,
        values.toArray());
  }

  /** The cases of which an export tells, by reference. */
  List<String> cases(Selected selected) {
    List<Object> values = new ArrayList<>();
    String seen = seen(selected, "Task", "k", values);
    if (seen == null) {
      return List.of();
    }
    ExportScope scope = selected.scope();
    return jdbc.query(
        "select k.fhir_id from imr_case c join hfj_resource k"
            + " on k.fhir_id = c.case_id and k.res_type = 'Task'"
            + (scope.patients().isEmpty() ? "" : FOR)
            + " where k.res_deleted_at is null"
            + seen
            + chosen(scope, values)
            + " order by k.fhir_id",
        (row, number) -> "Task/" + row.getString(1),
        values.toArray());
  }

  /** What narrows a query to the export; null if it holds nothing of a type. */
  private String condition(Selected selected, String type, List<Object> values) {
    StringBuilder sql = new StringBuilder(" where r.res_type = ? and r.res_deleted_at is null");
    values.add(type);
    if (selected.asked().until() != null) {
      sql.append(" and r.res_updated <= ?");
      values.add(Timestamp.from(selected.asked().until()));
    }
    if (selected.asked().since() != null) {
      since(selected, type, sql, values);
    }
    String seen = seen(selected, type, "r", values);
    if (seen == null) {
      return null;
    }
    sql.append(seen);
    if (selected.scope().cases()) {
      boolean provenance = type.equals("Provenance");
      sql.append(" and");
      boolean patients = !selected.scope().patients().isEmpty();
      sql.append(
          OF_CASES.formatted(
              provenance ? "b.src_resource_id" : "a.target_resource_id",
              (provenance ? "" : BESIDE) + (patients ? FOR : "")));
      String tasks = seen(selected, "Task", "k", values);
      if (tasks == null) {
        return null;
      }
      sql.append(tasks).append(chosen(selected.scope(), values)).append(")");
    }
    return sql.toString();
  }

  /**
   * What changed, and what belongs to a case that changed: a resource may have come into the sight
   * of an organization with its case, and does not change by that.
   */
  private void since(Selected selected, String type, StringBuilder sql, List<Object> values) {
    Timestamp since = Timestamp.from(selected.asked().since());
    sql.append(" and (r.res_updated > ?");
    values.add(since);
    if (rule.sight(selected.caller(), type).organization().isPresent()) {
      sql.append(" or")
          .append(OF_CASES.formatted("a.target_resource_id", BESIDE))
          .append(" and k.res_updated > ?)");
      values.add(since);
    }
    sql.append(")");
  }

  /** What narrows to what a caller sees; null if it sees nothing. */
  private String seen(Selected selected, String type, String alias, List<Object> values) {
    Sight sight = rule.sight(selected.caller(), type);
    if (sight.none() || !rule.mayBeShown(selected.caller(), type)) {
      return null;
    }
    StringBuilder sql = new StringBuilder();
    sight
        .organization()
        .ifPresent(
            organization ->
                sql.append(" and ")
                    .append(bears(alias, TAG, AccessMarks.PARTY, List.of(organization), values)));
    if (sight.open()) {
      sql.append(" and not ")
          .append(bears(alias, TAG, AccessMarks.STATE, List.of(AccessMarks.CLOSED), values));
    }
    for (WithheldClass each : sight.withheld()) {
      sql.append(" and not ")
          .append(
              bears(alias, each.tag() ? TAG : SECURITY_LABEL, each.system(), each.codes(), values));
    }
    return sql.toString();
  }

  private static String bears(
      String alias, int kind, String system, Collection<String> codes, List<Object> values) {
    Collections.addAll(values, kind, system);
    values.addAll(codes);
    return BEARS.formatted(alias, marks(codes));
  }

  private static String chosen(ExportScope scope, List<Object> values) {
    StringBuilder sql = new StringBuilder();
    if (!scope.patients().isEmpty()) {
      sql.append(" and p.fhir_id in (").append(marks(scope.patients())).append(")");
      values.addAll(scope.patients());
    }
    if (!scope.policies().isEmpty()) {
      sql.append(" and (");
      String or = "";
      for (String policy : scope.policies()) {
        sql.append(or).append("c.policy like ?");
        values.add("%/PlanDefinition/" + policy + "|%");
        or = " or ";
      }
      sql.append(")");
    }
    if (!scope.organizations().isEmpty()) {
      sql.append(" and ").append(bears("k", TAG, AccessMarks.PARTY, scope.organizations(), values));
    }
    return sql.toString();
  }

  private static String marks(Collection<?> values) {
    return String.join(", ", Collections.nCopies(values.size(), "?"));
  }
}
