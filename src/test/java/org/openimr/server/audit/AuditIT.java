package org.openimr.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openimr.server.audit.AuditTrail.ADMIN;
import static org.openimr.server.audit.AuditTrail.DEPARTMENT;
import static org.openimr.server.audit.AuditTrail.IMRO;
import static org.openimr.server.audit.AuditTrail.PLAN;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/** Every kind of access to a case is recorded once, with who, what and how it ended. */
@OnEachDatabase
class AuditIT {

  private final RunningServer server;
  private final AuditTrail trail;
  private String caseId;
  private String patient;
  private String document;
  private String otherDocument;

  AuditIT(Database database) {
    this.server = database.server();
    this.trail = new AuditTrail(server);
  }

  @BeforeEach
  void submit() throws Exception {
    Task task = submitted(Submissions.small());
    caseId = "Task/" + task.getIdPart();
    patient = task.getFor().getReference();
    Bundle documents =
        server
            .fhir("GET", "DocumentReference?patient=" + patient + "&_sort=-_lastUpdated&_count=2")
            .as(PLAN)
            .send()
            .isOk(200)
            .resource(Bundle.class);
    document = "DocumentReference/" + id(documents, 0);
    otherDocument = "DocumentReference/" + id(documents, 1);
  }

  @Test
  void aSubmissionIsOneOperation() throws Exception {
    String expected = "E 0 operation $submit-case %s case=%s patient=%s";
    assertThat(trail.events("entity=" + caseId + "&subtype=operation"))
        .extracting(AuditTrail::line)
        .containsExactly(expected.formatted(PLAN, caseId, patient));
  }

  @Test
  void aReadNamesTheResourceItsCaseAndItsPatient() {
    trail.call("GET", caseId).as(PLAN).send().isOk(200);
    assertThat(trail.told()).containsExactly(about("R 0 read " + PLAN, caseId, null));
    trail.call("GET", document).as(PLAN).send().isOk(200);
    assertThat(trail.told()).containsExactly(about("R 0 read " + PLAN, document, caseId));
    trail.call("GET", document + "/_history/1").as(DEPARTMENT).send().isOk(200);
    assertThat(trail.told()).containsExactly(about("R 0 vread " + DEPARTMENT, document, caseId));
    trail.call("GET", document + "/_history").as(PLAN).send().isOk(200);
    assertThat(trail.told())
        .containsExactly(about("R 0 history-instance " + PLAN, document, caseId));
    trail.call("GET", patient).as(PLAN).send().isOk(200);
    assertThat(trail.told()).containsExactly(about("R 0 read " + PLAN, patient, null));
  }

  @Test
  void aRecordThatASecondCaseRefersToIsOfBoth() throws Exception {
    trail.call("GET", document).as(PLAN).send().isOk(200);
    assertThat(trail.told()).containsExactly(about("R 0 read " + PLAN, document, caseId));

    ObjectNode second = Submissions.small();
    for (JsonNode entry : second.path("entry")) {
      if (entry.at("/resource/resourceType").asText().equals("ServiceRequest")) {
        ((ObjectNode) entry.path("resource"))
            .withArray("supportingInfo")
            .addObject()
            .put("reference", document);
      }
    }
    String later = "Task/" + submitted(second).getIdPart();

    trail.call("GET", document).as(PLAN).send().isOk(200);
    assertThat(trail.told())
        .singleElement()
        .asString()
        .startsWith("R 0 read " + PLAN + " data=" + document)
        .contains("case=" + caseId, "case=" + later);
  }

  @Test
  void whatIsAskedForByHeadOrIfNoneMatchIsRead() {
    trail.call("HEAD", caseId).as(PLAN).send().isOk(200);
    assertThat(trail.told()).containsExactly(about("R 0 read " + PLAN, caseId, null));
    String tag = server.fhir("GET", document).as(PLAN).send().header("ETag");
    trail.call("GET", document).as(PLAN).header("If-None-Match", tag).send().isOk(304);
    assertThat(trail.told()).containsExactly(about("R 0 read " + PLAN, document, caseId));
  }

  @Test
  void aSearchNamesWhatItFound() {
    trail.call("GET", "DocumentReference?" + bothDocuments()).as(PLAN).send().isOk(200);
    String expected = "E 0 search-type " + PLAN + " case=" + caseId + " patient=" + patient;
    assertThat(trail.told()).containsExactly(expected);
    trail
        .call("POST", "DocumentReference/_search")
        .as(PLAN)
        .body("application/x-www-form-urlencoded", bothDocuments())
        .send()
        .isOk(200);
    assertThat(trail.told()).containsExactly(expected);
    trail.call("GET", "DocumentReference?" + bothDocuments()).as(IMRO).send().isOk(200);
    assertThat(trail.told()).containsExactly("E 0 search-type " + IMRO);
  }

