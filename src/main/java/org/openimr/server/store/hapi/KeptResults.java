package org.openimr.server.store.hapi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What searches found that are shown page by page, as HAPI keeps it, and which tags and security
 * labels these resources bear now.
 */
public final class KeptResults {

  private static final String FOUND =
      "select 1 from hfj_search s join hfj_search_result r on r.search_pid = s.pid"
          + " where s.search_uuid = ? and ";
  private static final String MARKED =
      "exists (select 1 from hfj_res_tag t join hfj_tag_def d on d.tag_id = t.tag_id"
          + " where t.res_id = r.resource_pid and d.tag_type = ? and d.tag_system = ?"
          + " and d.tag_code in (%s))";
  private static final String ONE = " fetch first 1 rows only";

  // HAPI's TagTypeEnum, as it is stored
  private static final int TAG = 0;
  private static final int SECURITY_LABEL = 2;

  private final JdbcTemplate jdbc;

  /** Looks into this database. */
  public KeptResults(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** The type of resources that a search is for; empty if it is not kept, or for all types. */
  public Optional<String> type(String search) {
    return jdbc
        .queryForList(
            "select resource_type from hfj_search where search_uuid = ?"
                + " and resource_type is not null",
            String.class,
            search)
        .stream()
        .findFirst();
  }

  /** Whether a search found a resource that does not bear a tag. */
  public boolean lack(String search, String system, String code) {
    return any("not " + MARKED.formatted("?"), List.of(search, TAG, system, code));
  }

  /** Whether a search found a resource that bears one of these tags, or security labels. */
  public boolean bear(String search, boolean tag, String system, List<String> codes) {
    List<Object> values = new ArrayList<>(List.of(search, tag ? TAG : SECURITY_LABEL, system));
    values.addAll(codes);
    return any(MARKED.formatted(String.join(", ", Collections.nCopies(codes.size(), "?"))), values);
  }

  private boolean any(String condition, List<?> values) {
    return !jdbc.queryForList(FOUND + condition + ONE, Integer.class, values.toArray()).isEmpty();
  }
}
