package org.openimr.server.index;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;
import org.springframework.jdbc.core.JdbcTemplate;

/** The index in the database, beside the resources that it is made from. */
final class StoredIndex implements CaseChanges.Index {

  private static final String CASES_OF =
      "select distinct r.res_type, r.fhir_id, t.fhir_id from hfj_resource r"
          + " join hfj_res_link a on a.target_resource_id = r.res_id"
          + " and a.src_path = 'Provenance.target'"
          + " join hfj_res_link b on b.src_resource_id = a.src_resource_id"
          + " and b.src_path = 'Provenance.target' and b.target_resource_type = 'Task'"
          + " join hfj_resource t on t.res_id = b.target_resource_id"
          + " join imr_case c on c.case_id = t.fhir_id"
          + " where r.fhir_id in ";

  private final CaseTable table;
  private final CaseProjection projection;
  private final JdbcTemplate jdbc;
  private final DaoRegistry resources;
  private final EntityManager entities;
  private final Supplier<CaseStore> cases;

  StoredIndex(
      CaseTable table,
      CaseProjection projection,
      JdbcTemplate jdbc,
      DaoRegistry resources,
      EntityManager entities,
      Supplier<CaseStore> cases) {
    this.table = table;
    this.projection = projection;
    this.jdbc = jdbc;
    this.resources = resources;
    this.entities = entities;
    this.cases = cases;
  }

  @Override
  public CaseRow hold(String caseId) {
    return table.hold(caseId);
  }

  @Override
  public void add(CaseFile file) {
    table.add(projection.of(file));
  }

  @Override
  public void change(CaseRow before, Task task, Collection<Task> duties) {
    table.change(projection.with(before, task, duties));
  }

  @Override
  public void reread(String caseId) {
    // held first: whoever changes the case after that waits, and finds this row
    table.holdOrMake(caseId);
    table.change(made(caseId));
  }

  /** The row of a case as its resources say. */
  CaseRow made(String caseId) {
    return projection.of(cases.get().load(Caller.SERVER, caseId));
  }

  @Override
  public Task task(String caseId) {
    return (Task)
        resources
            .getResourceDao(Task.class)
            .read(new IdType("Task", caseId), new SystemRequestDetails());
  }

  @Override
  public void former(String taskId, String provenanceId) {
    jdbc.update(
        "insert into imr_former_provenance (case_id, provenance_id) select ?, ?"
            + " where not exists (select 1 from imr_former_provenance"
            + " where case_id = ? and provenance_id = ?)",
        taskId,
        provenanceId,
        taskId,
        provenanceId);
  }

  @Override
  public void remove(String caseId) {
    table.remove(caseId);
  }

  @Override
  public List<String> casesOf(Collection<String> references) {
    if (references.isEmpty()) {
      return List.of();
    }
    List<String> ids =
        references.stream().map(each -> each.substring(each.indexOf('/') + 1)).toList();
    return jdbc
        .query(
            CASES_OF + "(" + String.join(", ", Collections.nCopies(ids.size(), "?")) + ")",
            (row, number) ->
                references.contains(row.getString(1) + "/" + row.getString(2))
                    ? row.getString(3)
                    : "",
            ids.toArray())
        .stream()
        .filter(id -> !id.isEmpty())
        .distinct()
        .toList();
  }

  @Override
  public void flush() {
    entities.flush();
    // Hibernate stumbles over the tags of what this session wrote, when it reads them again
    entities.clear();
  }
}
