package org.openimr.server.export;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.export.ExportScope;
import org.openimr.server.security.table.AccessRule;
import org.openimr.server.security.table.Sight;
import org.openimr.server.security.table.WithheldClass;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Which stored resources an export holds, by HAPI's tables: what a search of its caller would find,
 * in the order in which it was stored. Keys of what belongs to the cases of an export are in
 * memory, eight bytes each; no more of a resource is.
 */
final class VisibleResources {

  private final JdbcTemplate jdbc;
  private final AccessRule rule;
  private final MarkNumbers marks;
  private final ScopedCases scoped;

  VisibleResources(JdbcTemplate jdbc, AccessRule rule) {
    this.jdbc = jdbc;
    this.rule = rule;
    this.marks = new MarkNumbers(jdbc);
    this.scoped = new ScopedCases(jdbc, marks);
  }

  /** Takes the resources of an export one by one. */
  interface Taker {
    void take(String type, long key);
  }

  /** Takes what is found. */
  private interface Finding {
    void found(String type, long key, Instant updated);
  }

  /** What narrows a query, with the values that belong into it. */
  private record Narrowing(String sql, List<Object> values) {}

  /** Hands over the resources of some types, those of one type together and in order. */
  void each(Selected selected, List<String> types, Taker taker) {
    Map<Narrowing, List<String>> alike = new LinkedHashMap<>();
    for (String type : types) {
      Narrowing narrowing = narrowing(selected, type);
      if (narrowing != null) {
        alike.computeIfAbsent(narrowing, any -> new ArrayList<>()).add(type);
      }
    }
    if (alike.isEmpty()) {
      return;
    }
    if (!selected.scope().cases()) {
      query(alike, List.of(), changed(selected, taker));
      return;
    }
    Map<String, LongStream.Builder> byType = new TreeMap<>();
    Finding found =
        changed(
            selected,
            (type, key) -> byType.computeIfAbsent(type, any -> LongStream.builder()).add(key));
    long[] belonging = scoped.belonging(tasks(selected));
    for (int from = 0; from < belonging.length; from += ScopedCases.AT_ONCE) {
      int to = Math.min(belonging.length, from + ScopedCases.AT_ONCE);
      query(alike, LongStream.of(belonging).skip(from).limit(to - from).boxed().toList(), found);
    }
    byType.forEach((type, keys) -> keys.build().forEach(key -> taker.take(type, key)));
  }

  /** Asks for the resources of all types at once, all or some by key. */
  private void query(Map<Narrowing, List<String>> alike, List<Long> keys, Finding found) {
    List<String> any = alike.values().stream().flatMap(List::stream).toList();
    List<Object> values = new ArrayList<>(any);
    values.addAll(keys);
    List<String> each = new ArrayList<>();
    alike.forEach(
        (narrowing, some) -> {
          each.add("r.res_type in " + MarkNumbers.places(some) + narrowing.sql());
          values.addAll(some);
          values.addAll(narrowing.values());
        });
    jdbc.query(
        "select r.res_type, r.res_id, r.res_updated from hfj_resource r"
            + " where r.res_deleted_at is null and r.res_type in "
            + MarkNumbers.places(any)
            + (keys.isEmpty() ? "" : " and r.res_id in " + MarkNumbers.places(keys))
            + " and ("
            + String.join(" or ", each)
            + ") order by r.res_type, r.res_id",
        row -> {
          found.found(row.getString(1), row.getLong(2), row.getTimestamp(3).toInstant());
        },
        values.toArray());
  }

  /** The cases of which an export tells, by reference. */
  List<String> cases(Selected selected) {
    List<Object> values = new ArrayList<>();
    String cases = cases("k.fhir_id", selected, values);
    return cases == null
        ? List.of()
        : jdbc.query(
            cases + " order by k.fhir_id",
            (row, number) -> "Task/" + row.getString(1),
            values.toArray());
  }

  private List<Long> tasks(Selected selected) {
    List<Object> values = new ArrayList<>();
    String cases = cases("k.res_id", selected, values);
    return cases == null ? List.of() : jdbc.queryForList(cases, Long.class, values.toArray());
  }

  private String cases(String what, Selected selected, List<Object> values) {
    String cases = scoped.cases(what, selected.scope(), values);
    String seen = seen(selected, "Task", "k", values);
    return seen == null ? null : cases + seen;
  }

  /** What narrows a query to what a caller sees of a type; null if that is nothing. */
  private Narrowing narrowing(Selected selected, String type) {
    List<Object> values = new ArrayList<>();
    String until = selected.asked().until() == null ? "" : " and r.res_updated <= ?";
    if (!until.isEmpty()) {
      values.add(Timestamp.from(selected.asked().until()));
    }
    String seen = seen(selected, type, "r", values);
    return seen == null ? null : new Narrowing(until + seen, values);
  }

  /**
   * What changed, and what belongs to a case that changed: a resource may have come into the sight
   * of an organization with its case, and does not change by that.
   */
  private Finding changed(Selected selected, Taker taker) {
    Instant since = selected.asked().since();
    if (since == null) {
      return (type, key, updated) -> taker.take(type, key);
    }
    List<Object> values = new ArrayList<>();
    String cases =
        scoped.cases("k.res_id", ExportScope.PATIENTS, values) + " and k.res_updated > ?";
    values.add(Timestamp.from(since));
    long[] ofChanged = scoped.belonging(jdbc.queryForList(cases, Long.class, values.toArray()));
    return (type, key, updated) -> {
      boolean withItsCase =
          rule.sight(selected.caller(), type).organization().isPresent()
              && Arrays.binarySearch(ofChanged, key) >= 0;
      if (updated.isAfter(since) || withItsCase) {
        taker.take(type, key);
      }
    };
  }

  /** What narrows to what a caller sees; null if it sees nothing. */
  private String seen(Selected selected, String type, String alias, List<Object> values) {
    Sight sight = rule.sight(selected.caller(), type);
    if (sight.none() || !rule.mayBeShown(selected.caller(), type)) {
      return null;
    }
    StringBuilder sql = new StringBuilder();
    if (sight.organization().isPresent()) {
      List<Long> party =
          marks.of(MarkNumbers.TAG, AccessMarks.PARTY, List.of(sight.organization().get()));
      sql.append(" and ").append(MarkNumbers.borne(alias, party, values));
    }
    List<Long> hidden = new ArrayList<>();
    if (sight.open()) {
      hidden.addAll(marks.of(MarkNumbers.TAG, AccessMarks.STATE, List.of(AccessMarks.CLOSED)));
    }
    for (WithheldClass each : sight.withheld()) {
      hidden.addAll(
          marks.of(
              each.tag() ? MarkNumbers.TAG : MarkNumbers.SECURITY_LABEL,
              each.system(),
              each.codes()));
    }
    if (!hidden.isEmpty()) {
      sql.append(" and not ").append(MarkNumbers.borne(alias, hidden, values));
    }
    return sql.toString();
  }
}
