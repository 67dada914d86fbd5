package org.openimr.server.index;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.openimr.core.casefile.Vocabulary;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table of the index. Whoever changes a row holds it until the transaction ends. */
final class CaseTable {

  private static final String COLUMNS =
      "case_id, version, policy, review_type, status, business_status, urgency, owner, parties,"
          + " due, milestone, told, stated, events, duties";
  private static final String ADD =
      "insert into imr_case ("
          + COLUMNS
          + ", next_packet) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String CHANGE =
      "update imr_case set version = ?, policy = ?, review_type = ?, status = ?,"
          + " business_status = ?, urgency = ?, owner = ?, parties = ?, due = ?, milestone = ?,"
          + " told = ?, stated = ?, events = ?, duties = ?, next_packet = ?, packet_failures = 0,"
          // what comes about by time is worked out anew, and so are its notices and packets
          + " next_timer = default, next_notice = default, notice_failures = 0,"
          + " report_edition = default where case_id = ?";
  private static final String EMPTY =
      "insert into imr_case ("
          + COLUMNS
          + ") select ?, '', '', '', '', '', '', '', '', null, '', '{}', '{}', '[]', '[]'"
          + " where not exists (select 1 from imr_case where case_id = ?)";

  private static final String PACKET = "packet-issued";
  private static final Timestamp AT_ONCE = Timestamp.from(Instant.EPOCH);
  private static final String PARTY = " and position(? in ' ' || parties || ' ') > 0";

  private final JdbcTemplate jdbc;
  private final CompactText text;
  private final boolean postgresql;

  /**
   * Makes it.
   *
   * @param jdbc the database
   * @param vocabulary what facts there are
   * @param postgresql whether it is PostgreSQL
   */
  CaseTable(JdbcTemplate jdbc, Vocabulary vocabulary, boolean postgresql) {
    this.jdbc = jdbc;
    this.text = new CompactText(vocabulary);
    this.postgresql = postgresql;
  }

  /** Adds the row of a case that is new. */
  void add(CaseRow row) {
    Object[] values = values(row);
    Object[] all = new Object[values.length + 1];
    all[0] = row.id();
    System.arraycopy(values, 0, all, 1, values.length);
    jdbc.update(ADD, all);
  }

  /** Changes the row of a case that is held. */
  void change(CaseRow row) {
    Object[] values = values(row);
    Object[] all = Arrays.copyOf(values, values.length + 1);
    all[values.length] = row.id();
    jdbc.update(CHANGE, all);
  }

  private Object[] values(CaseRow row) {
    CaseRow.Head head = row.head();
    return new Object[] {
      row.version(),
      head.policy(),
      head.reviewType(),
      head.status(),
      head.businessStatus(),
      head.urgency(),
      head.owner(),
      String.join(" ", new TreeSet<>(head.parties())),
      head.due() == null ? null : Timestamp.from(head.due()),
      row.milestone(),
      text.facts(row.told()),
      text.facts(row.stated()),
      text.events(row.events()),
      text.duties(row.duties()),
      // without a packet there is none to add to
      row.events().stream().anyMatch(event -> event.code().equals(PACKET)) ? AT_ONCE : null
    };
  }

  /** Holds the row of a case; null if it has none, or an empty one. */
  CaseRow hold(String id) {
    List<CaseRow> held =
        jdbc.query(
            "select " + COLUMNS + " from imr_case where case_id = ? for update", this::row, id);
    return held.isEmpty() || held.get(0).version().isEmpty() ? null : held.get(0);
  }

  /** Holds the row of a case, making an empty one if it has none; null if it was empty. */
  CaseRow holdOrMake(String id) {
    CaseRow held = hold(id);
    if (held != null) {
      return held;
    }
    jdbc.update(postgresql ? EMPTY + " on conflict do nothing" : EMPTY, id, id);
    return hold(id);
  }

  /** Takes out the row of a case that is no more, and what was noticed of it. */
  void remove(String id) {
    jdbc.update("delete from imr_timer where case_id = ?", id);
    jdbc.update("delete from imr_case where case_id = ?", id);
  }

  /** The rows that follow a case in the order of ids, of cases under some policies. */
  List<CaseRow> after(String id, int most, BoundPolicies policies) {
    return jdbc.query(
        "select "
            + COLUMNS
            + " from imr_case where case_id > ? and version <> ''"
            + policies.condition()
            + " order by case_id fetch first "
            + most
            + " rows only",
        this::row,
        policies.after(id));
  }

  /** The rows that follow a case, of cases to which an organization is party; empty for all. */
  List<CaseRow> ofParty(String id, int most, String party) {
    String sql =
        "select "
            + COLUMNS
            + " from imr_case where case_id > ? and version <> ''"
            + (party.isEmpty() ? "" : PARTY)
            + " order by case_id fetch first "
            + most
            + " rows only";
    return party.isEmpty()
        ? jdbc.query(sql, this::row, id)
        : jdbc.query(sql, this::row, id, ' ' + party + ' ');
  }

  /** The ids of the same cases, under some policies, in order. */
  List<String> ids(BoundPolicies policies, String party) {
    List<Object> values = new ArrayList<>(policies.canonicals());
    if (!party.isEmpty()) {
      values.add(' ' + party + ' ');
    }
    return jdbc.queryForList(
        "select case_id from imr_case where version <> ''"
            + policies.condition()
            + (party.isEmpty() ? "" : PARTY)
            + " order by case_id",
        String.class,
        values.toArray());
  }

  /** How many rows there are of cases under some policies. */
  long size(BoundPolicies policies) {
    return jdbc.queryForObject(
        "select count(*) from imr_case where version <> ''" + policies.condition(),
        Long.class,
        policies.canonicals().toArray());
  }

  /** The policies that cases are bound to. */
  List<String> policies() {
    return jdbc.queryForList(
        "select distinct policy from imr_case where version <> ''", String.class);
  }

  private CaseRow row(ResultSet row, int number) throws SQLException {
    Timestamp due = row.getTimestamp(10);
    return new CaseRow(
        row.getString(1),
        row.getString(2),
        new CaseRow.Head(
            row.getString(3),
            row.getString(4),
            row.getString(5),
            row.getString(6),
            row.getString(7),
            row.getString(8),
            Arrays.stream(row.getString(9).split(" "))
                .filter(party -> !party.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new)),
            due == null ? null : due.toInstant()),
        row.getString(11),
        text.facts(row.getString(12)),
        text.facts(row.getString(13)),
        text.events(row.getString(14)),
        text.duties(row.getString(15)));
  }
}
