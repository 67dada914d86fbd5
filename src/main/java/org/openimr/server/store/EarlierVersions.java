package org.openimr.server.store;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.CaseFile;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Cases as they were known earlier: what the Provenances stored by then name, each in the version
 * of then. The store keeps every version.
 */
final class EarlierVersions {

  private static final String THEN =
      "select t.res_type, t.fhir_id, max(v.res_ver) from hfj_resource c"
          + " join hfj_res_link a on a.target_resource_id = c.res_id"
          + " and a.src_path = 'Provenance.target'"
          + " join hfj_resource p on p.res_id = a.src_resource_id and p.res_published <= ?"
          + " join hfj_res_link b on b.src_resource_id = p.res_id"
          + " and b.src_path = 'Provenance.target'"
          + " join hfj_resource t on t.res_id = b.target_resource_id"
          + " join hfj_res_ver v on v.res_id = t.res_id and v.res_updated <= ?"
          + " where c.fhir_id = ? and c.res_type = 'Task' group by t.res_type, t.fhir_id";

  private final DaoRegistry resources;
  private final JdbcTemplate jdbc;

  EarlierVersions(DaoRegistry resources, JdbcTemplate jdbc) {
    this.resources = resources;
    this.jdbc = jdbc;
  }

  /**
   * Loads a case as it was known at a time.
   *
   * @param now the case as it is known now, as far as it may be told
   * @param knownAt the time
   * @return the same case then; empty if it was stored later
   */
  Optional<CaseFile> load(CaseFile now, Instant knownAt) {
    Map<String, String> versions = versions(now.task().getIdElement().getIdPart(), knownAt);
    if (!versions.containsKey(CaseFile.reference(now.task()))) {
      return Optional.empty();
    }
    List<Resource> then = new ArrayList<>();
    for (Resource each : now.resources()) {
      Resource earlier = version(each, versions.get(CaseFile.reference(each)));
      if (earlier != null) {
        then.add(earlier);
      }
    }
    Task task = (Task) version(now.task(), versions.get(CaseFile.reference(now.task())));
    return Optional.of(new CaseFile(task, then));
  }

  private Map<String, String> versions(String caseId, Instant knownAt) {
    Timestamp time = Timestamp.from(knownAt);
    Map<String, String> versions = new HashMap<>();
    jdbc.query(
        THEN,
        row -> {
          versions.put(row.getString(1) + "/" + row.getString(2), row.getString(3));
        },
        time,
        time,
        caseId);
    return versions;
  }

  private Resource version(Resource now, String version) {
    if (version == null || version.equals(now.getMeta().getVersionId())) {
      return version == null ? null : now;
    }
    try {
      return (Resource)
          resources
              .getResourceDao(now.fhirType())
              .read(
                  new IdType(now.fhirType(), now.getIdElement().getIdPart(), version),
                  new SystemRequestDetails());
    } catch (ResourceGoneException e) {
      return null;
    }
  }
}
