package org.openimr.server.answer;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.model.entity.TagTypeEnum;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Stored resources without what they hold: their ids, tags and security labels as of now. */
final class StoredMarks {

  private static final int AT_ONCE = 500;
  private static final String MARKS =
      "select r.res_id, r.res_type, r.fhir_id, d.tag_type, d.tag_system, d.tag_code"
          + " from hfj_resource r left join hfj_res_tag t on t.res_id = r.res_id"
          + " left join hfj_tag_def d on d.tag_id = t.tag_id"
          + " where r.res_deleted_at is null and r.res_id in (%s)";

  private final JdbcTemplate jdbc;
  private final FhirContext context;

  StoredMarks(JdbcTemplate jdbc, FhirContext context) {
    this.jdbc = jdbc;
    this.context = context;
  }

  /** These resources in this order; null in the place of one that is not there any more. */
  List<IBaseResource> of(Collection<JpaPid> found) {
    Map<Long, Resource> marked = new HashMap<>();
    List<Long> ids = found.stream().map(JpaPid::getId).toList();
    for (int from = 0; from < ids.size(); from += AT_ONCE) {
      read(ids.subList(from, Math.min(ids.size(), from + AT_ONCE)), marked);
    }
    List<IBaseResource> all = new ArrayList<>();
    ids.forEach(id -> all.add(marked.get(id)));
    return all;
  }

  private void read(List<Long> ids, Map<Long, Resource> marked) {
    jdbc.query(
        MARKS.formatted(String.join(",", Collections.nCopies(ids.size(), "?"))),
        row -> {
          Resource resource = marked.get(row.getLong(1));
          if (resource == null) {
            resource = (Resource) context.getResourceDefinition(row.getString(2)).newInstance();
            resource.setId(row.getString(2) + "/" + row.getString(3));
            marked.put(row.getLong(1), resource);
          }
          int type = row.getInt(4);
          if (!row.wasNull()) {
            mark(resource, type, new Coding(row.getString(5), row.getString(6), null));
          }
        },
        ids.toArray());
  }

  private static void mark(Resource resource, int type, Coding mark) {
    if (type == TagTypeEnum.TAG.ordinal()) {
      resource.getMeta().addTag(mark);
    } else if (type == TagTypeEnum.SECURITY_LABEL.ordinal()) {
      resource.getMeta().addSecurity(mark);
    }
  }
}
