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
import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * Finds the cases that a stored resource belongs to, by the Provenances of the case, an issued
 * packet by its number.
 *
 * <p>A task stays with its case, so that what was found once is kept in memory. Other records are
 * looked for each time: a later case, perhaps of another node, can refer to them too. Members,
 * organizations and others that many cases share are not looked for.
 */
final class CaseDirectory {

  private static final int MOST_KEPT = 20_000;
  private static final int AT_ONCE = 200;
  private static final String OF_A_CASE =
      "select t.res_type, t.fhir_id, s.case_id, p.fhir_id from hfj_resource t"
          + " join imr_submission s on s.case_id = t.fhir_id"
          + " left join hfj_res_link l on l.src_resource_id = t.res_id and l.src_path = 'Task.for'"
          + " and l.target_resource_type = 'Patient'"
          + " left join hfj_resource p on p.res_id = l.target_resource_id"
          + " where t.fhir_id in ";
  // The patients of the cases are asked for apart: they are mostly known already, and the embedded
  // database takes long to plan a join of many tables.
  private static final String OF_A_RECORD =
      "select distinct r.res_type, r.fhir_id, t.fhir_id from hfj_resource r"
          + " join hfj_res_link a on a.target_resource_id = r.res_id"
          + " and a.src_path = 'Provenance.target'"
          + " join hfj_res_link b on b.src_resource_id = a.src_resource_id"
          + " and b.src_path = 'Provenance.target' and b.target_resource_type = 'Task'"
          + " join hfj_resource t on t.res_id = b.target_resource_id"
          + " join imr_submission s on s.case_id = t.fhir_id"
          + " where r.fhir_id in ";

  private final JdbcTemplate jdbc;
  private final PacketCases packets;
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
    this.packets = new PacketCases(jdbc);
  }

  /** The cases of resources; those that belong to none are left out. */
  Map<String, Set<Membership>> of(Collection<String> references) {
    Map<String, List<String>> byType = new HashMap<>();
    for (String reference : references) {
      String[] parts = reference.split("/", 2);
      byType.computeIfAbsent(parts[0], type -> new ArrayList<>()).add(parts[1]);
    }
    Map<String, Set<Membership>> found = new HashMap<>();
    byType.forEach(
        (type, ids) -> found.putAll(type.equals("Task") ? ofTasks(ids) : ofRecords(type, ids)));
    return found;
  }

  private Map<String, Set<Membership>> ofRecords(String type, List<String> ids) {
    Map<String, Set<String>> tasks = new HashMap<>();
    look(
        OF_A_RECORD,
        type,
        ids,
        row ->
            tasks
                .computeIfAbsent(type + "/" + row.getString(2), one -> new HashSet<>())
                .add(row.getString(3)));
    if (type.equals("Bundle")) {
      for (int from = 0; from < ids.size(); from += AT_ONCE) {
        packets
            .of(ids.subList(from, Math.min(ids.size(), from + AT_ONCE)))
            .forEach(
                (packet, cases) ->
                    tasks.computeIfAbsent(packet, one -> new HashSet<>()).addAll(cases));
      }
    }
    Set<String> all = new HashSet<>();
    tasks.values().forEach(all::addAll);
    Map<String, Set<Membership>> cases = ofTasks(all);
    Map<String, Set<Membership>> found = new HashMap<>();
    tasks.forEach(
        (reference, targets) -> {
          for (String task : targets) {
            Set<Membership> some = cases.get("Task/" + task);
            if (some != null) {
              found.computeIfAbsent(reference, one -> new HashSet<>()).addAll(some);
            }
          }
        });
    return found;
  }

  private Map<String, Set<Membership>> ofTasks(Collection<String> ids) {
    Map<String, Set<Membership>> found = new HashMap<>();
    List<String> unknown = new ArrayList<>();
    for (String id : ids) {
      Set<Membership> kept = known.get("Task/" + id);
      if (kept == null) {
        unknown.add(id);
      } else {
        found.put("Task/" + id, kept);
      }
    }
    Map<String, Set<Membership>> added = new HashMap<>();
    look(
        OF_A_CASE,
        "Task",
        unknown,
        row -> {
          String patient = row.getString(4);
          added
              .computeIfAbsent("Task/" + row.getString(2), one -> new HashSet<>())
              .add(
                  new Membership(
                      "Task/" + row.getString(3), patient == null ? "" : "Patient/" + patient));
        });
    keep(added);
    found.putAll(added);
    return found;
  }

  // The type is looked at here: asked for one type and a list of ids, the embedded database would
  // read all of that type.
  private void look(String query, String type, List<String> ids, RowCallbackHandler eachRow) {
    for (int from = 0; from < ids.size(); from += AT_ONCE) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
      jdbc.query(
          query + "(" + String.join(", ", Collections.nCopies(some.size(), "?")) + ")",
          row -> {
            if (type.equals(row.getString(1))) {
              eachRow.processRow(row);
            }
          },
          some.toArray());
    }
  }

  private void keep(Map<String, Set<Membership>> added) {
    if (known.size() > MOST_KEPT) {
      known.clear();
    }
    known.putAll(added);
  }
}
