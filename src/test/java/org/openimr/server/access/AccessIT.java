package org.openimr.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/** Each organization sees and changes what it is party to, and nothing else. */
@OnEachDatabase
class AccessIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String OTHER = "demo-plan-chw";
  private static final String DEPARTMENT = "demo-department";
  private static final String ADMIN = "demo-admin";

  private final RunningServer server;

  AccessIT(Database database) {
    this.server = database.server();
  }

  @Test
  void definitionsAreReadWithoutToken() {
    server.fhir("GET", "metadata").send().isOk(200);
    server.fhir("GET", "CodeSystem/imr-fact").send().isOk(200);
    server.fhir("GET", "OperationDefinition/compute-deadlines").send().isOk(200);
    server.fhir("GET", "SearchParameter?code=due").send().isOk(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Patient", "Task/one", "Patient/one/_history"})
  void casesAreNotReadWithoutToken(String path) {
    Answer answer = server.fhir("GET", path).send();
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"openimr\"");
    answer.isRefused(401, "login", "This needs a bearer token, and the request carries none.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer secret", "Basic c2VjcmV0", "secret"})
  void aTokenThatIsNotKnownIsRefusedEverywhere(String authorization) {
    server
        .fhir("GET", "metadata")
        .header("Authorization", authorization)
        .send()
        .isRefused(401, "login", "The bearer token is not known here.");
  }

  @Test
  void whatIsStoredIsMarkedWithTheCallersOrganization() {
    assertThat(marks(create(PLAN).resource(Patient.class))).isEqualTo("vchcp");
  }

  @Test
  void aMarkThatAClientSendsIsNotStored() {
    String patient =
        """
        {"resourceType":"Patient","id":"%s","meta":{"tag":[
          {"system":"https://openimr.org/fhir/sid/access","code":"demo-imro"},
          {"system":"https://openimr.org/fhir/sid/case-state","code":"closed"}]},"active":%s}
        """;
    String id =
        server
            .fhir("POST", "Patient")
            .as(PLAN)
            .json(patient.formatted("any", true))
            .send()
            .isOk(201)
            .resource(Patient.class)
            .getIdPart();
    server
        .fhir("PUT", "Patient/" + id)
        .as(PLAN)
        .json(patient.formatted(id, false))
        .send()
        .isOk(200);
    Patient stored =
        server.fhir("GET", "Patient/" + id).as(PLAN).send().isOk(200).resource(Patient.class);
    assertThat(marks(stored)).isEqualTo("vchcp");
    assertThat(stored.getActive()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Patient/%s", "Patient/%s/_history", "Patient/%s/_history/1"})
  void anotherOrganizationsResourceDoesNotExist(String path) {
    String id = create(PLAN).resource(Patient.class).getIdPart();
    server
        .fhir("GET", path.formatted(id))
        .as(OTHER)
        .send()
        .isRefused(404, "not-found", "There is no resource of this type with the id asked for.");
    server.fhir("GET", path.formatted(id)).as(PLAN).send().isOk(200);
  }

  @Test
  void anotherOrganizationsResourceIsNotFound() {
    String id = create(PLAN).resource(Patient.class).getIdPart();
    assertThat(found(OTHER, "Patient?_id=" + id)).isZero();
    assertThat(found(PLAN, "Patient?_id=" + id)).isEqualTo(1);
    assertThat(found(DEPARTMENT, "Patient?_id=" + id)).isEqualTo(1);
  }

  @Test
  void aSearchIsCountedForTheCaller() {
    int others = found("demo-imro-other", "Patient?_summary=count");
    int own = found(PLAN, "Patient?_summary=count");
    create(PLAN);
    assertThat(found("demo-imro-other", "Patient?_summary=count")).isEqualTo(others);
    assertThat(found(PLAN, "Patient?_summary=count")).isEqualTo(own + 1);
  }

  @Test
  void anotherOrganizationsResourceIsNotOverwritten() {
    String id = create(PLAN).resource(Patient.class).getIdPart();
    server
        .fhir("PUT", "Patient/" + id)
        .as(OTHER)
        .json("{\"resourceType\":\"Patient\",\"id\":\"" + id + "\",\"active\":false}")
        .send()
        .isRefused(404, "not-found", "There is no resource of this type with the id asked for.");
    server
        .fhir("PATCH", "Patient/" + id)
        .as(OTHER)
        .body(
            "application/json-patch+json", "[{\"op\":\"add\",\"path\":\"/active\",\"value\":true}]")
        .send()
        .isRefused(404, "not-found", "There is no resource of this type with the id asked for.");
  }

  @Test
  void anotherOrganizationsResourceIsNotReadInABatch() {
    String id = create(PLAN).resource(Patient.class).getIdPart();
    server
        .fhir("POST", "")
        .as(OTHER)
        .json(
            "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":"
                + "{\"method\":\"GET\",\"url\":\"Patient/"
                + id
                + "\"}}]}")
        .send()
        .isRefused(403, "forbidden", "A caller in the role plan may not do this.");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "GET, _history",
    "GET, Patient/_history",
    "DELETE, Patient/one",
    "DELETE, Patient?active=true",
    "PUT, Patient?active=true",
  })
  void whatIsTheAdministratorsIsForbiddenToAParty(String method, String path) {
    server
        .fhir(method, path)
        .as(PLAN)
        .json("{\"resourceType\":\"Patient\"}")
        .send()
        .isRefused(403, "forbidden", "A caller in the role plan may not do this.");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "POST, $expunge",
    "POST, Patient/one/$meta-add",
    "GET, Patient/$everything",
  })
  void whatIsOfferedToNobodyIsNotThere(String method, String path) {
    for (String token : List.of(PLAN, DEPARTMENT, ADMIN)) {
      server
          .fhir(method, path)
          .as(token)
          .json("{\"resourceType\":\"Parameters\"}")
          .send()
          .isRefused(404, "not-found", "There is no such operation at this address.");
    }
  }

  @Test
  void aDefinitionIsWrittenByTheAdministratorAlone() {
    String system =
        "{\"resourceType\":\"CodeSystem\",\"id\":\"try\",\"status\":\"draft\",\"content\":\"fragment\"}";
    server
        .fhir("PUT", "CodeSystem/try")
        .as(PLAN)
        .json(system)
        .send()
        .isRefused(403, "forbidden", "A caller in the role plan may not do this.");
    server
        .fhir("POST", "")
        .as(PLAN)
        .json(entry("PUT", "CodeSystem/try", "", system))
        .send()
        .isRefused(403, "forbidden", "A caller in the role plan may not do this.");
    assertThat(server.fhir("PUT", "CodeSystem/try").as(ADMIN).json(system).send().status())
        .isIn(200, 201);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"Task", "Provenance", "AuditEvent", "Bundle", "Composition"})
  void whatACaseIsMadeOfIsWrittenByOperationsAlone(String type) {
    for (String token : List.of(PLAN, "demo-imro")) {
      String role = token.equals(PLAN) ? "plan" : "imro";
      server
          .fhir("POST", type)
          .as(token)
          .json("{\"resourceType\":\"" + type + "\"}")
          .send()
          .isRefused(403, "forbidden", "A caller in the role " + role + " may not do this.");
      server
          .fhir("PUT", type + "/one")
          .as(token)
          .json("{\"resourceType\":\"" + type + "\",\"id\":\"one\"}")
          .send()
          .isRefused(403, "forbidden", "A caller in the role " + role + " may not do this.");
    }
  }

  @Test
  void aFailingPatchDoesNotTellWhatAnotherOrganizationsResourceHolds() {
    String id = create(PLAN).resource(Patient.class).getIdPart();
    for (String guess : List.of("x", "y")) {
      server
          .fhir("PATCH", "Patient/" + id)
          .as(OTHER)
          .body(
              "application/json-patch+json",
              "[{\"op\":\"test\",\"path\":\"/name/0/family\",\"value\":\"" + guess + "\"}]")
          .send()
          .isRefused(404, "not-found", "There is no resource of this type with the id asked for.");
    }
  }

  @Test
  void aConditionDoesNotTellOfOthersResources() {
    create(PLAN);
    server
        .fhir("POST", "Patient")
        .as(OTHER)
        .header("If-None-Exist", "active=true")
        .json("{\"resourceType\":\"Patient\"}")
        .send()
        .isRefused(403, "forbidden", "A caller in the role plan may not do this.");
    server
        .fhir("POST", "")
        .as(OTHER)
        .json(
            entry(
                "POST",
                "Patient",
                ",\"ifNoneExist\":\"active=true\"",
                "{\"resourceType\":\"Patient\"}"))
        .send()
        .isRefused(403, "forbidden", "A caller in the role plan may not do this.");
  }

  private Answer create(String token) {
    return server
        .fhir("POST", "Patient")
        .as(token)
        .json("{\"resourceType\":\"Patient\",\"active\":true,\"name\":[{\"family\":\"x\"}]}")
        .send()
        .isOk(201);
  }

  private int found(String token, String path) {
    return server.fhir("GET", path).as(token).send().isOk(200).resource(Bundle.class).getTotal();
  }

  private static String marks(Patient patient) {
    return patient.getMeta().getTag().stream()
        .filter(tag -> tag.getSystem().equals("https://openimr.org/fhir/sid/access"))
        .map(tag -> tag.getCode())
        .reduce("", String::concat);
  }

  private static String entry(String method, String url, String more, String resource) {
    return "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"resource\":"
        + resource
        + ",\"request\":{\"method\":\""
        + method
        + "\",\"url\":\""
        + url
        + "\""
        + more
        + "}}]}";
  }
}
