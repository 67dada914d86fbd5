package org.openimr.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openimr.server.audit.AuditTrail.ADMIN;
import static org.openimr.server.audit.AuditTrail.DEPARTMENT;
import static org.openimr.server.audit.AuditTrail.IMRO;
import static org.openimr.server.audit.AuditTrail.PLAN;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Refused accesses are recorded as well; nothing is answered that cannot be recorded; and nobody
 * writes a record.
 */
@OnEachDatabase
class AuditRefusalIT {

  private static final String EMPTY = "{\"resourceType\":\"Patient\",\"active\":true}";

  private final RunningServer server;
  private final AuditTrail trail;
  private String patient;

  AuditRefusalIT(Database database) {
    this.server = database.server();
    this.trail = new AuditTrail(server);
  }

  @BeforeEach
  void create() {
    patient = patientOf(PLAN);
  }

  private String patientOf(String token) {
    return "Patient/"
        + server
            .fhir("POST", "Patient")
            .as(token)
            .json(EMPTY)
            .send()
            .isOk(201)
            .resource(Patient.class)
            .getIdPart();
  }

  @Test
  void whoShowsNoTokenThatHoldsIsNobody() {
    String expected = "R 4 read anonymous data=" + patient + " patient=" + patient + " (401 login)";
    trail.call("GET", patient).send().isOk(401);
    assertThat(trail.told()).containsExactly(expected);
    trail.call("GET", patient).as("secret-token").send().isOk(401);
    assertThat(trail.told()).containsExactly(expected);
    assertThat(server.fhir("GET", "AuditEvent?outcome=4").as(DEPARTMENT).send().text())
        .doesNotContain("secret-token");
  }

  @Test
  void whatIsHiddenFromACallerIsRecordedAllTheSame() {
    trail.call("GET", patient).as(IMRO).send().isOk(404);
    assertThat(trail.told())
        .containsExactly(
            "R 4 read " + IMRO + " data=" + patient + " patient=" + patient + " (404 not-found)");
    trail.call("GET", "Task/none").as(IMRO).send().isOk(404);
    assertThat(trail.told())
        .containsExactly("R 4 read " + IMRO + " data=Task/none (404 not-found)");
    trail.call("GET", "Task/none/$packet").as(PLAN).send().isOk(404);
    assertThat(trail.told())
        .containsExactly("E 4 operation $packet " + PLAN + " data=Task/none (404 not-found)");
  }

  @Test
  void whatACallerMayNotDoIsRecorded() {
    trail.call("DELETE", patient).as(PLAN).send().isOk(403);
    assertThat(trail.told())
        .containsExactly(
            "D 4 delete " + PLAN + " data=" + patient + " patient=" + patient + " (403 forbidden)");
    trail.call("GET", "_history").as(PLAN).send().isOk(403);
    assertThat(trail.told()).containsExactly("R 4 history-system " + PLAN + " (403 forbidden)");
  }

  @Test
  void whatCannotBeAcceptedIsRecorded() {
    trail
        .call("PUT", patient)
        .as(PLAN)
        .header("If-Match", "W/\"7\"")
        .json(EMPTY.replace("{", "{\"id\":\"" + patient.substring(8) + "\","))
        .send()
        .isOk(412);
    assertThat(trail.told())
        .containsExactly(
            "U 4 update " + PLAN + " data=" + patient + " patient=" + patient + " (412 conflict)");
    trail
        .call("POST", "$submit-case")
        .as(PLAN)
        .json("{\"resourceType\":\"Bundle\",\"type\":\"collection\"}")
        .send();
    assertThat(trail.told())
        .singleElement()
        .asString()
        .matches("E 4 operation \\$submit-case " + PLAN + " \\(4(00|22) [a-z-]+\\)");
    trail.call("POST", "Patient").as(PLAN).json("{\"resourceType\":\"Patient\"").send().isOk(400);
    assertThat(trail.told())
        .singleElement()
        .asString()
        .matches("C 4 create " + PLAN + " \\(400 [a-z-]+\\)");
  }

