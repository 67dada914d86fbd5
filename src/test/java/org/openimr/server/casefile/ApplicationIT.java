package org.openimr.server.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Questionnaire;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.springframework.jdbc.core.JdbcTemplate;

/** An application comes in with a case, decides it as far as it goes, and is filled from one. */
@OnEachDatabase
class ApplicationIT {

  private static final String PLAN = "demo-plan-chw";
  private static final String OTHER = "demo-plan-vchcp";
  private static final String POPULATE = "Questionnaire/imr-application/$populate";

  private final RunningServer server;

  ApplicationIT(Database database) {
    this.server = database.server();
  }

  @Test
  void theFormsAreOpenToAll() {
    for (String form :
        List.of("imr-application", "imr-experimental-certification", "imr-urgency-certification")) {
      Questionnaire questionnaire =
          server
              .fhir("GET", "Questionnaire/" + form)
              .send()
              .isOk(200)
              .resource(Questionnaire.class);
      assertThat(questionnaire.getUrl()).endsWith(form);
    }
  }

  @Test
  void aCaseIsKnownFromItsFormsAlone() {
    Parameters said = submit(PLAN, application()).isOk(201).resource(Parameters.class);

    Task task = (Task) said.getParameter("case").getResource();
    assertThat(values(said.getParameter("eligibility"), "outcome")).containsExactly("undetermined");
    assertThat(values(said.getParameter("eligibility"), "missing"))
        .containsExactly("otherwise-covered");
    assertThat(said.getParameter("issues")).isNull();
    Task stored =
        server.fhir("GET", "Task/" + id(task)).as(PLAN).send().isOk(200).resource(Task.class);
    assertThat(stored.getPriority()).isEqualTo(Task.TaskPriority.URGENT);
    assertThat(stored.getInput())
        .extracting(input -> input.getType().getCodingFirstRep().getCode())
        .startsWith("decision-made", "application-received")
        .contains("decision-basis", "physician-certification")
        .doesNotHaveDuplicates();
    assertThat(
            server
                .fhir("GET", "Task/" + id(task) + "/$check-eligibility")
                .as(PLAN)
                .send()
                .isOk(200)
                .resource(Parameters.class)
                .getParameterValue("outcome")
                .primitiveValue())
        .isEqualTo("undetermined");
  }

  @Test
  void theEvidenceOfAnEventIsTheFormAsStored() {
    Task task = stored(submit(PLAN, application()).isOk(201));
    String evidence =
        ((org.hl7.fhir.r4.model.Reference)
                task.getInputFirstRep()
                    .getExtensionFirstRep()
                    .getExtensionByUrl("evidence")
                    .getValue())
            .getReference();

    assertThat(evidence).startsWith("QuestionnaireResponse/");
    assertThat(
            server
                .fhir("GET", evidence)
                .as(PLAN)
                .send()
                .isOk(200)
                .resource(QuestionnaireResponse.class)
                .getQuestionnaire())
        .isEqualTo("https://openimr.org/fhir/Questionnaire/imr-application|0.1.0");
    server.fhir("GET", evidence).as(OTHER).send().isOk(404);
    server.fhir("GET", evidence).send().isOk(401);
  }

  @Test
  void whatIsRemarkedIsSaidAgainWhenTheSameIsSentAgain() {
    ObjectNode bundle = application();
    Submissions.first(bundle, "Consent").remove("verification");

    OperationOutcome first = issues(submit(PLAN, bundle).isOk(201));
    OperationOutcome second = issues(submit(PLAN, bundle).isOk(200));

    assertThat(first.getIssue()).hasSize(1);
    assertThat(first.getIssueFirstRep().getSeverity().toCode()).isEqualTo("warning");
    assertThat(first.getIssueFirstRep().getExpression().get(0).getValue())
        .isEqualTo("Bundle.entry[12].resource");
    assertThat(second.equalsDeep(first)).isTrue();
  }