  @Test
  void aPageIsASearchOfItsOwn() {
    Bundle first =
        server
            .fhir("GET", "DocumentReference?_count=1&" + bothDocuments())
            .as(PLAN)
            .send()
            .resource(Bundle.class);
    String next = first.getLink("next").getUrl();
    trail.call("GET", next.substring(next.indexOf('?'))).as(PLAN).send().isOk(200);
    assertThat(trail.told())
        .containsExactly("E 0 search-type " + PLAN + " case=" + caseId + " patient=" + patient);
  }

  @Test
  void aSearchThatTellsOfSeveralPatientsIsRecordedForEachAlone() {
    List<String> both = List.of(newPatient(), newPatient());
    String ids = both.get(0).substring(8) + "," + both.get(1).substring(8);
    trail.call("GET", "Patient?_id=" + ids).as(PLAN).send().isOk(200);
    assertThat(trail.told())
        .containsExactlyInAnyOrder(
            "E 0 search-type " + PLAN + " patient=" + both.get(0),
            "E 0 search-type " + PLAN + " patient=" + both.get(1));
    assertThat(trail.events("patient=" + both.get(0) + "&subtype=search-type"))
        .singleElement()
        .satisfies(event -> assertThat(AuditTrail.query(event)).endsWith("/Patient?_id=" + ids));
  }

