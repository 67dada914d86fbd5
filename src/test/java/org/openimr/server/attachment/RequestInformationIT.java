package org.openimr.server.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/** What a case lacks is asked for over HTTP, and read by the parties of the case alone. */
@OnEachDatabase
class RequestInformationIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String OTHER = "demo-plan-chw";

  private final RunningServer server;

  RequestInformationIT(Database database) {
    this.server = database.server();
  }

  @Test
  void theAnswerOfASubmissionCarriesTheRequest() {
    ObjectNode bundle = without("statement-of-reasons");
    Parameters said = submit(bundle).isOk(201).resource(Parameters.class);

    assertThat(said.getParameterValue("missingElement").primitiveValue())
        .isEqualTo("statement-of-reasons");
    Task request = (Task) said.getParameter("informationRequest").getResource();
    Task task = (Task) said.getParameter("case").getResource();
    String number = task.getIdentifierFirstRep().getValue();
    assertThat(request.getIdentifierFirstRep().getValue()).isEqualTo(number + "-request-1");
    assertThat(request.getPartOfFirstRep().getReference()).isEqualTo("Task/" + id(task));
    assertThat(request.getOwner().getDisplay()).isEqualTo("Ventura County Health Care Plan");
    assertThat(letter(request))
        .startsWith("Information needed for case " + number + "\n")
        .doesNotContain("{", "Ellery", "VC-7731904");
    // sent again, it is the same request
    Parameters again = submit(bundle).isOk(200).resource(Parameters.class);
    assertThat(id((Task) again.getParameter("informationRequest").getResource()))
        .isEqualTo(id(request));
  }

  @Test
  void aRequestIsReadByThePartiesOfItsCaseAlone() {
    Task request = request(submit(without("statement-of-reasons")).isOk(201));
    String search =
        "Task?part-of=" + request.getPartOfFirstRep().getReference() + "&code=imr-records-request";

    Task read = server.fhir("GET", "Task/" + id(request)).as(PLAN).send().resource(Task.class);
    assertThat(letter(read)).isEqualTo(letter(request));
    assertThat(found(search, PLAN)).isEqualTo(1);
    assertThat(found(search, "demo-department")).isEqualTo(1);
    server.fhir("GET", "Task/" + id(request)).as(OTHER).send().isOk(404);
    assertThat(found(search, OTHER)).isZero();
  }

  @Test
  void askedOnDemandForWhatLacksByNow() {
    Task before = request(submit(without("statement-of-reasons")).isOk(201));
    String caseId = before.getPartOfFirstRep().getReference();
    DocumentReference document = document(before.getFor().getReference(), "review-criterion");
    document.getType().getCoding().get(1).setCode("statement-of-reasons");
    server
        .fhir("PUT", "DocumentReference/" + document.getIdElement().getIdPart())
        .as(PLAN)
        .json(
            ca.uhn.fhir.context.FhirContext.forR4Cached()
                .newJsonParser()
                .encodeResourceToString(document))
        .send()
        .isOk(200);

    Parameters draft = ask("GET", caseId).isOk(200).resource(Parameters.class);
    assertThat(status(before)).isEqualTo(Task.TaskStatus.REQUESTED);
    Parameters asked = ask("POST", caseId).isOk(200).resource(Parameters.class);

    assertThat(draft.getParameterValue("missingElement").primitiveValue())
        .isEqualTo("documents-relied-on");
    Task now = (Task) asked.getParameter("informationRequest").getResource();
    assertThat(now.getIdentifierFirstRep().getValue()).endsWith("-request-2");
    assertThat(status(before)).isEqualTo(Task.TaskStatus.COMPLETED);
    assertThat(status(now)).isEqualTo(Task.TaskStatus.REQUESTED);
    assertThat(found("Task?part-of=" + caseId + "&code=imr-records-request", "demo-department"))
        .isEqualTo(2);
    Parameters again = ask("POST", caseId).isOk(200).resource(Parameters.class);
    assertThat(id((Task) again.getParameter("informationRequest").getResource()))
        .isEqualTo(id(now));
    assertThat(status(now)).isEqualTo(Task.TaskStatus.REQUESTED);
  }

  @Test
  void askedAtOnceItIsOneRequest() throws Exception {
    Task before = request(submit(without("statement-of-reasons")).isOk(201));
    String caseId = before.getPartOfFirstRep().getReference();
    DocumentReference document = document(before.getFor().getReference(), "denial-letter");
    server
        .fhir("PATCH", "DocumentReference/" + document.getIdElement().getIdPart())
        .as(PLAN)
        .body(
            "application/json-patch+json",
            "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"entered-in-error\"}]")
        .send()
        .isOk(200);
    ExecutorService clients = Executors.newFixedThreadPool(8);
    Set<String> requests = new TreeSet<>();
    try {
      List<Future<Answer>> sent = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        sent.add(clients.submit(() -> ask("POST", caseId)));
      }
      for (Future<Answer> each : sent) {
        Parameters said = each.get().isOk(200).resource(Parameters.class);
        requests.add(id((Task) said.getParameter("informationRequest").getResource()));
      }
    } finally {
      clients.shutdown();
    }
    // one of them made it, the others found it
    assertThat(requests).hasSize(1).doesNotContain(id(before));
    assertThat(
            found(
                "Task?part-of=" + caseId + "&code=imr-records-request&status=requested",
                "demo-department"))
        .isEqualTo(1);
  }

  @Test
  void aCaseOfOthersLooksLikeNone() {
    Task request = request(submit(without("statement-of-reasons")).isOk(201));

    Answer foreign =
        server
            .fhir("POST", request.getPartOfFirstRep().getReference() + "/$request-information")
            .as(OTHER)
            .send();
    Answer none =
        server.fhir("POST", "Task/" + UUID.randomUUID() + "/$request-information").as(OTHER).send();

    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.text()).isEqualTo(none.text());
  }

  @Test
  void parametersAndOtherRolesAreRefused() {
    Task request = request(submit(without("statement-of-reasons")).isOk(201));
    String path = request.getPartOfFirstRep().getReference() + "/$request-information";

    server
        .fhir("GET", path + "?recipient=imro")
        .as(PLAN)
        .send()
        .isRefused(400, "structure", "$request-information has no parameters.");
    server
        .fhir("POST", path)
        .as(PLAN)
        .json(
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"a\",\"valueCode\":\"b\"}]}")
        .send()
        .isRefused(400, "structure", "$request-information has no parameters.");
    assertThat(server.fhir("POST", path).send().status()).isEqualTo(401);
  }

  private Answer ask(String method, String caseReference) {
    return server.fhir(method, caseReference + "/$request-information").as(PLAN).send();
  }

  private Task.TaskStatus status(Task task) {
    return server
        .fhir("GET", "Task/" + id(task))
        .as(PLAN)
        .send()
        .isOk(200)
        .resource(Task.class)
        .getStatus();
  }

  private DocumentReference document(String patient, String type) {
    return (DocumentReference)
        server
            .fhir("GET", "DocumentReference?patient=" + patient + "&type=" + type)
            .as(PLAN)
            .send()
            .isOk(200)
            .resource(Bundle.class)
            .getEntryFirstRep()
            .getResource();
  }

  private int found(String search, String token) {
    return server.fhir("GET", search).as(token).send().isOk(200).resource(Bundle.class).getTotal();
  }

  private Answer submit(ObjectNode bundle) {
    return server.fhir("POST", "$submit-case").as(PLAN).json(bundle.toString()).send();
  }

  private static Task request(Answer answer) {
    return (Task)
        answer.resource(Parameters.class).getParameter("informationRequest").getResource();
  }

  private static String id(Task task) {
    return task.getIdElement().getIdPart();
  }

  private static String letter(Task request) {
    return request.getInput().get(request.getInput().size() - 1).getValue().primitiveValue();
  }

  /** The small submission of a member of its own, without the documents of these types. */
  private static ObjectNode without(String... types) {
    ObjectNode bundle = Submissions.small();
    ((ObjectNode) bundle.path("identifier")).put("value", UUID.randomUUID().toString());
    ((ObjectNode) Submissions.first(bundle, "Patient").at("/identifier/0"))
        .put("value", UUID.randomUUID().toString());
    Iterator<JsonNode> entries = ((ArrayNode) bundle.path("entry")).elements();
    while (entries.hasNext()) {
      if (entries.next().at("/resource/type").findValuesAsText("code").stream()
          .anyMatch(Set.of(types)::contains)) {
        entries.remove();
      }
    }
    return bundle;
  }
}
