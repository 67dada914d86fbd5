package org.openimr.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.server.store.hapi.ServedTypes;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** What the server offers beside cases. */
@OnEachDatabase
class ServerIT {

  private final RunningServer server;

  ServerIT(Database database) {
    this.server = database.server();
  }

  @Test
  void itLivesAndIsReady() {
    assertThat(server.at("GET", "/health/live").send().isOk(200).text())
        .isEqualTo("{\"status\":\"up\"}");
    assertThat(server.at("GET", "/health/ready").send().isOk(200).text())
        .isEqualTo("{\"status\":\"up\"}");
  }

  @Test
  void itGivesFiguresForPrometheus() {
    server.fhir("GET", "CodeSystem/imr-fact").send().isOk(200);
    assertThat(server.at("GET", "/metrics").send().isOk(200).text())
        .contains("jvm_memory_used_bytes", "hikaricp_connections", "openimr_requests_seconds_count")
        .contains("interaction=\"read\",status=\"200\",type=\"CodeSystem\"");
  }

  @Test
  void itHasAPageForTheInterfaceThatNeedsNoOtherServer() {
    assertThat(server.fhir("GET", "swagger-ui/").send().isOk(200).text())
        .contains("OpenIMR")
        .doesNotContainPattern("(src|href)=\"https?://(?!127\\.0\\.0\\.1)");
    assertThat(server.fhir("GET", "api-docs").send().isOk(200).text()).contains("/Task");
  }

  @Test
  void itNamesItselfAndTheServedTypesAlone() {
    CapabilityStatement statement =
        server.fhir("GET", "metadata").send().isOk(200).resource(CapabilityStatement.class);
    assertThat(statement.getSoftware().getName()).isEqualTo("OpenIMR");
    assertThat(statement.getFhirVersion().toCode()).isEqualTo("4.0.1");
    List<String> types =
        statement.getRestFirstRep().getResource().stream().map(type -> type.getType()).toList();
    assertThat(types).contains("Task", "PlanDefinition");
    assertThat(ServedTypes.ALL)
        .containsAll(types.stream().filter(t -> !t.equals("OperationDefinition")).toList());
  }

  @Test
  void everyOperationThatItNamesIsThereAndDefined() {
    CapabilityStatement statement =
        server.fhir("GET", "metadata").send().isOk(200).resource(CapabilityStatement.class);
    List<String> named = new ArrayList<>();
    statement
        .getRestFirstRep()
        .getOperation()
        .forEach(each -> named.add("$" + each.getName() + " " + each.getDefinition()));
    statement
        .getRestFirstRep()
        .getResource()
        .forEach(
            type ->
                type.getOperation()
                    .forEach(
                        each ->
                            named.add(
                                type.getType()
                                    + "/$"
                                    + each.getName()
                                    + " "
                                    + each.getDefinition())));
    assertThat(named)
        .contains(
            "$submit-case https://openimr.org/fhir/OperationDefinition/submit-case",
            "Patient/$validate http://hl7.org/fhir/OperationDefinition/Resource-validate",
            "ValueSet/$expand http://hl7.org/fhir/OperationDefinition/ValueSet-expand")
        .allMatch(
            each ->
                each.contains(" https://openimr.org/fhir/OperationDefinition/")
                    || each.contains(" http://hl7.org/fhir/OperationDefinition/"));
    for (String each : named) {
      String id = each.substring(each.lastIndexOf('/') + 1);
      server.fhir("GET", "OperationDefinition/" + id).send().isOk(200);
      assertThat(reached(each.split(" ")[0])).as(each).isTrue();
    }
  }

  /** At the level of the type or of a resource; that it refuses the question does not matter. */
  private boolean reached(String path) {
    return Stream.of(path, path.replace("/", "/nothing/"))
        .map(
            each ->
                server
                    .fhir("POST", each)
                    .as("demo-admin")
                    .json("{\"resourceType\":\"Parameters\"}")
                    .send())
        .peek(answer -> assertThat(answer.status()).isLessThan(500))
        .anyMatch(answer -> !answer.text().contains("There is no such operation"));
  }

  @Test
  void itSpeaksXml() {
    Answer answer = server.fhir("GET", "CodeSystem/imr-fact?_format=xml").send().isOk(200);
    assertThat(answer.header("Content-Type")).startsWith("application/fhir+xml");
    assertThat(answer.text()).startsWith("<CodeSystem xmlns=\"http://hl7.org/fhir\">");
  }

  @Test
  void aRequestIdComesBack() {
    Answer answer = server.fhir("GET", "metadata").header("X-Request-Id", "a-b-1").send();
    assertThat(answer.header("X-Request-Id")).isEqualTo("a-b-1");
    assertThat(server.fhir("GET", "metadata").send().header("X-Request-Id")).isNotEmpty();
  }

  @Test
  void itDoesNotSayWhatItIsMadeOf() {
    Answer answer = server.fhir("GET", "Account").send();
    assertThat(answer.header("X-Powered-By")).isEmpty();
    assertThat(answer.header("Server")).isEmpty();
  }

  @Test
  void casesAreFoundByTheDateTheyAreDue() {
    String task =
        """
        {"resourceType":"Task","status":"requested","intent":"order",
         "restriction":{"period":{"end":"%s"}}}
        """;
    String early = due(task.formatted("2031-01-02T00:00:00Z"));
    due(task.formatted("2031-02-02T00:00:00Z"));
    Bundle found =
        server
            .fhir("GET", "Task?due=lt2031-02-01&due=ge2031-01-01&_sort=due")
            .as("demo-admin")
            .send()
            .isOk(200)
            .resource(Bundle.class);
    assertThat(found.getEntry())
        .extracting(e -> e.getResource().getIdPart())
        .containsExactly(early);
  }

  private String due(String task) {
    return server
        .fhir("POST", "Task")
        .as("demo-admin")
        .json(task)
        .send()
        .isOk(201)
        .resource(Task.class)
        .getIdPart();
  }

  @Test
  void aRowOfOursAndAResourceAreStoredTogetherOrNotAtAll() {
    DaoRegistry store = server.bean(DaoRegistry.class);
    JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
    TransactionTemplate transaction = server.bean(TransactionTemplate.class);
    Patient patient = new Patient();
    patient.setId("together");
    assertThatThrownBy(
            () ->
                transaction.executeWithoutResult(
                    status -> {
                      jdbc.update("insert into imr_case_number values (1999, 1)");
                      store
                          .getResourceDao(Patient.class)
                          .update(patient, new SystemRequestDetails());
                      throw new IllegalStateException("after both");
                    }))
        .hasMessage("after both");
    assertThat(
            jdbc.queryForObject(
                "select count(*) from imr_case_number where case_year = 1999", Integer.class))
        .isZero();
    assertThat(server.fhir("GET", "Patient/together").as("demo-admin").send().status())
        .isEqualTo(404);
  }
}