  @Test
  void aQueryKeepsReferencesAndCodesAndNotWhoSomebodyIs() {
    trail
        .call(
            "GET",
            "Patient?family=Secret&birthdate=1990-01-01&identifier=s%7C12345&_id=p-1&active=true")
        .as(PLAN)
        .send()
        .isOk(200);
    assertThat(trail.events("subtype=search-type&altid=" + PLAN).get(0))
        .satisfies(
            event ->
                assertThat(AuditTrail.query(event))
                    .endsWith(
                        "/Patient?_id=p-1&active=true&birthdate=***&family=***&identifier=***"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "GET, $packet?recipient=imro&draft=true, $packet",
    "GET, $compute-deadlines, $compute-deadlines",
    "POST, $check-eligibility, $check-eligibility",
    "GET, $request-information, $request-information",
    "POST, $request-information, $request-information",
    "POST, $packet?recipient=imro, $packet",
  })
  void anOperationOnACaseIsRecordedOnce(String method, String path, String operation) {
    trail.call(method, caseId + "/" + path).as(PLAN).send().isOk(200);
    assertThat(trail.told())
        .containsExactly(about("E 0 operation " + operation + " " + PLAN, caseId, null));
  }

  @Test
  void aFormThatIsFilledFromACaseIsRecorded() {
    String question =
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"context\",\"part\":["
            + "{\"name\":\"name\",\"valueString\":\"case\"},{\"name\":\"content\","
            + "\"valueReference\":{\"reference\":\"%s\"}}]}]}";
    Answer answer =
        trail
            .call("POST", "Questionnaire/imr-application/$populate")
            .as(PLAN)
            .json(question.formatted(caseId))
            .send();
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(trail.told())
        .containsExactly(
            "E 0 operation $populate "
                + PLAN
                + " data=Questionnaire/imr-application case="
                + caseId
                + " patient="
                + patient);
  }

  @Test
  void whatIsWrittenIsRecordedOnceForEachResource() {
    String id = "audited-" + UUID.randomUUID();
    String body = "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\",\"active\":%s}";
    String reference = "Patient/" + id;
    trail.call("PUT", reference).as(ADMIN).json(body.formatted(true)).send().isOk(201);
    assertThat(trail.told())
        .containsExactly(about("C 0 create " + ADMIN, reference, null, reference));
    trail.call("PUT", reference).as(ADMIN).json(body.formatted(false)).send().isOk(200);
    assertThat(trail.told())
        .containsExactly(about("U 0 update " + ADMIN, reference, null, reference));
    trail.call("PUT", reference).as(ADMIN).json(body.formatted(false)).send().isOk(200);
    assertThat(trail.told())
        .containsExactly(about("U 0 update " + ADMIN, reference, null, reference));
    trail
        .call("PATCH", reference)
        .as(ADMIN)
        .body(
            "application/json-patch+json",
            "[{\"op\":\"replace\",\"path\":\"/active\",\"value\":true}]")
        .send()
        .isOk(200);
    assertThat(trail.told())
        .containsExactly(about("U 0 patch " + ADMIN, reference, null, reference));
    trail.call("DELETE", reference).as(ADMIN).send().isOk(200);
    assertThat(trail.told())
        .containsExactly(about("D 0 delete " + ADMIN, reference, null, reference));
    trail.call("GET", reference).as(ADMIN).send().isOk(410);
    assertThat(trail.told())
        .containsExactly(about("R 4 read " + ADMIN, reference, null, reference) + " (410 deleted)");
  }

  @Test
  void aConditionalCreateThatFindsSomethingTellsOfIt() {
    String mark = UUID.randomUUID().toString();
    String body =
        "{\"resourceType\":\"Patient\",\"identifier\":[{\"system\":\"urn:x\",\"value\":\""
            + mark
            + "\"}]}";
    trail.call("POST", "Patient").as(ADMIN).json(body).send().isOk(201);
    assertThat(trail.told()).hasSize(1);
    Answer found =
        trail
            .call("POST", "Patient")
            .as(ADMIN)
            .header("If-None-Exist", "identifier=urn:x%7C" + mark)
            .json(body)
            .send()
            .isOk(200);
    String reference = "Patient/" + found.resource(org.hl7.fhir.r4.model.Patient.class).getIdPart();
    assertThat(trail.told())
        .containsExactly(about("C 0 create " + ADMIN, reference, null, reference));
  }

  @Test
  void definitionsAndWhatIsComputedFromTheRequestAloneAreNotRecorded() {
    String asked =
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"policy\",\"valueCode\":\"dmhc-imr-vchcp\"}]}";
    for (String path : List.of("metadata", "CodeSystem/imr-fact", "Questionnaire?_count=1")) {
      trail.call("GET", path).as(PLAN).send().isOk(200);
      assertThat(trail.told()).as(path).isEmpty();
    }
    trail.call("POST", "Task/$check-eligibility").json(asked).send();
    assertThat(trail.told()).isEmpty();
    trail.call("GET", "ValueSet/$expand?url=http://nowhere").send();
    assertThat(trail.told()).isEmpty();
  }

  @Test
  void aClientIsRecordedThatIsRegisteredOrDisabled() {
    String disable =
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"client\",\"valueString\":\"%s\"}]}";
    trail
        .call("POST", "$disable-client")
        .as(ADMIN)
        .json(disable.formatted("no-such"))
        .send()
        .isOk(404);
    assertThat(trail.told())
        .containsExactly(
            "E 4 operation $disable-client " + ADMIN + " client=no-such (404 not-found)");
    trail
        .call("POST", "$register-client")
        .as(PLAN)
        .json(disable.formatted("no-such"))
        .send()
        .isOk(403);
    assertThat(trail.told())
        .containsExactly(
            "E 4 operation $register-client " + PLAN + " client=no-such (403 forbidden)");
  }

  @Test
  void requestsAtOnceAreEachRecordedOnce() throws Exception {
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Thread reader = new Thread(() -> server.fhir("GET", caseId).as(IMRO).send().isOk(404));
      readers.add(reader);
      reader.start();
    }
    for (Thread reader : readers) {
      reader.join();
    }
    assertThat(trail.events("entity=" + caseId + "&altid=" + IMRO)).hasSize(40);
  }

  private Task submitted(ObjectNode submission) throws Exception {
    ((ObjectNode) submission.path("identifier")).put("value", UUID.randomUUID().toString());
    Parameters answer =
        trail
            .call("POST", "$submit-case")
            .as(PLAN)
            .json(new ObjectMapper().writeValueAsString(submission))
            .send()
            .isOk(201)
            .resource(Parameters.class);
    return (Task) answer.getParameter("case").getResource();
  }

  private static String id(Bundle documents, int index) {
    return ((DocumentReference) documents.getEntry().get(index).getResource()).getIdPart();
  }

  private String bothDocuments() {
    return "_id=" + document.substring(18) + "," + otherDocument.substring(18);
  }

  private String newPatient() {
    Answer made =
        server
            .fhir("POST", "Patient")
            .as(PLAN)
            .json("{\"resourceType\":\"Patient\",\"active\":true}")
            .send()
            .isOk(201);
    return "Patient/" + made.resource(org.hl7.fhir.r4.model.Patient.class).getIdPart();
  }

  private String about(String what, String data, String caseReference) {
    return about(what, data, caseReference, patient);
  }

  private static String about(String what, String data, String caseReference, String patient) {
    return what
        + " data="
        + data
        + (caseReference == null ? "" : " case=" + caseReference)
        + " patient="
        + patient;
  }
}
