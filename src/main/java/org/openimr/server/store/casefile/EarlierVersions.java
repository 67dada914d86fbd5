package org.openimr.server.store.casefile;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.server.store.hapi.ServedTypes;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Cases as they were known earlier: what the Provenances of then named, each in the version of
 * then. The store keeps every version, of what was deleted as well.
 */
final class EarlierVersions {

  private static final String VERSIONS =
      "select t.res_type, t.fhir_id, max(v.res_ver) from hfj_resource t"
          + " join hfj_res_ver v on v.res_id = t.res_id and v.res_updated <= ? where ";

  private static final String ITSELF = "t.res_type = 'Task' and t.fhir_id = ?";

  /** What the Provenances name that are as they ever were. */
  private static final String NAMED =
      "t.res_id in (select b.target_resource_id from hfj_resource c"
          + " join hfj_res_link a on a.target_resource_id = c.res_id"
          + " and a.src_path = 'Provenance.target'"
          + " join hfj_resource p on p.res_id = a.src_resource_id and p.res_published <= ?"
          + " and p.fhir_id not in"
          + " (select provenance_id from imr_former_provenance where case_id = c.fhir_id)"
          + " join hfj_res_link b on b.src_resource_id = p.res_id"
          + " and b.src_path = 'Provenance.target'"
          + " where c.fhir_id = ? and c.res_type = 'Task')";

  private static final String GROUPED = " group by t.res_type, t.fhir_id";

  private static final String FORMER =
      "t.res_type = 'Provenance' and t.fhir_id in"
          + " (select provenance_id from imr_former_provenance where case_id = ?)";

  private static final String LAST =
      "select max(v.res_ver) from hfj_resource t join hfj_res_ver v on v.res_id = t.res_id"
          + " and v.res_deleted_at is null"
          + " where t.res_type = ? and t.fhir_id = ? and t.res_deleted_at is not null";

  /** Who may know what is stored now, or was when it was deleted. */
  interface Knowledge {

    /** The resource as it is now, if it is there and may be known; else null. */
    Resource visible(String reference);

    /** Whether a resource may be known. */
    boolean mayKnow(Resource resource);
  }

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
   * @param knowledge what may be told of what does not belong to it any more
   * @return the same case then; empty if it was stored later, or was deleted then
   */
  Optional<CaseFile> load(CaseFile now, Instant knownAt, Knowledge knowledge) {
    String own = CaseFile.reference(now.task());
    Map<String, String> versions = versions(now.task().getIdElement().getIdPart(), knownAt);
    Resource task = version(now.task(), versions.remove(own));
    if (task == null) {
      return Optional.empty();
    }
    Map<String, Resource> known = now.byReference();
    List<Resource> then = new ArrayList<>();
    for (Map.Entry<String, String> each : versions.entrySet()) {
      Resource current = known.get(each.getKey());
      Resource earlier =
          version(current == null ? former(each.getKey(), knowledge) : current, each.getValue());
      if (earlier != null) {
        then.add(earlier);
      }
    }
    return Optional.of(new CaseFile((Task) task, then));
  }

  /** The versions of then of all that belonged to a case, by reference, in its order. */
  private Map<String, String> versions(String caseId, Instant knownAt) {
    Timestamp time = Timestamp.from(knownAt);
    Map<String, String> versions = new TreeMap<>();
    collect(versions, VERSIONS + ITSELF + GROUPED, time, caseId);
    collect(versions, VERSIONS + NAMED + GROUPED, time, time, caseId);
    Map<String, String> former = new TreeMap<>();
    collect(former, VERSIONS + FORMER + GROUPED, time, caseId);
    Set<String> targets = new TreeSet<>();
    former.forEach((reference, version) -> targets.addAll(targets(reference, version, caseId)));
    for (String target : targets) {
      IdType id = new IdType(target);
      collect(
          versions,
          VERSIONS + "t.res_type = ? and t.fhir_id = ?" + GROUPED,
          time,
          id.getResourceType(),
          id.getIdPart());
    }
    return versions;
  }

  private void collect(Map<String, String> versions, String sql, Object... parameters) {
    jdbc.query(
        sql,
        row -> {
          versions.put(row.getString(1) + "/" + row.getString(2), row.getString(3));
        },
        parameters);
  }

  /** What a Provenance of a case named then. */
  private Set<String> targets(String reference, String version, String caseId) {
    Set<String> targets = new HashSet<>();
    if (read(new IdType(reference).withVersion(version)) instanceof Provenance provenance) {
      provenance
          .getTarget()
          .forEach(each -> targets.add(each.getReferenceElement().toUnqualifiedVersionless() + ""));
    }
    return targets.contains("Task/" + caseId) ? targets : Set.of();
  }

  /** What does not belong to the case now: as it is, or as it was last. */
  private Resource former(String reference, Knowledge knowledge) {
    Resource current = knowledge.visible(reference);
    IdType id = new IdType(reference);
    if (current != null || !ServedTypes.CASE_RECORDS.contains(id.getResourceType())) {
      return current instanceof Provenance ? null : current;
    }
    Long last = jdbc.queryForObject(LAST, Long.class, id.getResourceType(), id.getIdPart());
    Resource deleted = last == null ? null : read(id.withVersion(last.toString()));
    return deleted == null || !knowledge.mayKnow(deleted) ? null : deleted;
  }

  private Resource version(Resource now, String version) {
    if (now == null || version == null || version.equals(now.getMeta().getVersionId())) {
      return version == null ? null : now;
    }
    return read(new IdType(now.fhirType(), now.getIdElement().getIdPart(), version));
  }

  private Resource read(IdType version) {
    try {
      return (Resource)
          resources
              .getResourceDao(version.getResourceType())
              .read(version, new SystemRequestDetails());
    } catch (ResourceGoneException | ResourceNotFoundException e) {
      return null;
    }
  }
}
