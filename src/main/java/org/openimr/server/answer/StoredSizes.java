package org.openimr.server.answer;

import ca.uhn.fhir.jpa.entity.Search;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How large stored resources are, in bytes of their text, without reading them. Contents that are
 * kept apart count as far as they are put back into the text.
 */
public final class StoredSizes {

  private static final int AT_ONCE = 500;

  private final JdbcTemplate jdbc;
  private final String text;
  private final String size;
  private final String all;

  /**
   * Makes it.
   *
   * @param postgresql whether the database is PostgreSQL; else it is H2
   * @param most how much is put back into one resource at most, in bytes
   */
  StoredSizes(JdbcTemplate jdbc, boolean postgresql, long most) {
    this.jdbc = jdbc;
    // each is what its database knows without reading the text; four letters stand for three bytes
    this.text = "coalesce(" + (postgresql ? "octet_length" : "char_length") + "(v.res_text_vc), 0)";
    String contents =
        "coalesce((select cast(sum(u.bytes * u.times) as bigint)"
            + " from imr_content_use u where u.res_type = r.res_type and u.fhir_id = r.fhir_id"
            + " and u.version = v.res_ver and u.bytes <= "
            + most
            + "), 0)";
    this.all = text + " + " + contents + " * 4 / 3";
    // PostgreSQL takes the least of what is not null
    this.size = text + " + least(" + contents + ", " + most + ") * 4 / 3";
  }

  /** The sizes of current versions, in this order. */
  public List<Long> of(Collection<JpaPid> resources) {
    return of(size, resources);
  }

  /** The same without contents that are kept apart. */
  public List<Long> ofTexts(Collection<JpaPid> resources) {
    return of(text, resources);
  }

  /** The same with all contents, however many. */
  public List<Long> ofAll(Collection<JpaPid> resources) {
    return of(all, resources);
  }

  private List<Long> of(String size, Collection<JpaPid> resources) {
    Map<Long, Long> sizes = new HashMap<>();
    List<Long> ids = resources.stream().map(JpaPid::getId).toList();
    for (int from = 0; from < ids.size(); from += AT_ONCE) {
      List<Long> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
      jdbc.query(
          "select v.res_id, "
              + size
              + " from hfj_resource r join hfj_res_ver v on v.res_id = r.res_id"
              + " and v.res_ver = r.res_ver where r.res_id in ("
              + String.join(",", Collections.nCopies(some.size(), "?"))
              + ")",
          row -> {
            sizes.put(row.getLong(1), row.getLong(2));
          },
          some.toArray());
    }
    return ids.stream().map(id -> sizes.getOrDefault(id, 0L)).toList();
  }

  /** The size of one version, or of the current one; 0 if there is none. */
  long of(String type, String id, Long version) {
    return of(size, type, id, version);
  }

  /** The same without contents that are kept apart. */
  long ofText(String type, String id, Long version) {
    return of(text, type, id, version);
  }

  private long of(String size, String type, String id, Long version) {
    return jdbc
        .queryForList(
            "select "
                + size
                + " from hfj_resource r join hfj_res_ver v on v.res_id = r.res_id and v.res_ver = "
                + (version == null ? "r.res_ver" : "?")
                + " where r.res_type = ? and r.fhir_id = ?",
            Long.class,
            version == null ? new Object[] {type, id} : new Object[] {version, type, id})
        .stream()
        .findFirst()
        .orElse(0L);
  }

  /** The sizes of the versions on a page of a history, the newest first. */
  List<Long> of(Search history, int from, int to) {
    List<Object> values = new ArrayList<>();
    StringBuilder where = new StringBuilder(" where 1 = 1");
    if (history.getResourceId() != null) {
      where.append(" and v.res_id = ?");
      values.add(history.getResourceId().getId());
    } else if (history.getResourceType() != null) {
      where.append(" and v.res_type = ?");
      values.add(history.getResourceType());
    }
    if (history.getLastUpdatedHigh() != null) {
      where.append(" and v.res_updated <= ?");
      values.add(history.getLastUpdatedHigh());
    }
    int offset = history.getOffset() == null ? 0 : history.getOffset();
    values.add(offset + from);
    values.add(to - from);
    // a lower bound in time only cuts off the end of this order
    return jdbc.queryForList(
        "select "
            + size
            + " from hfj_res_ver v join hfj_resource r on r.res_id = v.res_id"
            + where
            + " order by v.res_updated desc, v.res_id desc offset ? rows fetch next ? rows only",
        Long.class,
        values.toArray());
  }
}
