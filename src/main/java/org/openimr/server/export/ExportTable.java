package org.openimr.server.export;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.openimr.fhir.export.ExportQuestion;
import org.openimr.fhir.export.ExportScope;
import org.openimr.operation.access.Caller;
import org.openimr.operation.access.Scope;
import org.openimr.operation.access.Scopes;
import org.springframework.jdbc.core.JdbcTemplate;

/** The exports in the database. */
final class ExportTable {

  /** How far an export is: {@code waiting}, {@code running}, {@code complete} or {@code failed}. */
  record Row(
      String id,
      String state,
      String request,
      Selected selected,
      String progress,
      boolean recorded,
      Instant expires) {}

  /** A file of an export, and how many resources it has. */
  record FileRow(int number, String type, long count) {}

  private static final String COLUMNS =
      "id, client, role, organization, scopes, npi, request, types, since_at, until_at, ignored,"
          + " cases, patients, policies, organizations, state, progress, transaction_time,"
          + " expires_at, recorded";

  private final JdbcTemplate jdbc;

  ExportTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  void add(String id, String request, Selected selected, Instant expires) {
    Caller caller = selected.caller();
    ExportQuestion asked = selected.asked();
    ExportScope scope = selected.scope();
    jdbc.update(
        "insert into imr_export ("
            + COLUMNS
            + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', 'waiting', ?, ?,"
            + " false)",
        id,
        caller.client(),
        caller.role(),
        caller.organization(),
        words(caller.scopes().each().stream().map(ExportTable::text)),
        caller.npi(),
        request,
        words(asked.types().stream()),
        timestamp(asked.since()),
        timestamp(asked.until()),
        words(asked.ignored().stream()),
        scope.cases(),
        words(scope.patients().stream()),
        words(scope.policies().stream()),
        words(scope.organizations().stream()),
        timestamp(selected.transactionTime()),
        timestamp(expires));
  }

  /** How many of a client's exports are not ended. */
  int open(Caller caller) {
    Integer open =
        jdbc.queryForObject(
            "select count(*) from imr_export where client = ? and organization = ?"
                + " and state in ('waiting', 'running')",
            Integer.class,
            caller.client(),
            caller.organization());
    return open == null ? 0 : open;
  }

  /** Finds an export, whoever asked for it. */
  Optional<Row> find(String id) {
    return jdbc
        .query("select " + COLUMNS + " from imr_export where id = ?", ExportTable::row, id)
        .stream()
        .findFirst();
  }

  List<FileRow> files(String id) {
    return jdbc.query(
        "select number, res_type, resources from imr_export_file"
            + " where export_id = ? order by res_type, number",
        (row, number) -> new FileRow(row.getInt(1), row.getString(2), row.getLong(3)),
        id);
  }

  /** The keys of the resources in a file; none if there is no such file. */
  List<Long> keys(String id, int number) {
    return jdbc
        .queryForList(
            "select resource_keys from imr_export_file where export_id = ? and number = ?",
            String.class,
            id,
            number)
        .stream()
        .findFirst()
        .map(KeyList::read)
        .orElse(List.of());
  }

  /** Takes an export that waits, or that whoever made it has left, until a time. */
  boolean take(String id, Instant now, Instant until) {
    return jdbc.update(
            "update imr_export set state = 'running', taken_until = ? where id = ?"
                + " and (state = 'waiting' or state = 'running' and taken_until <= ?)",
            Timestamp.from(until),
            id,
            Timestamp.from(now))
        == 1;
  }

  /** The exports that wait, or that whoever made them has left. */
  List<String> left(Instant now) {
    return jdbc.queryForList(
        "select id from imr_export where state = 'waiting'"
            + " or state = 'running' and taken_until <= ? order by expires_at",
        String.class,
        Timestamp.from(now));
  }

  void clear(String id) {
    jdbc.update("delete from imr_export_file where export_id = ?", id);
  }

  void add(String id, FileRow file, KeyList keys) {
    jdbc.update(
        "insert into imr_export_file (export_id, number, res_type, resources, resource_keys)"
            + " values (?, ?, ?, ?, ?)",
        id,
        file.number(),
        file.type(),
        file.count(),
        keys.toString());
  }

  void end(String id, String state) {
    jdbc.update("update imr_export set state = ?, progress = ? where id = ?", state, state, id);
  }

  /** Notes that its cases are recorded; false if they were already. */
  boolean recorded(String id) {
    return jdbc.update(
            "update imr_export set recorded = true where id = ? and recorded = false", id)
        == 1;
  }

  boolean remove(String id) {
    clear(id);
    return jdbc.update("delete from imr_export where id = ?", id) == 1;
  }

  /** Forgets what can be fetched no more. */
  int expire(Instant now) {
    jdbc.update(
        "delete from imr_export_file where export_id in"
            + " (select id from imr_export where expires_at <= ?)",
        Timestamp.from(now));
    return jdbc.update("delete from imr_export where expires_at <= ?", Timestamp.from(now));
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    Caller caller =
        new Caller(
            row.getString(2),
            row.getString(3),
            row.getString(4),
            Scopes.parse(row.getString(5)),
            "",
            row.getString(6));
    ExportQuestion asked =
        new ExportQuestion(
            new TreeSet<>(list(row.getString(8))),
            instant(row.getTimestamp(9)),
            instant(row.getTimestamp(10)),
            list(row.getString(11)));
    ExportScope scope =
        new ExportScope(
            row.getBoolean(12),
            new TreeSet<>(list(row.getString(13))),
            new TreeSet<>(list(row.getString(14))),
            new TreeSet<>(list(row.getString(15))));
    return new Row(
        row.getString(1),
        row.getString(16),
        row.getString(7),
        new Selected(caller, asked, scope, instant(row.getTimestamp(18))),
        row.getString(17),
        row.getBoolean(20),
        instant(row.getTimestamp(19)));
  }

  private static String text(Scope scope) {
    return scope.context() + "/" + scope.type() + "." + scope.permissions();
  }

  private static String words(Stream<String> words) {
    return String.join(" ", words.toList());
  }

  private static List<String> list(String words) {
    return Arrays.stream(words.split(" ")).filter(each -> !each.isEmpty()).toList();
  }

  private static Timestamp timestamp(Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
  }

  private static Instant instant(Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }
}