  @Test
  void whatDoesNotComeToTheInterfaceIsRecorded() {
    trail.call("POST", "Patient").as(PLAN).body("text/plain", "x").send().isOk(415);
    assertThat(trail.told()).containsExactly("C 4 create " + PLAN + " (415 not-supported)");
    trail.call("POST", patient).as(PLAN).json(EMPTY).send().isOk(405);
    assertThat(trail.told())
        .containsExactly("C 4 create " + PLAN + " data=" + patient + " (405 not-supported)");
    trail.call("GET", "Patient?_count=many").send().isOk(400);
    assertThat(trail.told()).containsExactly("E 4 search-type anonymous (400 value)");
  }

  @Test
  void aBatchIsRecordedEntryByEntry() {
    patient = patientOf(ADMIN);
    String gets =
        IntStream.range(0, 100)
            .mapToObj(i -> entry("GET", i == 7 ? "Patient/none" : patient, null))
            .collect(Collectors.joining(","));
    trail.call("POST", "").as(ADMIN).json(bundle("batch", gets)).send().isOk(200);
    List<String> told = trail.told();
    assertThat(told).hasSize(100);
    assertThat(told)
        .filteredOn(
            line -> line.equals("R 0 read " + ADMIN + " data=" + patient + " patient=" + patient))
        .hasSize(99);
    assertThat(told)
        .contains("R 4 read " + ADMIN + " data=Patient/none patient=Patient/none (404 not-found)");
  }

  @Test
  void aTransactionIsRecordedEntryByEntryWhatWasWrittenAndWhatWasRead() {
    patient = patientOf(ADMIN);
    String entries =
        entry("POST", "Patient", EMPTY)
            + ","
            + entry("GET", patient, null)
            + ","
            + entry("GET", "Patient?_id=" + patient.substring(8), null);
    Bundle answer =
        trail
            .call("POST", "")
            .as(ADMIN)
            .json(bundle("transaction", entries))
            .send()
            .isOk(200)
            .resource(Bundle.class);
    String made =
        answer.getEntryFirstRep().getResponse().getLocation().replaceFirst("/_hist.*", "");
    assertThat(trail.told())
        .containsExactlyInAnyOrder(
            "C 0 create " + ADMIN + " data=" + made + " patient=" + made,
            "R 0 read " + ADMIN + " data=" + patient + " patient=" + patient,
            "E 0 search-type " + ADMIN + " patient=" + patient);
  }

  @Test
  void aTransactionThatFailsIsRecordedAsRefused() {
    String entries =
        entry("POST", "Patient", EMPTY)
            + ","
            + entry("PUT", patient, "{\"resourceType\":\"Coverage\",\"id\":\"x\"}");
    Answer answer = trail.call("POST", "").as(ADMIN).json(bundle("transaction", entries)).send();
    assertThat(answer.status()).isBetween(400, 499);
    assertThat(trail.told())
        .hasSize(2)
        .allMatch(line -> line.matches("[CU] 4 (create|update) " + ADMIN + " .*\\(4.*"));
  }

  @Test
  void nothingIsAnsweredThatCannotBeRecorded() {
    JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
    int before = count(jdbc);
    jdbc.execute("alter table imr_audit_event rename to imr_audit_elsewhere");
    try {
      Answer read = trail.call("GET", patient).as(PLAN).send();
      read.isRefused(
          503,
          "transient",
          "The access could not be recorded, and so is not answered; try again later.");
      assertThat(read.header("Retry-After")).isEqualTo("30");
      trail.call("GET", "Patient").as(PLAN).send().isOk(503);
      trail.call("POST", "Patient").as(PLAN).json(EMPTY).send().isOk(503);
      trail.call("GET", patient).as(IMRO).send().isOk(503);
      trail.call("GET", "CodeSystem/imr-fact").send().isOk(200);
      Answer token =
          server
              .at("POST", "/oauth2/token")
              .body("application/x-www-form-urlencoded", "a=b")
              .send();
      assertThat(token.status()).isEqualTo(503);
      assertThat(token.text()).contains("temporarily_unavailable");
    } finally {
      jdbc.execute("alter table imr_audit_elsewhere rename to imr_audit_event");
    }
    assertThat(count(jdbc)).as("patients stored").isEqualTo(before);
  }

