package org.openimr.server.content;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.IdType;
import org.openimr.fhir.content.StoredContent;
import org.springframework.jdbc.core.JdbcTemplate;

/** Which versions of resources hold which contents. */
public final class ContentUses {

  private final JdbcTemplate jdbc;

  ContentUses(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Notes what a version holds, in the transaction that stores it. */
  void note(IdType version, List<StoredContent> contents) {
    Map<StoredContent, Long> times =
        contents.stream().collect(Collectors.groupingBy(each -> each, Collectors.counting()));
    times.forEach(
        (content, count) -> {
          Object[] key = {
            version.getResourceType(),
            version.getIdPart(),
            version.getVersionIdPartAsLong(),
            content.sha256()
          };
          jdbc.update(
              "delete from imr_content_use where res_type = ? and fhir_id = ? and version = ?"
                  + " and sha256 = ?",
              key);
          jdbc.update(
              "insert into imr_content_use (res_type, fhir_id, version, sha256, bytes, times)"
                  + " values (?, ?, ?, ?, ?, ?)",
              key[0],
              key[1],
              key[2],
              key[3],
              content.bytes(),
              count);
        });
  }

  /** Every content that is held, each with a resource that holds it. */
  public void each(BiConsumer<StoredContent, String> visitor) {
    Map<StoredContent, String> all = new TreeMap<>(Comparator.comparing(StoredContent::sha256));
    jdbc.query(
        "select sha256, bytes, min(res_type || '/' || fhir_id) from imr_content_use"
            + " group by sha256, bytes",
        row -> {
          all.put(new StoredContent(row.getString(1), row.getLong(2)), row.getString(3));
        });
    all.forEach(visitor);
  }
}
