package org.openimr.server.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds the cases that a stored resource belongs to, by the Provenances of the case.
 *
 * <p>A task stays with its case, so that what was found once is kept in memory. Other records are
 * looked for each time: a later case, perhaps of another node, can refer to them too. Members,
 * organizations and others that many cases share are not looked for.
 */
final class CaseDirectory {

  private static final int MOST_KEPT = 20_000;
  private static final int AT_ONCE = 200;
  private static final String PATIENT =
      " left join hfj_res_link l on l.src_resource_id = t.res_id and l.src_path = 'Task.for'"
          + " left join hfj_resource p on p.res_id = l.target_resource_id"
          + " and p.res_type = 'Patient' where ";
  private static final String OF_A_CASE =
      "select t.fhir_id, s.case_id, p.fhir_id from hfj_resource t"
          + " join imr_submission s on s.case_id = t.fhir_id"
          + PATIENT
          + "t.res_type = 'Task' and t.fhir_id in ";
  private static final String OF_A_RECORD =
      "select r.fhir_id, s.case_id, p.fhir_id from hfj_resource r"
          + " join hfj_res_link a on a.target_resource_id = r.res_id"
          + " and a.src_path = 'Provenance.target'"
          + " join hfj_res_link b on b.src_resource_id = a.src_resource_id"
          + " and b.src_path = 'Provenance.target' and b.target_resource_type = 'Task'"
          + " join hfj_resource t on t.res_id = b.target_resource_id"
          + " join imr_submission s on s.case_id = t.fhir_id"
          + PATIENT
          + "r.res_type = ? and r.fhir_id in ";

  private final JdbcTemplate jdbc;
  private final Map<String, Set<Membership>> known = new ConcurrentHashMap<>();

  /**
   * That a resource belongs to a case.
   *
   * @param caseReference the case
   * @param patient its patient; empty if it has none
   */
  record Membership(String caseReference, String patient) {}

  CaseDirectory(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** The cases of resources; those that belong to none are left out. */
  Map<String, Set<Membership>> of(Collection<String> references) {
    Map<String, Set<Membership>> found = new HashMap<>();
    Map<String, List<String>> unknown = new HashMap<>();
    for (String reference : references) {
      Set<Membership> kept = known.get(reference);
      if (kept != null) {
        found.put(reference, kept);
      } else {
        String[] parts = reference.split("/", 2);
        unknown.computeIfAbsent(parts[0], type -> new ArrayList<>()).add(parts[1]);
      }
    }
    unknown.forEach((type, ids) -> look(type, ids, found));
    return found;
  }

  private void look(String type, List<String> ids, Map<String, Set<Membership>> found) {
    Map<String, Set<Membership>> added = new HashMap<>();
    for (int from = 0; from < ids.size(); from += AT_ONCE) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
      List<Object> values = new ArrayList<>(some);
      String blanks = "(" + String.join(", ", Collections.nCopies(some.size(), "?")) + ")";
      if (!type.equals("Task")) {
        values.add(0, type);
      }
      jdbc.query(
          (type.equals("Task") ? OF_A_CASE : OF_A_RECORD) + blanks,
          row -> {
            String patient = row.getString(3);
            added
                .computeIfAbsent(type + "/" + row.getString(1), one -> new HashSet<>())
                .add(
                    new Membership(
                        "Task/" + row.getString(2), patient == null ? "" : "Patient/" + patient));
          },
          values.toArray());
    }
    if (type.equals("Task")) {
      keep(added);
    }
    found.putAll(added);
  }

  private void keep(Map<String, Set<Membership>> added) {
    if (known.size() > MOST_KEPT) {
      known.clear();
    }
    known.putAll(added);
  }
}
