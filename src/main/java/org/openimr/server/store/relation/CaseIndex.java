package org.openimr.server.store.relation;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.openimr.core.relation.CaseKeys;
import org.openimr.core.relation.CommonGround;
import org.openimr.core.relation.DisputedService;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The index by which related cases are found; it holds no name, number or code in clear, only the
 * days of services.
 *
 * <p>Everything here runs in the transaction of the submission.
 */
final class CaseIndex {

  /** A case has at most so many links to earlier ones: the first, and the latest. */
  static final int MOST_LINKS = 5;

  private static final int OF_A_MEMBER = 100;
  private static final int OF_A_DENIAL = 20;
  private static final String MEMBER = "member";
  private static final String DENIAL = "denial";
  private static final String NUMBER = "number";
  private static final String SERVICE = "service";

  private final JdbcTemplate jdbc;

  CaseIndex(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Lets submissions about one member pass one after the other, so that each finds those before it.
   */
  void hold(CaseKeys keys) {
    for (String member : new TreeSet<>(keys.members())) {
      List<String> held =
          jdbc.queryForList(
              "select key_hash from imr_member_lock where key_hash = ? for update",
              String.class,
              member);
      if (held.isEmpty()) {
        jdbc.update("insert into imr_member_lock (key_hash) values (?)", member);
      }
    }
  }

  /**
   * Finds the cases that have something in common with one.
   *
   * @param keys its hashed keys
   * @return what is in common by the id of the case: the first case and the latest ones
   */
  Map<String, Set<CommonGround>> related(CaseKeys keys) {
    Map<String, Set<CommonGround>> related = new LinkedHashMap<>();
    for (Map.Entry<String, Rows> found : rows(candidates(keys)).entrySet()) {
      Set<CommonGround> common = keys.inCommonWith(found.getValue().keys());
      if (!common.isEmpty()) {
        related.put(found.getKey(), common);
      }
    }
    return firstAndLatest(related);
  }

  private static Map<String, Set<CommonGround>> firstAndLatest(
      Map<String, Set<CommonGround>> related) {
    List<String> ids = new ArrayList<>(related.keySet());
    while (ids.size() > MOST_LINKS) {
      ids.remove(1);
    }
    related.keySet().retainAll(new HashSet<>(ids));
    return related;
  }

  private Set<String> candidates(CaseKeys keys) {
    Set<String> candidates = new HashSet<>();
    boolean disputed = !keys.numbers().isEmpty() || !keys.services().isEmpty();
    if (disputed) {
      // of a member there are few cases, of a service many
      firstAndLatest(MEMBER, keys.members(), OF_A_MEMBER, candidates);
    }
    firstAndLatest(DENIAL, keys.denials(), OF_A_DENIAL, candidates);
    return candidates;
  }

  /** However many there are, only some are looked at. */
  private void firstAndLatest(
      String kind, Set<String> hashes, int lookedAt, Set<String> candidates) {
    if (hashes.isEmpty()) {
      return;
    }
    String query =
        "select case_id, min(stored_at) as stored from imr_case_key"
            + " where kind = '"
            + kind
            + "' and key_hash in "
            + blanks(hashes)
            + " group by case_id order by stored ";
    Set<String> found = new HashSet<>();
    for (String order : List.of("asc", "desc")) {
      if (order.equals("asc") || found.size() == lookedAt) {
        jdbc.query(
            query + order + " fetch first " + lookedAt + " rows only",
            row -> {
              found.add(row.getString(1));
            },
            hashes.toArray());
      }
    }
    candidates.addAll(found);
  }

  private static String blanks(Collection<String> values) {
    return "(" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")";
  }

  /** The keys of one case as they are read, row by row. */
  private static final class Rows {
    private final Map<String, Set<String>> byKind = new LinkedHashMap<>();
    private final Set<DisputedService> services = new HashSet<>();

    void add(String kind, String hash, LocalDate from, LocalDate to) {
      if (kind.equals(SERVICE)) {
        services.add(new DisputedService(hash, from, to));
      } else {
        byKind.computeIfAbsent(kind, k -> new HashSet<>()).add(hash);
      }
    }

    private Set<String> of(String kind) {
      return byKind.getOrDefault(kind, Set.of());
    }

    CaseKeys keys() {
      return new CaseKeys(of(MEMBER), of(DENIAL), of(NUMBER), services);
    }
  }

  /** The keys of cases, in the order in which the cases were stored. */
  private Map<String, Rows> rows(Set<String> cases) {
    Map<String, Rows> rows = new LinkedHashMap<>();
    if (!cases.isEmpty()) {
      jdbc.query(
          "select case_id, kind, key_hash, date_from, date_to from imr_case_key where case_id in "
              + blanks(cases)
              + " order by stored_at, case_id",
          row -> {
            rows.computeIfAbsent(row.getString(1), id -> new Rows())
                .add(row.getString(2), row.getString(3), day(row, 4), day(row, 5));
          },
          cases.toArray());
    }
    return rows;
  }

  private static LocalDate day(ResultSet row, int column) throws SQLException {
    Date day = row.getDate(column);
    return day == null ? null : day.toLocalDate();
  }

  /** Adds a case. */
  void add(String caseId, CaseKeys keys, Instant stored) {
    List<Object[]> rows = new ArrayList<>();
    Timestamp at = Timestamp.from(stored);
    keys.members().forEach(key -> rows.add(new Object[] {caseId, MEMBER, key, null, null, at}));
    keys.denials().forEach(key -> rows.add(new Object[] {caseId, DENIAL, key, null, null, at}));
    keys.numbers().forEach(key -> rows.add(new Object[] {caseId, NUMBER, key, null, null, at}));
    keys.services()
        .forEach(
            each ->
                rows.add(
                    new Object[] {
                      caseId, SERVICE, each.code(), sql(each.from()), sql(each.to()), at
                    }));
    jdbc.batchUpdate(
        "insert into imr_case_key (case_id, kind, key_hash, date_from, date_to, stored_at)"
            + " values (?, ?, ?, ?, ?, ?)",
        rows);
  }

  private static Date sql(LocalDate day) {
    return day == null ? null : Date.valueOf(day);
  }

  /** Forgets every case. */
  void clear() {
    jdbc.update("delete from imr_case_key");
  }
}
