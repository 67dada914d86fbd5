package org.openimr.server.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.ClaimResponse;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/**
 * The ground of a denial is fixed once a case is in, by whatever way the answer is written anew.
 */
@OnEachDatabase
class KeptFactsIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String ADMIN = "demo-admin";
  private static final String PLACE = "ClaimResponse.item[0].adjudication[0].reason";
  private static final String KEPT =
      "This tells the fact decision-basis otherwise than before. The case keeps what it was when it"
          + " came in; $record-event states another with an event.";

  private final RunningServer server;

  KeptFactsIT(Database database) {
    this.server = database.server();
  }

  @Test
  void anotherGroundIsRefusedAsPut() {
    Task task = submit(PLAN);

    refused(put(PLAN, answer(PLAN, task, "benefit-exclusion")), "business-rule", KEPT);

    unchanged(PLAN, task);
  }

  @Test
  void aCodeThatDoesNotExistIsRefusedAndTheCaseCanBeAsked() {
    Task task = submit(PLAN);

    OperationOutcome outcome =
        put(PLAN, answer(PLAN, task, "no-such-ground")).isOk(422).resource(OperationOutcome.class);

    assertThat(outcome.getIssueFirstRep().getExpression().get(0).getValue()).isEqualTo(PLACE);
    assertThat(outcome.getIssueFirstRep().getCode().toCode()).isEqualTo("code-invalid");
    unchanged(PLAN, task);
  }

  @Test
  void anotherGroundIsRefusedAsPatch() {
    Task task = submit(PLAN);

    Answer answer =
        server
            .fhir("PATCH", task.getReasonReference().getReference())
            .as(PLAN)
            .body(
                "application/json-patch+json",
                "[{\"op\":\"replace\",\"path\":\"/item/0/adjudication/0/reason/coding/0/code\","
                    + "\"value\":\"administrative\"}]")
            .send();

    refused(answer, "business-rule", KEPT);
    unchanged(PLAN, task);
  }

  @Test
  void anotherGroundIsRefusedInATransactionAndNothingOfItIsStored() {
    Task task = submit(ADMIN);
    String reference = task.getReasonReference().getReference();
    String claim = task.getFocus().getReference();
    String sent =
        "{'resourceType':'Bundle','type':'transaction','entry':[{'resource':"
            + text(read(ADMIN, claim, Claim.class))
                .replace("\"status\":\"active\"", "\"status\":\"draft\"")
            + ",'request':{'method':'PUT','url':'"
            + claim
            + "'}},{'resource':"
            + text(answer(ADMIN, task, "benefit-exclusion"))
            + ",'request':{'method':'PUT','url':'"
            + reference
            + "'}}]}";

    Answer answer = server.fhir("POST", "").as(ADMIN).json(sent.replace('\'', '"')).send();

    refused(answer, "business-rule", KEPT);
    unchanged(ADMIN, task);
    assertThat(text(read(ADMIN, claim, Claim.class))).contains("\"status\":\"active\"");
  }

  @Test
  void anotherGroundIsRefusedAsConditionalUpdate() {
    Task task = submit(ADMIN);
    ClaimResponse answer = answer(ADMIN, task, "benefit-exclusion");
    String id = answer.getIdElement().getIdPart();

    Answer said = server.fhir("PUT", "ClaimResponse?_id=" + id).as(ADMIN).json(text(answer)).send();

    refused(said, "business-rule", KEPT);
    unchanged(ADMIN, task);
  }

  @Test
  void theAnswerOfACaseIsDeletedByNobody() {
    Task task = submit(PLAN);
    String reference = task.getReasonReference().getReference();
    server.fhir("DELETE", reference).as(PLAN).send().isOk(403);
    unchanged(PLAN, task);
    Task own = submit(ADMIN);
    String other = own.getReasonReference().getReference();

    server.fhir("DELETE", other).as(ADMIN).send().isOk(409);

    unchanged(ADMIN, own);
  }

  @Test
  void whatSaysTheSameIsTakenAndACorrectionGoesThroughTheCase() {
    Task task = submit(PLAN);
    ClaimResponse same = answer(PLAN, task, "medical-necessity");
    same.setDisposition("See the letter of 26 May 2026.");
    put(PLAN, same).isOk(200);
    unchanged(PLAN, task);

    // the department alone changes the ground of a case that is in
    String event =
        "{'resourceType':'Parameters','parameter':[{'name':'event','part':["
            + "{'name':'code','valueCode':'plan-response-received'},"
            + "{'name':'time','valueDateTime':'2026-07-02T09:00:00-07:00'}]},"
            + "{'name':'fact','part':[{'name':'name','valueCode':'decision-basis'},"
            + "{'name':'value','valueCode':'medical-necessity'},"
            + "{'name':'value','valueCode':'benefit-exclusion'}]}]}";
    server
        .fhir("POST", "Task/" + id(task) + "/$record-event")
        .as("demo-department")
        .header("If-Match", "W/\"1\"")
        .json(event.replace('\'', '"'))
        .send()
        .isOk(200);
    ClaimResponse corrected = answer(PLAN, task, "medical-necessity");
    corrected
        .getItemFirstRep()
        .addAdjudication(corrected.getItemFirstRep().getAdjudication().get(0).copy());
    corrected
        .getItemFirstRep()
        .getAdjudication()
        .get(1)
        .getReason()
        .getCodingFirstRep()
        .setCode("benefit-exclusion");
    put(PLAN, corrected).isOk(200);
    assertThat(outcome(task)).isEqualTo("eligible");
  }

  private void unchanged(String token, Task task) {
    assertThat(outcome(task)).isEqualTo("eligible");
    ClaimResponse stored =
        server
            .fhir("GET", task.getReasonReference().getReference())
            .as(token)
            .send()
            .isOk(200)
            .resource(ClaimResponse.class);
    assertThat(
            stored
                .getItemFirstRep()
                .getAdjudicationFirstRep()
                .getReason()
                .getCodingFirstRep()
                .getCode())
        .isEqualTo("medical-necessity");
  }

  private static void refused(Answer answer, String code, String text) {
    answer.isRefused(422, code, text);
    assertThat(
            answer
                .resource(OperationOutcome.class)
                .getIssueFirstRep()
                .getExpression()
                .get(0)
                .getValue())
        .isEqualTo(PLACE);
  }

  private String outcome(Task task) {
    return server
        .fhir("GET", "Task/" + id(task) + "/$check-eligibility")
        .as("demo-department")
        .send()
        .isOk(200)
        .resource(Parameters.class)
        .getParameterValue("outcome")
        .primitiveValue();
  }

  private Answer put(String token, ClaimResponse answer) {
    return server
        .fhir("PUT", "ClaimResponse/" + answer.getIdElement().getIdPart())
        .as(token)
        .json(text(answer))
        .send();
  }

  private ClaimResponse answer(String token, Task task, String ground) {
    ClaimResponse answer =
        read(token, task.getReasonReference().getReference(), ClaimResponse.class);
    answer
        .getItemFirstRep()
        .getAdjudicationFirstRep()
        .getReason()
        .getCodingFirstRep()
        .setCode(ground);
    return answer;
  }

  private <T extends Resource> T read(String token, String reference, Class<T> type) {
    return server.fhir("GET", reference).as(token).send().isOk(200).resource(type);
  }

  private static String text(Resource resource) {
    return Submissions.CONTEXT.newJsonParser().encodeResourceToString(resource);
  }

  private Task submit(String token) {
    ObjectNode bundle = Submissions.example("residential-mental-health");
    ((ObjectNode) bundle.path("identifier")).put("value", UUID.randomUUID().toString());
    return server.submitted(token, bundle.toString());
  }

  private static String id(Task task) {
    return task.getIdElement().getIdPart();
  }
}
