package org.openimr.server.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.casefile.DeletedCase;
import org.springframework.jdbc.core.JdbcTemplate;

/** The row of a case says what its resources say, whoever writes them. */
@OnEachDatabase
class CaseIndexIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String ADMIN = "demo-admin";

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

  @Test
  void whatTheAdministratorTakesApartChangesTheRows() {
    Task one = submit(ADMIN);
    Task other = submit(ADMIN);
    Task duty = duty(one, "records-to-imro");
    String name = "Task/" + id(duty);

    // to another case: not the one's any more, and not the other's without a Provenance
    duty.getPartOfFirstRep().setReference("Task/" + id(other));
    put(duty, ADMIN);
    assertThat(row(one).get("DUTIES").toString()).doesNotContain(id(duty));
    assertThat(row(other).get("DUTIES").toString()).doesNotContain(id(duty));
    equal(one, other);
    Provenance provenance = post(provenance(name, "Task/" + id(other)));
    assertThat(row(other).get("DUTIES").toString()).contains(id(duty));
    equal(one, other);
    // its Provenance names another one in its place
    provenance.getTarget().get(1).setReference("Task/" + id(one));
    put(provenance, ADMIN);
    assertThat(row(other).get("DUTIES").toString()).doesNotContain(id(duty));
    equal(one, other);
    // back where it was
    duty.getPartOfFirstRep().setReference("Task/" + id(one));
    put(duty, ADMIN);
    assertThat(row(one).get("DUTIES").toString()).contains(id(duty));
    equal(one, other);
    // no duty any more, or no part of anything
    Task none = duty.copy();
    none.setCode(new CodeableConcept(new Coding("https://example.org", "else", null)));
    put(none, ADMIN);
    assertThat(row(one).get("DUTIES").toString()).doesNotContain(id(duty));
    equal(one, other);
    put(duty, ADMIN);
    equal(one, other);
    none = duty.copy();
    none.setPartOf(null);
    put(none, ADMIN);
    assertThat(row(one).get("DUTIES").toString()).doesNotContain(id(duty));
    equal(one, other);
  }

  @Test
  void aCaseThatIsNoneAnyMoreHasNoRow() {
    Task task = submit(ADMIN);
    Task before = read(task);
    Task none = before.copy();
    none.setCode(new CodeableConcept(new Coding("https://example.org", "else", null)));
    put(none, ADMIN);
    assertThat(rows(task)).isZero();
    equal(task);
    put(before, ADMIN);
    assertThat(row(task).get("DUTIES").toString()).contains("records-to-imro");
    equal(task);
  }

  @Test
  void aCaseThatLosesItsProvenanceLosesWhatItHeld() {
    Task task = submit(ADMIN);
    assertThat(row(task).get("TOLD").toString()).contains("has-clinical-indication");
    for (Resource provenance : provenances(task)) {
      delete(provenance);
    }
    assertThat(row(task).get("DUTIES")).isEqualTo("[]");
    assertThat(row(task).get("TOLD").toString()).doesNotContain("has-clinical-indication");
    equal(task);
  }

  @Test
  void aDutyOfAClientsOwnIsInTheRowOnceAProvenanceNamesIt() {
    Task task = submit(ADMIN);
    Task own = duty(task, "records-to-imro");
    own.setId((String) null);
    own = post(own);
    assertThat(row(task).get("DUTIES").toString()).doesNotContain(id(own));
    equal(task);
    own.setDescription("A second one");
    put(own, ADMIN);
    equal(task);
    post(provenance("Task/" + id(task), "Task/" + id(own)));
    assertThat(row(task).get("DUTIES").toString()).contains(id(own));
    equal(task);
  }

  @Test
  void aCaseThatIsDeletedAndMadeAgainHasItsRowAgain() {
    Task task = submit(ADMIN);
    Task before = read(task);
    jdbc.update(
        "insert into imr_timer (case_id, kind, about, start_at, due_at, noticed_at, version)"
            + " values (?, 'overdue', 'x', now(), now(), now(), '1')",
        id(task));
    DeletedCase.delete(server, id(task));
    assertThat(rows(task)).isZero();
    assertThat(
            jdbc.queryForObject(
                "select count(*) from imr_timer where case_id = ?", Integer.class, id(task)))
        .isZero();
    equal(task);
    server
        .fhir("PUT", "Task/" + id(task))
        .as(ADMIN)
        .json(Submissions.tree(before).toString())
        .send()
        .isOk(201);
    assertThat(rows(task)).isEqualTo(1);
    equal(task);
  }

  private static Provenance provenance(String... targets) {
    Provenance provenance = new Provenance();
    for (String target : targets) {
      provenance.addTarget(new Reference(target));
    }
    provenance.setRecorded(new java.util.Date());
    provenance.addAgent().setWho(new Reference().setDisplay("Administrator"));
    return provenance;
  }

  private Task duty(Task task, String milestone) {
    return duties(task).stream()
        .map(Task.class::cast)
        .filter(
            each ->
                each.getCode().getCoding().stream().anyMatch(c -> milestone.equals(c.getCode())))
        .findFirst()
        .orElseThrow();
  }

  private List<Resource> duties(Task task) {
    return found("Task?part-of=Task/" + id(task));
  }

  private List<Resource> provenances(Task task) {
    return found("Provenance?target=Task/" + id(task));
  }

  private List<Resource> found(String search) {
    return server.found(ADMIN, search + "&_count=50");
  }

  private Task read(Task task) {
    return server.fhir("GET", "Task/" + id(task)).as(ADMIN).send().isOk(200).resource(Task.class);
  }

  @SuppressWarnings("unchecked")
  private <R extends Resource> R post(R resource) {
    return (R)
        server
            .fhir("POST", resource.fhirType())
            .as(ADMIN)
            .header("Prefer", "return=representation")
            .json(Submissions.tree(resource).toString())
            .send()
            .isOk(201)
            .resource(resource.getClass());
  }

  private void delete(Resource resource) {
    server
        .fhir("DELETE", resource.fhirType() + "/" + resource.getIdElement().getIdPart())
        .as(ADMIN)
        .send()
        .isOk(200);
  }

  private int rows(Task task) {
    return jdbc.queryForObject(
        "select count(*) from imr_case where case_id = ?", Integer.class, id(task));
  }

  private void equal(Task... tasks) {
    List<String> ids = Arrays.stream(tasks).map(CaseIndexIT::id).toList();
    assertThat(server.bean(IndexWork.class).different(ids)).isEmpty();
  }

  private void same(Task task) {
    equal(task);
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
    return submit(bundle, PLAN);
  }

  private Task submit(String token) {
    return submit(Submissions.of(25), token);
  }

  private Task submit(ObjectNode bundle, String token) {
    return server.submitted(token, bundle.toString());
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
    put(resource, PLAN);
  }

  private void put(Resource resource, String token) {
    server
        .fhir("PUT", resource.fhirType() + "/" + resource.getIdElement().getIdPart())
        .as(token)
        .json(Submissions.tree(resource).toString())
        .send()
        .isOk(200);
  }

  private static String id(Task task) {
    return task.getIdElement().getIdPart();
  }
}
