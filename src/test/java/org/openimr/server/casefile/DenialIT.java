package org.openimr.server.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.ClaimResponse;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.PasPair;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/** What plans and their systems have is taken as it is, and its lines are carried through. */
@OnEachDatabase
class DenialIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final Path DENIALS = Path.of("src/test/resources/denial");

  private final RunningServer server;

  DenialIT(Database database) {
    this.server = database.server();
  }

  @Test
  void aPasPairIsTakenAsItIs() {
    Parameters said = submit(pas()).isOk(201).resource(Parameters.class);

    assertThat(part(said.getParameter("eligibility"), "outcome")).isEqualTo("undetermined");
    assertThat(lines(said))
        .containsExactly(
            "1 G0299 false approved ",
            "2 S9338 true denied medical-necessity",
            "3 J1569 true modified benefit-exclusion",
            "4 A4222 true denied medical-necessity");
    assertThat(said.getParameter("issues")).isNull();
  }

  @Test
  void whatItHeldIsStoredOnceWithTheNamesOfItsBundles() {
    Task task = stored(submit(pas()));

    Claim claim = read(task.getFocus().getReference(), Claim.class);
    ClaimResponse answer = read(task.getReasonReference().getReference(), ClaimResponse.class);
    assertThat(answer.getRequest().getReference()).isEqualTo(task.getFocus().getReference());
    assertThat(answer.getPatient().getReference()).isEqualTo(task.getFor().getReference());
    assertThat(claim.getPatient().getReference()).isEqualTo(task.getFor().getReference());
    assertThat(claim.getMeta().getProfile())
        .extracting(each -> each.getValue())
        .containsExactly("http://hl7.org/fhir/us/davinci-pas/StructureDefinition/profile-claim");
    assertThat(claim.getItem().get(1).getExtension()).hasSize(3);
    Bundle found = search("Provenance?target=Task/" + id(task)).isOk(200).resource(Bundle.class);
    assertThat(found.getEntry()).hasSize(1);
    assertThat(((Provenance) found.getEntryFirstRep().getResource()).getEntity())
        .extracting(entity -> entity.getWhat().getIdentifier().getValue())
        .contains("PA-2026-0511");
  }

  @Test
  void theSameAgainIsTheSameCaseAndTheSameAnswer() {
    ObjectNode bundle = pas();
    Parameters first = submit(bundle).isOk(201).resource(Parameters.class);

    Parameters again = submit(bundle).isOk(200).resource(Parameters.class);

    assertThat(lines(again)).isEqualTo(lines(first)).hasSize(4);
  }

  @Test
  void aCaseIsFoundByTheNumberOfItsAuthorizationRequest() {
    ObjectNode task = PasPair.task();
    String number = "TAR-" + UUID.randomUUID();
    ((ObjectNode) task.path("identifier").get(0)).put("value", number);
    Task stored = stored(submit(PasPair.nested(task, PasPair.request(), PasPair.response())));

    Bundle found =
        search("Task?identifier=http://payer.example.org/tar%7C" + number)
            .isOk(200)
            .resource(Bundle.class);

    assertThat(found.getEntry())
        .extracting(each -> id(each.getResource()))
        .containsExactly(id(stored));
  }

  @Test
  void theLinesInDisputeAreThoseOfTheCaseAndInThePacket() {
    ObjectNode task = PasPair.task();
    for (int line : new int[] {2, 4}) {
      fact(task, "disputed-line").put("valueInteger", line);
    }
    Parameters said =
        submit(PasPair.nested(task, PasPair.request(), PasPair.response()))
            .isOk(201)
            .resource(Parameters.class);
    Task stored = (Task) said.getParameter("case").getResource();

    assertThat(lines(said))
        .extracting(line -> line.split(" ")[2])
        .containsExactly("false", "true", "false", "true");
    assertThat(findings(said)).contains("decision = denied").doesNotContain("benefit-exclusion");
    Composition packet =
        (Composition)
            server
                .fhir("GET", "Task/" + id(stored) + "/$packet?recipient=imro&draft=true")
                .as(PLAN)
                .send()
                .isOk(200)
                .resource(Bundle.class)
                .getEntryFirstRep()
                .getResource();
    assertThat(packet.getSection())
        .filteredOn(section -> section.getTitle().equals("Lines of the claim"))
        .singleElement()
        .satisfies(
            section ->
                assertThat(section.getText().getDivAsString())
                    .contains("<td>3</td><td>J1569</td><td>no</td><td>modified</td>")
                    .contains("<td>4</td><td>A4222</td><td>yes</td><td>denied</td>"));
  }

  @Test
  void codesThatAreNotUnderstoodAreSaidAndNothingIsRefused() {
    ObjectNode response = PasPair.response();
    ((ObjectNode)
            Submissions.first(response, "ClaimResponse")
                .at("/item/1/adjudication/0/extension/0/extension/1/valueCodeableConcept/coding/0"))
        .put("system", "http://payer.example.org/reasons");

    Parameters said =
        submit(PasPair.nested(PasPair.task(), PasPair.request(), response))
            .isOk(201)
            .resource(Parameters.class);

    OperationOutcome issues = (OperationOutcome) said.getParameter("issues").getResource();
    assertThat(issues.getIssue())
        .singleElement()
        .satisfies(
            issue -> {
              assertThat(issue.getSeverity()).isEqualTo(OperationOutcome.IssueSeverity.WARNING);
              assertThat(issue.getDetails().getText())
                  .contains("0F of http://payer.example.org/reasons", "decision-basis");
              assertThat(issue.getExpression().get(0).getValue())
                  .startsWith("Bundle.entry[2].resource.entry[0].resource.item[1]");
            });
  }

  @Test
  void anEmergencyClaimThatWasRefusedIsJudgedFromTheExplanationOfBenefit() {
    Parameters said = submit(denial("emergency-claim")).isOk(201).resource(Parameters.class);

    assertThat(part(said.getParameter("eligibility"), "outcome")).isEqualTo("eligible");
    assertThat(lines(said))
        .containsExactly("1 99285 true denied not-emergency-or-urgent", "2 71046 false approved ");
    assertThat(findings(said))
        .contains(
            "decision = modified", "emergency-care-received = true", "grievance-status = upheld");
  }

  @Test
  void anOrderWithoutAClaimIsEnough() {
    Parameters said = submit(denial("order-only")).isOk(201).resource(Parameters.class);

    assertThat(part(said.getParameter("eligibility"), "outcome")).isEqualTo("eligible");
    assertThat(lines(said)).isEmpty();
    assertThat(findings(said)).contains("decision = denied", "provider-recommended = true");
  }

  @Test
  void anOrderAloneIsEnoughWhenTheCaseSaysWhatWasDecided() {
    ObjectNode bundle = denial("order-only");
    remove(bundle, "ClaimResponse");
    ObjectNode task = Submissions.first(bundle, "Task");
    task.remove("reasonReference");
    fact(task, "decision").put("valueCode", "delayed");
    fact(task, "decision-basis").put("valueCode", "medical-necessity");

    Parameters said = submit(bundle).isOk(201).resource(Parameters.class);

    assertThat(part(said.getParameter("eligibility"), "outcome")).isEqualTo("eligible");
    assertThat(findings(said)).contains("decision = delayed", "provider-recommended = true");
  }

  @Test
  void theGrievanceAndItsAnswerAreReadFromTheMessages() {
    Parameters said = submit(denial("order-only")).isOk(201).resource(Parameters.class);

    Task task = (Task) said.getParameter("case").getResource();
    assertThat(times(task))
        .contains(
            "grievance-filed 2026-05-04T08:40:00-07:00",
            "grievance-resolved 2026-05-28T15:00:00-07:00");
    assertThat(findings(said)).contains("grievance-status = upheld");
    // 30 days from 4 May; answered on 28 May
    assertThat(deadline(said, "grievance-exhausted"))
        .isEqualTo("met 2026-06-03T23:59:59-07:00 2026-05-28T15:00:00-07:00");
    Bundle found =
        search("Communication?subject=" + task.getFor().getReference()).resource(Bundle.class);
    assertThat(found.getEntry()).hasSize(2);
  }

  @Test
  void anAnswerThatIsStillBeingWrittenIsNone() {
    ObjectNode bundle = denial("order-only");
    Submissions.all(bundle, "Communication").get(1).put("status", "preparation").remove("sent");

    Parameters said = submit(bundle).isOk(201).resource(Parameters.class);

    // filed on 4 May, more than 30 days before the application of 1 July
    assertThat(findings(said)).contains("grievance-status = filed");
    assertThat(part(said.getParameter("eligibility"), "outcome")).isEqualTo("eligible");
  }

  @Test
  void aPlanWithoutTheLicenceOfTheDepartmentIsSaidToBeSo() {
    ObjectNode bundle = denial("order-only");
    regulated(bundle, "medi-cal-cohs");

    Parameters said = submit(bundle).isOk(201).resource(Parameters.class);

    assertThat(part(said.getParameter("eligibility"), "outcome")).isEqualTo("ineligible");
    assertThat(part(said.getParameter("eligibility"), "route").split(","))
        .containsExactlyInAnyOrder("state-hearing", "plan-review");
    assertThat(rules(said)).contains("V00");
  }

  @Test
  void aPlanWithTheLicenceIsSaidToBeReviewed() {
    ObjectNode bundle = denial("order-only");
    regulated(bundle, "department");

    Parameters said = submit(bundle).isOk(201).resource(Parameters.class);

    assertThat(part(said.getParameter("eligibility"), "outcome")).isEqualTo("eligible");
    assertThat(rules(said)).contains("V00");
  }

  @Test
  void whatAPlanSaysLaterChangesNoStoredCase() {
    ObjectNode first = denial("order-only");
    regulated(first, "medi-cal-cohs");
    Task stored =
        (Task)
            submit(first).isOk(201).resource(Parameters.class).getParameter("case").getResource();
    ObjectNode second = denial("order-only");
    regulated(second, "department");
    ((ObjectNode) Submissions.first(second, "Organization").at("/identifier/0"))
        .put("value", Submissions.first(first, "Organization").at("/identifier/0/value").asText());

    Parameters later = submit(second).isOk(201).resource(Parameters.class);

    assertThat(part(later.getParameter("eligibility"), "outcome")).isEqualTo("eligible");
    assertThat(times(stored)).contains("jurisdiction medi-cal-cohs");
    assertThat(
            server
                .fhir("GET", "Task/" + stored.getIdElement().getIdPart() + "/$check-eligibility")
                .as(PLAN)
                .send()
                .isOk(200)
                .resource(Parameters.class)
                .getParameterValue("outcome")
                .primitiveValue())
        .isEqualTo("ineligible");
  }

  @Test
  void aKindOfPayerThatTellsNothingChangesNoAnswer() {
    ObjectNode bundle = denial("order-only");
    for (String code : new String[] {"512", "8999"}) {
      Submissions.first(bundle, "Coverage")
          .withObject("/type")
          .withArray("coding")
          .addObject()
          .put("system", "https://nahdo.org/sopt")
          .put("code", code);
    }

    Parameters said = submit(bundle).isOk(201).resource(Parameters.class);

    assertThat(part(said.getParameter("eligibility"), "outcome")).isEqualTo("eligible");
    assertThat(rules(said)).doesNotContain("V00");
    assertThat(said.getParameter("issues")).isNull();
  }

  @Test
  void medicareIsReviewedByTheEntity() {
    ObjectNode bundle = denial("order-only");
    Submissions.first(bundle, "Coverage")
        .withObject("/type")
        .withArray("coding")
        .addObject()
        .put("system", "https://nahdo.org/sopt")
        .put("code", "111");

    Parameters said = submit(bundle).isOk(201).resource(Parameters.class);

    assertThat(part(said.getParameter("eligibility"), "outcome")).isEqualTo("ineligible");
    assertThat(part(said.getParameter("eligibility"), "route")).isEqualTo("ire");
  }

  @Test
  void aLineThatTheClaimDoesNotHaveIsRefused() {
    ObjectNode task = PasPair.task();
    fact(task, "disputed-line").put("valueInteger", 12);

    Answer answer = submit(PasPair.nested(task, PasPair.request(), PasPair.response()));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text()).contains("Bundle.entry[0].resource.input[2].value", "no line 12");
  }

  private static ObjectNode fact(ObjectNode task, String name) {
    ObjectNode input = task.withArray("input").addObject();
    input
        .putObject("type")
        .putArray("coding")
        .addObject()
        .put("system", "https://openimr.org/fhir/CodeSystem/imr-fact")
        .put("code", name);
    return input;
  }

  private static void regulated(ObjectNode bundle, String by) {
    ObjectNode plan = Submissions.first(bundle, "Organization");
    // what a plan says of itself holds for all its cases
    ((ObjectNode) plan.at("/identifier/0")).put("value", UUID.randomUUID().toString());
    plan.withArray("extension")
        .addObject()
        .put("url", "https://openimr.org/fhir/StructureDefinition/imr-plan-jurisdiction")
        .putArray("extension")
        .addObject()
        .put("url", "jurisdiction")
        .put("valueCode", by);
  }

  private static void remove(ObjectNode bundle, String type) {
    for (Iterator<JsonNode> entries = bundle.path("entry").elements(); entries.hasNext(); ) {
      if (entries.next().at("/resource/resourceType").asText().equals(type)) {
        entries.remove();
      }
    }
  }

  private static List<String> times(Task task) {
    return task.getInput().stream()
        .map(
            input ->
                input.getType().getCodingFirstRep().getCode()
                    + " "
                    + input.getValue().primitiveValue())
        .toList();
  }

  private static List<String> rules(Parameters said) {
    return said.getParameter("eligibility").getPart().stream()
        .filter(part -> part.getName().equals("finding"))
        .map(finding -> part(finding, "rule"))
        .toList();
  }

  private static String deadline(Parameters said, String milestone) {
    return said.getParameter().stream()
        .filter(each -> each.getName().equals("deadline"))
        .filter(each -> part(each, "milestone").equals(milestone))
        .map(each -> part(each, "status") + " " + part(each, "due") + " " + part(each, "met"))
        .collect(Collectors.joining("; "));
  }

  private static ObjectNode pas() {
    return PasPair.nested();
  }

  private static ObjectNode denial(String name) {
    ObjectNode bundle = PasPair.tree(DENIALS.resolve(name + ".json"));
    bundle.withObject("/identifier").put("value", UUID.randomUUID().toString());
    ((ObjectNode) Submissions.first(bundle, "Patient").at("/identifier/0"))
        .put("value", UUID.randomUUID().toString());
    return bundle;
  }

  private Answer submit(ObjectNode bundle) {
    return server.fhir("POST", "$submit-case").as(PLAN).json(bundle.toString()).send();
  }

  private Answer search(String query) {
    return server.fhir("GET", query).as(PLAN).send();
  }

  private <T extends Resource> T read(String reference, Class<T> type) {
    return server.fhir("GET", reference).as(PLAN).send().isOk(200).resource(type);
  }

  private static Task stored(Answer answer) {
    return (Task) answer.isOk(201).resource(Parameters.class).getParameter("case").getResource();
  }

  private static List<String> lines(Parameters said) {
    return said.getParameter().stream()
        .filter(each -> each.getName().equals("line"))
        .map(
            line ->
                part(line, "sequence")
                    + " "
                    + ((Coding) named(line, "service").getValue()).getCode()
                    + " "
                    + part(line, "disputed")
                    + " "
                    + part(line, "decision")
                    + " "
                    + part(line, "basis"))
        .toList();
  }

  private static ParametersParameterComponent named(
      ParametersParameterComponent parameter, String name) {
    return parameter.getPart().stream()
        .filter(part -> part.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String findings(Parameters said) {
    return said.getParameter("eligibility").getPart().stream()
        .filter(part -> part.getName().equals("finding"))
        .map(finding -> part(finding, "explanation"))
        .collect(Collectors.joining("\n"));
  }

  private static String id(Resource resource) {
    return resource.getIdElement().getIdPart();
  }

  private static String part(ParametersParameterComponent parameter, String name) {
    return parameter.getPart().stream()
        .filter(part -> part.getName().equals(name))
        .map(part -> part.getValue().primitiveValue())
        .collect(Collectors.joining(","));
  }
}