  @Test
  void anAnswerThatCannotBeIsRefusedAndNothingStored() {
    ObjectNode bundle = application();
    ObjectNode form = Submissions.first(bundle, "QuestionnaireResponse");
    ((ObjectNode) form.at("/item/5/item/7/answer/0")).removeAll().put("valueString", "no");
    ((ObjectNode) form.at("/item/5/item/4/answer/0/valueCoding")).put("code", "approved");
    ((ObjectNode) form.at("/item/0/item/4/answer/0")).put("valueBoolean", true);
    int before = rows();

    Answer answer = submit(PLAN, bundle).isOk(422);

    assertThat(answer.resource(OperationOutcome.class).getIssue())
        .extracting(issue -> issue.getExpression().get(0).getValue())
        .contains(
            "Bundle.entry[7].resource.item[5].item[7].answer[0].value",
            "Bundle.entry[7].resource.item[5].item[4].answer[0]",
            "Bundle.entry[7].resource.item[0].item[4].answer[0].value");
    assertThat(answer.text()).doesNotContain("Quintanilla", "1958");
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void anApplicationIsFilledFromAStoredCaseForItsPartiesOnly() {
    String asked = askedOf(id(stored(submit(PLAN, application()).isOk(201))));

    QuestionnaireResponse filled = response(populate(PLAN, asked).isOk(200));
    assertThat(filled.getStatus().toCode()).isEqualTo("in-progress");
    assertThat(filled.getSubject().getReference()).startsWith("Patient/");
    assertThat(filled.getItemFirstRep().getItem().get(0).getAnswerFirstRep().getValue())
        .hasToString("Teresa");
    assertThat(populate("demo-department", asked).isOk(200).text()).contains("Quintanilla");
    assertThat(populate(OTHER, asked).isOk(404).text()).doesNotContain("Quintanilla");
    assertThat(populate("demo-imro", asked).isOk(403).text()).doesNotContain("Quintanilla");
    assertThat(populate(null, asked).isOk(401).text()).doesNotContain("Quintanilla");
  }

  @Test
  void anApplicationIsFilledFromABundleForAnybodyAndNothingKept() {
    int before = rows();
    String asked =
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"context\",\"part\":["
            + "{\"name\":\"name\",\"valueString\":\"case\"},{\"name\":\"content\",\"resource\":"
            + application()
            + "}]}]}";

    assertThat(populate(null, asked).isOk(200).text()).contains("Proton beam therapy");
    assertThat(rows()).isEqualTo(before);
    server.fhir("POST", "Questionnaire/no-such-form/$populate").json(asked).send().isOk(404);
    server.fhir("GET", POPULATE).send().isOk(405);
  }

  private ObjectNode application() {
    ObjectNode bundle = Submissions.example("member-application");
    bundle.with("identifier").put("value", UUID.randomUUID().toString());
    for (String type : List.of("QuestionnaireResponse", "Patient")) {
      ObjectNode resource = Submissions.first(bundle, type);
      ObjectNode identifier =
          type.equals("Patient")
              ? (ObjectNode) resource.at("/identifier/0")
              : resource.with("identifier");
      identifier.put("value", UUID.randomUUID().toString());
    }
    return bundle;
  }

  private Answer submit(String token, ObjectNode bundle) {
    return server.fhir("POST", "$submit-case").as(token).json(bundle.toString()).send();
  }

  private Answer populate(String token, String body) {
    var request = server.fhir("POST", POPULATE).json(body);
    return (token == null ? request : request.as(token)).send();
  }

  private static String askedOf(String id) {
    return "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"context\",\"part\":["
        + "{\"name\":\"name\",\"valueString\":\"case\"},"
        + "{\"name\":\"content\",\"valueReference\":{\"reference\":\"Task/"
        + id
        + "\"}}]}]}";
  }

  private int rows() {
    return server
        .bean(JdbcTemplate.class)
        .queryForObject("select count(*) from HFJ_RES_VER", Integer.class);
  }

  private static OperationOutcome issues(Answer answer) {
    return (OperationOutcome)
        answer.resource(Parameters.class).getParameter("issues").getResource();
  }

  private static QuestionnaireResponse response(Answer answer) {
    return (QuestionnaireResponse)
        answer.resource(Parameters.class).getParameter("response").getResource();
  }

  private static Task stored(Answer answer) {
    return (Task) answer.resource(Parameters.class).getParameter("case").getResource();
  }

  private static String id(Task task) {
    return task.getIdElement().getIdPart();
  }

  private static List<String> values(ParametersParameterComponent of, String name) {
    return of.getPart().stream()
        .filter(part -> part.getName().equals(name))
        .map(part -> part.getValue().primitiveValue())
        .toList();
  }
}