  private static int count(JdbcTemplate jdbc) {
    return jdbc.queryForObject(
        "select count(*) from hfj_resource where res_type = 'Patient'", Integer.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {PLAN, IMRO, DEPARTMENT, ADMIN})
  void nobodyWritesARecord(String token) {
    server.fhir("GET", patient).as(PLAN).send().isOk(200);
    String id = trail.events("entity=" + patient + "&action=R").get(0).getIdElement().getIdPart();
    String event = server.fhir("GET", "AuditEvent/" + id).as(DEPARTMENT).send().isOk(200).text();
    List<Answer> answers =
        List.of(
            server.fhir("POST", "AuditEvent").as(token).json(event).send(),
            server.fhir("PUT", "AuditEvent/" + id).as(token).json(event).send(),
            server.fhir("PUT", "AuditEvent?date=gt2000-01-01").as(token).json(event).send(),
            server
                .fhir("PATCH", "AuditEvent/" + id)
                .as(token)
                .body("application/json-patch+json", "[{\"op\":\"remove\",\"path\":\"/entity\"}]")
                .send(),
            server.fhir("DELETE", "AuditEvent/" + id).as(token).send(),
            server.fhir("DELETE", "AuditEvent?date=gt2000-01-01").as(token).send(),
            server
                .fhir("POST", "")
                .as(token)
                .json(bundle("transaction", entry("POST", "AuditEvent", event)))
                .send(),
            server
                .fhir("POST", "")
                .as(token)
                .json(bundle("batch", entry("DELETE", "AuditEvent/" + id, null)))
                .send());
    assertThat(answers).extracting(Answer::status).containsOnly(403);
    for (String operation : List.of("$expunge", "$meta-add", "$meta-delete", "$reindex")) {
      assertThat(
              server
                  .fhir("POST", "AuditEvent/" + id + "/" + operation)
                  .as(token)
                  .json("{\"resourceType\":\"Parameters\"}")
                  .send()
                  .status())
          .as(operation)
          .isIn(403, 404, 405);
    }
    assertThat(server.fhir("GET", "AuditEvent/" + id).as(DEPARTMENT).send().isOk(200).text())
        .isEqualTo(event);
  }

  @ParameterizedTest
  @CsvSource({PLAN + ",403", IMRO + ",403", DEPARTMENT + ",200", ADMIN + ",200"})
  void theDepartmentAndTheAdministratorReadRecords(String token, int status) {
    assertThat(server.fhir("GET", "AuditEvent?_count=1").as(token).send().status())
        .isEqualTo(status);
    server.fhir("GET", patient).as(PLAN).send().isOk(200);
    String id = trail.events("entity=" + patient + "&action=R").get(0).getIdElement().getIdPart();
    assertThat(server.fhir("GET", "AuditEvent/" + id).as(token).send().status()).isEqualTo(status);
    assertThat(server.fhir("GET", "AuditEvent/" + id).send().status()).isEqualTo(401);
  }

  private static String bundle(String type, String entries) {
    return "{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\",\"entry\":[" + entries + "]}";
  }

  private static String entry(String method, String url, String resource) {
    return "{"
        + (resource == null ? "" : "\"resource\":" + resource + ",")
        + "\"request\":{\"method\":\""
        + method
        + "\",\"url\":\""
        + url
        + "\"}}";
  }
}
