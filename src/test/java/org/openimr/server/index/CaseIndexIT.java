package org.openimr.server.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.Submissions;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.springframework.jdbc.core.JdbcTemplate;

/** The row of a case says what its resources say, whoever writes them. */
@OnEachDatabase
class CaseIndexIT {

  private static final String PLAN = "demo-plan-vchcp";

  private final RunningServer server;
  private final JdbcTemplate jdbc;

  CaseIndexIT(Database database) {
    this.server = database.server();
    this.jdbc = server.bean(JdbcTemplate.class);
  }

  @Test
  void aSubmittedCaseHasItsRow() {
    Task task = submit();

    Map<String, Object> row = row(task);
    assertThat(row.get("VERSION")).isEqualTo("1");
    assertThat(row.get("POLICY")).isEqualTo(task.getInstantiatesUri());
    assertThat(row.get("BUSINESS_STATUS"))
        .isEqualTo(task.getBusinessStatus().getCodingFirstRep().getCode());
    assertThat(row.get("URGENCY")).isEqualTo("standard");
    assertThat(row.get("OWNER")).isEqualTo(task.getOwner().getReference());
    assertThat(row.get("PARTIES")).isEqualTo("cypress-review dmhc vchcp");
    assertThat(row.get("MILESTONE")).isEqualTo("records-to-imro");
    same(task);
  }

  @Test
  void anEventChangesTheRowWithTheCase() {
    Task task = submit();
    record(task, 1, "records-sent");

    Map<String, Object> row = row(task);
    assertThat(row.get("VERSION")).isEqualTo("2");
    assertThat(row.get("EVENTS").toString()).contains("[\"records-sent\",\"2026-07-03T22:00:00Z\"");
    assertThat(row.get("DUTIES").toString()).contains("\"records-to-imro\",\"met\"");
    assertThat(row.get("MILESTONE")).isNotEqualTo("records-to-imro");
    same(task);
  }

  @Test
  void whatAClientWritesByItselfChangesTheRow() {
    ObjectNode bundle = Submissions.of(25);
    Submissions.first(bundle, "Coverage").remove("type");
    Task task = submit(bundle);
    assertThat(row(task).get("TOLD").toString()).doesNotContain("partnership-advantage");
    Coverage coverage = new Coverage();
    Bundle found =
        server
            .fhir("GET", "Coverage?patient=" + task.getFor().getReference())
            .as(PLAN)
            .send()
            .isOk(200)
            .resource(Bundle.class);
    coverage = (Coverage) found.getEntryFirstRep().getResource();
    coverage.setType(
        new CodeableConcept(
            new Coding(
                "https://openimr.org/fhir/CodeSystem/imr-line-of-business",
                "partnership-advantage",
                null)));
    put(coverage);

    assertThat(row(task).get("TOLD").toString())
        .contains("\"line-of-business\":\"partnership-advantage\"");
    same(task);
  }

  @Test
  void aRowThatDiffersIsFoundAndMadeAgain() {
    Task task = submit();
    IndexWork work = server.bean(IndexWork.class);
    jdbc.update("update imr_case set told = '{}' where case_id = ?", id(task));
    jdbc.update(
        "insert into imr_case (case_id, version, policy, review_type, status, business_status,"
            + " urgency, owner, parties, due, milestone, told, stated, events, duties) select 'no-case', version, policy, review_type, status,"
            + " business_status, urgency, owner, parties, due, milestone, told, stated, events, duties"
            + " from imr_case where case_id = ?",
        id(task));

    IndexWork.Difference difference = work.check((done, all) -> {});
    assertThat(difference.different()).contains(id(task), "no-case");
    long cases = work.rebuild((done, all) -> {});

    assertThat(cases).isEqualTo(difference.cases());
    assertThat(work.check((done, all) -> {}).different()).isEmpty();
    assertThat(work.complete()).isTrue();
  }

  @Test
  void aCaseWithoutARowGetsItWithTheNextEvent() {
    Task task = submit();
    jdbc.update("delete from imr_case where case_id = ?", id(task));
    record(task, 1, "records-sent");

    assertThat(row(task).get("VERSION")).isEqualTo("2");
    same(task);
  }

  @Test
  void whatIsRefusedLeavesTheRowAsItWas() {
    Task task = submit();
    Map<String, Object> before = row(task);
    server
        .fhir("POST", "Task/" + id(task) + "/$record-event")
        .as(PLAN)
        .header("If-Match", "W/\"7\"")
        .json(event("records-sent"))
        .send()
        .isOk(412);

    assertThat(row(task)).isEqualTo(before);
  }

  private void same(Task task) {
    assertThat(server.bean(IndexWork.class).check((done, all) -> {}).different())
        .doesNotContain(id(task));
  }

  private Map<String, Object> row(Task task) {
    return jdbc
        .queryForMap("select * from imr_case where case_id = ?", id(task))
        .entrySet()
        .stream()
        .filter(each -> each.getValue() != null)
        .collect(
            java.util.stream.Collectors.toMap(
                each -> each.getKey().toUpperCase(java.util.Locale.ROOT), Map.Entry::getValue));
  }

  private Task submit() {
    return submit(Submissions.of(25));
  }

  private Task submit(ObjectNode bundle) {
    return (Task)
        server
            .fhir("POST", "$submit-case")
            .as(PLAN)
            .json(bundle.toString())
            .send()
            .isOk(201)
            .resource(Parameters.class)
            .getParameter("case")
            .getResource();
  }

  private void record(Task task, int version, String event) {
    server
        .fhir("POST", "Task/" + id(task) + "/$record-event")
        .as(PLAN)
        .header("If-Match", "W/\"" + version + "\"")
        .json(event(event))
        .send()
        .isOk(200);
  }

  private static String event(String event) {
    return "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"event\",\"part\":["
        + "{\"name\":\"code\",\"valueCode\":\""
        + event
        + "\"},{\"name\":\"time\",\"valueDateTime\":\"2026-07-03T15:00:00-07:00\"}]}]}";
  }

  private void put(Resource resource) {
    server
        .fhir("PUT", resource.fhirType() + "/" + resource.getIdElement().getIdPart())
        .as(PLAN)
        .json(Submissions.tree(resource).toString())
        .send()
        .isOk(200);
  }

  private static String id(Task task) {
    return task.getIdElement().getIdPart();
  }
}
