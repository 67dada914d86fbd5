package org.openimr.server.export;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Meta;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Stored resources as HAPI keeps them: the text of the current version, and beside it, in columns
 * and tables of their own, what its {@code meta} is answered with.
 */
final class StoredTexts {

  /**
   * A stored resource.
   *
   * @param id its logical id
   * @param meta version, time, source, profiles, labels and tags
   * @param text the JSON without them
   */
  record Stored(String id, Meta meta, String text) {}

  private record Mark(int kind, Coding coding) {}

  private record Row(
      String id, long version, Instant updated, String source, List<Long> marks, String text) {}

  private static final String JSON = "JSON";

  private final JdbcTemplate jdbc;
  private final Map<Long, Mark> known = new ConcurrentHashMap<>();

  StoredTexts(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** The resources with these keys, in their order; without what is not there any more. */
  List<Stored> read(Collection<Long> keys) {
    Map<Long, Row> rows = rows(keys);
    learn(
        rows.values().stream()
            .flatMap(each -> each.marks().stream())
            .filter(each -> !known.containsKey(each))
            .distinct()
            .toList());
    return keys.stream()
        .map(rows::get)
        .filter(Objects::nonNull)
        .map(each -> new Stored(each.id(), meta(each), each.text()))
        .toList();
  }

  /** By one statement: the marks are those of the version whose text is read. */
  private Map<Long, Row> rows(Collection<Long> keys) {
    Map<Long, Row> rows = new HashMap<>();
    jdbc.query(
        "select r.res_id, r.fhir_id, r.res_ver, r.res_updated, v.source_uri, v.request_id,"
            + " v.res_encoding, v.res_text_vc,"
            + " (select string_agg(cast(t.tag_id as varchar), ' ') from hfj_res_tag t"
            + " where t.res_id = r.res_id)"
            + " from hfj_resource r join hfj_res_ver v"
            + " on v.res_id = r.res_id and v.res_ver = r.res_ver"
            + " where r.res_deleted_at is null and r.res_id in "
            + places(keys.size()),
        row -> {
          rows.put(row.getLong(1), row(row));
        },
        keys.toArray());
    return rows;
  }

  private static Row row(ResultSet row) throws SQLException {
    String text = row.getString(8);
    if (!JSON.equals(row.getString(7)) || text == null) {
      throw new IllegalStateException("A resource is not stored as JSON: " + row.getString(2));
    }
    String source = row.getString(5);
    String request = row.getString(6);
    String joined = (source == null ? "" : source) + (request == null ? "" : "#" + request);
    String marks = row.getString(9);
    return new Row(
        row.getString(2),
        row.getLong(3),
        row.getTimestamp(4).toInstant(),
        joined.isEmpty() ? null : joined,
        marks == null
            ? List.of()
            : Arrays.stream(marks.split(" ")).map(Long::valueOf).sorted().toList(),
        text);
  }

  private void learn(List<Long> unknown) {
    if (unknown.isEmpty()) {
      return;
    }
    jdbc.query(
        "select tag_id, tag_type, tag_system, tag_code, tag_display, tag_version,"
            + " tag_user_selected from hfj_tag_def where tag_id in "
            + places(unknown.size()),
        row -> {
          Coding coding = new Coding(row.getString(3), row.getString(4), row.getString(5));
          coding.setVersion(row.getString(6));
          boolean selected = row.getBoolean(7);
          if (!row.wasNull()) {
            coding.setUserSelected(selected);
          }
          known.put(row.getLong(1), new Mark(row.getInt(2), coding));
        },
        unknown.toArray());
  }

  private Meta meta(Row row) {
    Meta meta = new Meta();
    meta.setVersionId(String.valueOf(row.version()));
    meta.setLastUpdated(Date.from(row.updated()));
    meta.setSource(row.source());
    for (Long each : row.marks()) {
      Mark mark = known.get(each);
      switch (mark.kind()) {
        case MarkNumbers.TAG -> meta.addTag(mark.coding());
        case MarkNumbers.SECURITY_LABEL -> meta.addSecurity(mark.coding());
        default -> meta.addProfile(mark.coding().getCode());
      }
    }
    return meta;
  }

  private static String places(int count) {
    return "(" + String.join(", ", Collections.nCopies(count, "?")) + ")";
  }
}
