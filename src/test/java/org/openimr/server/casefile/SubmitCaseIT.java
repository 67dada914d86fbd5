package org.openimr.server.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.springframework.jdbc.core.JdbcTemplate;

/** A case is taken whole or not at all, once, and seen by its parties only. */
@OnEachDatabase
class SubmitCaseIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String OTHER = "demo-plan-chw";
  private static final String NOWHERE = "urn:uuid:00000000-0000-4000-8000-000000000000";

  private final RunningServer server;

  SubmitCaseIT(Database database) {
    this.server = database.server();
  }

  @Test
  void takesACaseAndSaysWhatFollows() {
    Answer answer = submit(PLAN, small()).isOk(201);

    Parameters said = answer.resource(Parameters.class);
    Task task = (Task) said.getParameter("case").getResource();
    assertThat(answer.header("Location")).contains("/fhir/Task/" + id(task) + "/_history/1");
    assertThat(task.getIdentifierFirstRep().getValue()).matches("20\\d\\d-\\d{6}");
    assertThat(task.getInstantiatesUri())
        .isEqualTo("https://openimr.org/fhir/PlanDefinition/dmhc-imr-vchcp|2025-02-25");
    assertThat(task.getBusinessStatus().getCodingFirstRep().getCode())
        .isEqualTo("records-requested");
    assertThat(task.getPriority()).isEqualTo(Task.TaskPriority.ROUTINE);
    assertThat(task.getRestriction().getPeriod().getEndElement().getValueAsString())
        .isEqualTo("2026-07-04T23:59:59-07:00");
    assertThat(task.getOwner().getDisplay()).isEqualTo("Ventura County Health Care Plan");
    assertThat(part(said.getParameter("eligibility"), "outcome")).isEqualTo("eligible");
    ParametersParameterComponent records =
        said.getParameter().stream()
            .filter(each -> each.getName().equals("deadline"))
            .filter(each -> part(each, "milestone").equals("records-to-imro"))
            .findFirst()
            .orElseThrow();
    assertThat(part(records, "rule")).isEqualTo("V23");
    assertThat(part(records, "due")).isEqualTo("2026-07-04T23:59:59-07:00");
    assertThat(said.getParameter("missingElement")).isNull();
    assertThat(answer.text()).doesNotContain("contained");
  }

  @Test
  void storesWhatWasSentWithItsDutiesAndMarks() {
    Task task = stored(submit(PLAN, small()));

    Answer again = server.fhir("GET", "Task/" + id(task)).as(PLAN).send().isOk(200);
    assertThat(again.resource(Task.class).getInput())
        .extracting(input -> input.getType().getCodingFirstRep().getCode())
        .startsWith("request-received", "decision-made", "provider-notified")
        // what was read is stated too
        .contains("decision", "decision-basis", "provider-recommended")
        .doesNotHaveDuplicates();
    Bundle duties =
        server
            .fhir("GET", "Task?part-of=Task/" + id(task) + "&_count=100")
            .as(PLAN)
            .send()
            .isOk(200)
            .resource(Bundle.class);
    assertThat(duties.getEntry())
        .hasSizeGreaterThan(10)
        .allSatisfy(
            entry ->
                assertThat(entry.getResource().getMeta().getTag())
                    .extracting("code")
                    .contains("vchcp"));
    Answer deadlines =
        server.fhir("GET", "Task/" + id(task) + "/$compute-deadlines").as(PLAN).send().isOk(200);
    assertThat(deadlines.resource(Parameters.class).getParameter())
        .hasSameSizeAs(duties.getEntry());
    server.fhir("GET", "Task?due=lt2026-07-05&_id=" + id(task)).as(PLAN).send().isOk(200);
  }

  @Test
  void aPlanSubmitsItsOwnCases() {
    Map<String, Integer> before = rows();
    submit(OTHER, small())
        .isRefused(
            422,
            "forbidden",
            "This is another plan than the one that submits; a plan submits its own cases.");
    assertThat(rows()).isEqualTo(before);
    // others name whichever plan they mean
    submit("demo-department", small()).isOk(201);
  }

  @Test
  void privilegedDocumentsAreMarkedWithTheirPrivilege() {
    ObjectNode bundle = small();
    ((ObjectNode) Submissions.first(bundle, "Patient").at("/identifier/0"))
        .put("value", UUID.randomUUID().toString());
    Task task = stored(submit(PLAN, bundle));
    String privileged =
        "DocumentReference?_security=https://openimr.org/fhir/CodeSystem/imr-privilege|"
            + "attorney-client&patient="
            + task.getFor().getReference();

    Bundle found =
        server
            .fhir("GET", privileged.replace("|", "%7C"))
            .as(PLAN)
            .send()
            .isOk(200)
            .resource(Bundle.class);

    assertThat(found.getEntry()).hasSize(1);
  }

  @Test
  void theSameSubmissionIsTheSameCase() {
    ObjectNode bundle = small();
    Task first = stored(submit(PLAN, bundle));
    Answer again = submit(PLAN, bundle).isOk(200);

    assertThat(again.header("Location")).isEmpty();
    Parameters said = again.resource(Parameters.class);
    assertThat(id(said.getParameter("case").getResource())).isEqualTo(id(first));
    assertThat(part(said.getParameter("eligibility"), "outcome")).isEqualTo("eligible");
    assertThat(again.text()).doesNotContain("contained");
  }

  @Test
  void parametersAndXmlAreTakenAsWell() {
    ObjectNode bundle = small();
    String parameters =
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"bundle\",\"resource\":"
            + bundle
            + "}]}";
    Task first = stored(server.fhir("POST", "$submit-case").as(PLAN).json(parameters).send());
    String xml =
        FhirContext.forR4Cached()
            .newXmlParser()
            .setOverrideResourceIdWithBundleEntryFullUrl(false)
            .encodeResourceToString(
                FhirContext.forR4Cached()
                    .newJsonParser()
                    .setOverrideResourceIdWithBundleEntryFullUrl(false)
                    .parseResource(bundle.toString()));
    Answer again =
        server
            .fhir("POST", "$submit-case")
            .as(PLAN)
            .body("application/fhir+xml", xml)
            .send()
            .isOk(200);

    assertThat(
            id(
                FhirContext.forR4Cached()
                    .newXmlParser()
                    .parseResource(Parameters.class, again.text())
                    .getParameter("case")
                    .getResource()))
        .isEqualTo(id(first));
  }

  @Test
  void otherContentUnderTheSameIdentifierIsAConflict() {
    ObjectNode bundle = small();
    submit(PLAN, bundle).isOk(201);
    Submissions.first(bundle, "Patient").put("gender", "female");

    Map<String, Integer> before = rows();
    submit(PLAN, bundle)
        .isRefused(409, "duplicate", "A submission with this identifier is stored already.");
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void anIdentifierNamesASubmissionWithinItsOrganization() {
    ObjectNode bundle = small();
    Task first = stored(submit(PLAN, bundle));
    ObjectNode others = bundle.deepCopy();
    Submissions.first(others, "Patient").put("gender", "female");
    Task second = stored(submit(OTHER, ofTheOther(others)));

    assertThat(id(second)).isNotEqualTo(id(first));
    // the same member number, and still each has its own record
    assertThat(second.getFor().getReference()).isNotEqualTo(first.getFor().getReference());
    assertThat(server.fhir("GET", first.getFor().getReference()).as(PLAN).send().isOk(200).text())
        .contains("\"gender\":\"other\"");
  }

  @Test
  void aMemberWhoCameBeforeIsKnownAgain() {
    Task first = stored(submit(PLAN, small()));
    Task second = stored(submit(PLAN, small()));
    ObjectNode moved = small();
    ((ObjectNode) Submissions.first(moved, "Patient").at("/address/0")).put("city", "Oxnard");
    Task third = stored(submit(PLAN, moved));

    assertThat(second.getFor().getReference()).isEqualTo(first.getFor().getReference());
    assertThat(third.getFor().getReference()).isEqualTo(first.getFor().getReference());
    String now = server.fhir("GET", third.getFor().getReference()).as(PLAN).send().isOk(200).text();
    assertThat(now).contains("Oxnard");
  }

  @Test
  void organizationsThatAreStoredApartAreNotJoined() {
    String one = UUID.randomUUID().toString();
    String other = UUID.randomUUID().toString();
    submit(PLAN, withProvider(one)).isOk(201);
    submit(PLAN, withProvider(other)).isOk(201);

    Answer both = submit(PLAN, withProvider(one, other));

    assertThat(both.status()).isEqualTo(422);
    OperationOutcome outcome = both.resource(OperationOutcome.class);
    assertThat(outcome.getIssue()).hasSize(1);
    assertThat(outcome.getIssueFirstRep().getExpression().get(0).getValue())
        .isEqualTo("Bundle.entry.resource.ofType(Organization).identifier");
    assertThat(outcome.getIssueFirstRep().getDetails().getText())
        .matches(
            "The identifiers of one Organization are those of several stored ones:"
                + " Organization/[^,]+, Organization/[^,]+\\. The server does not join them\\. Send"
                + " the identifiers of one of them alone\\.");
    submit(PLAN, withProvider(one)).isOk(201);
  }

  private static ObjectNode withProvider(String... identifiers) {
    ObjectNode bundle = small();
    ObjectNode entry = ((ArrayNode) bundle.path("entry")).addObject();
    entry.put("fullUrl", "urn:uuid:" + UUID.randomUUID());
    ObjectNode provider = entry.putObject("resource").put("resourceType", "Organization");
    for (String identifier : identifiers) {
      provider
          .withArray("identifier")
          .addObject()
          .put("system", "https://example.org/" + identifier)
          .put("value", identifier);
    }
    provider.put("name", "Made-up clinic");
    return bundle;
  }

  @Test
  void aCaseOfAnotherOrganizationLooksLikeNone() {
    Task task = stored(submit(PLAN, small()));

    for (String path :
        List.of("Task/%s", "Task/%s/$compute-deadlines", "Task/%s/$check-eligibility")) {
      Answer foreign = server.fhir("GET", path.formatted(id(task))).as(OTHER).send();
      Answer none = server.fhir("GET", path.formatted(UUID.randomUUID())).as(OTHER).send();
      assertThat(foreign.status()).as(path).isEqualTo(404).isEqualTo(none.status());
      assertThat(foreign.text()).isEqualTo(none.text());
    }
    server.fhir("GET", "Task/" + id(task)).as("demo-department").send().isOk(200);
  }

  @Test
  void aPartyThatTheCaseNamesSeesItWithoutWhatIsPrivileged() {
    ObjectNode bundle = small();
    Submissions.name(bundle, 3, "demo-provider");
    Task task = stored(submit(PLAN, bundle));

    server.fhir("GET", "Task/" + id(task)).as("demo-provider").send().isOk(200);
    Bundle documents =
        server
            .fhir("GET", "DocumentReference?_count=50&patient=" + task.getFor().getReference())
            .as("demo-provider")
            .send()
            .isOk(200)
            .resource(Bundle.class);
    assertThat(documents.getEntry()).isNotEmpty();
    assertThat(documents.getEntry())
        .noneMatch(
            entry ->
                entry.getResource().getMeta().getSecurity().stream()
                    .anyMatch(label -> label.getSystem().endsWith("imr-privilege")));
  }

  @Test
  void theSameSubmissionSentAtOnceIsOneCase() throws Exception {
    ObjectNode bundle = small();
    ExecutorService clients = Executors.newFixedThreadPool(6);
    try {
      List<Future<Answer>> sent = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        sent.add(clients.submit(() -> submit(PLAN, bundle)));
      }
      List<Integer> statuses = new ArrayList<>();
      Set<String> cases = new java.util.TreeSet<>();
      for (Future<Answer> each : sent) {
        Answer answer = each.get();
        statuses.add(answer.status());
        cases.add(id(answer.resource(Parameters.class).getParameter("case").getResource()));
      }
      assertThat(statuses).containsOnly(200, 201).containsOnlyOnce(201);
      assertThat(cases).hasSize(1);
    } finally {
      clients.shutdown();
    }
  }

  @Test
  void newCasesOfOneNewMemberSentAtOnceShareTheMember() throws Exception {
    String number = UUID.randomUUID().toString();
    ExecutorService clients = Executors.newFixedThreadPool(4);
    try {
      List<Future<Answer>> sent = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        ObjectNode bundle = small();
        ((ObjectNode) Submissions.first(bundle, "Patient").at("/identifier/0"))
            .put("value", number);
        sent.add(clients.submit(() -> submit(PLAN, bundle)));
      }
      Set<String> members = new java.util.TreeSet<>();
      for (Future<Answer> each : sent) {
        members.add(stored(each.get()).getFor().getReference());
      }
      assertThat(members).hasSize(1);
    } finally {
      clients.shutdown();
    }
  }

  @Test
  void whatFailsHalfWayLeavesNothing() {
    ObjectNode bundle = small();
    ((ObjectNode) Submissions.first(bundle, "Patient").at("/identifier/0")).put("value", "doomed");
    JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
    // the last thing written fails, when all resources have been
    jdbc.execute("alter table imr_identity add constraint doom check (id_value <> 'doomed')");
    Map<String, Integer> before = rows();
    try {
      Answer failed = submit(PLAN, bundle);
      assertThat(failed.status()).isEqualTo(500);
      assertThat(failed.text()).doesNotContain("imr_identity");
      assertThat(rows()).isEqualTo(before);
    } finally {
      jdbc.execute("alter table imr_identity drop constraint doom");
    }
    submit(PLAN, bundle).isOk(201);
  }

  @Test
  void everyProblemIsNamedAndNothingStored() {
    ObjectNode bundle = small();
    Submissions.first(bundle, "Patient").put("gender", "unheard-of");
    Submissions.first(bundle, "Claim").with("patient").put("reference", NOWHERE);
    Submissions.event(bundle, "decision-made").put("valueDateTime", "2026-05-21");
    Submissions.first(bundle, "Coverage").put("colour", "green");

    Map<String, Integer> before = rows();
    Answer refused = submit(PLAN, bundle);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.resource(OperationOutcome.class).getIssue())
        .extracting(issue -> issue.getExpression().get(0).getValue())
        .contains(
            "Bundle.entry[1].resource.gender",
            "Bundle.entry[10].resource.patient.reference",
            "Bundle.entry[0].resource.input[3]",
            "Bundle.entry[2].resource");
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void aReplacedDocumentThatIsNotThereFailsThePrecondition() {
    ObjectNode bundle = small();
    Submissions.first(bundle, "DocumentReference")
        .withArray("relatesTo")
        .addObject()
        .put("code", "replaces")
        .putObject("target")
        .put("reference", "DocumentReference/none");

    submit(PLAN, bundle)
        .isRefused(
            412,
            "conflict",
            "The document that is replaced is neither in the Bundle nor stored here.");
  }

  @Test
  void aStoredDocumentThatIsReplacedIsSuperseded() {
    Task task = stored(submit(PLAN, small()));
    Bundle documents =
        server
            .fhir(
                "GET",
                "DocumentReference?identifier=residential-treatment-plan&patient="
                    + task.getFor().getReference())
            .as(PLAN)
            .send()
            .resource(Bundle.class);
    String old = "DocumentReference/" + id(documents.getEntryFirstRep().getResource());
    ObjectNode bundle = small();
    Submissions.first(bundle, "DocumentReference")
        .withArray("relatesTo")
        .addObject()
        .put("code", "replaces")
        .putObject("target")
        .put("reference", old);

    submit(PLAN, bundle).isOk(201);

    assertThat(server.fhir("GET", old).as(PLAN).send().text())
        .contains("\"status\":\"superseded\"");
    submit(OTHER, ofTheOther(bundle))
        .isRefused(
            412,
            "conflict",
            "The document that is replaced is neither in the Bundle nor stored here.");
  }

  @Test
  void badBodiesAreRefusedAndTheServerGoesOn() {
    Map<String, Integer> before = rows();
    refused(400, "{\"resourceType\":\"Bundle\"");
    refused(400, "[]");
    refused(422, "{\"resourceType\":\"Patient\"}");
    refused(422, "{\"resourceType\":\"Bundle\",\"type\":\"collection\"}");
    refused(400, "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"type\":\"batch\"}");
    refused(400, "{\"a\":".repeat(5000) + "1" + "}".repeat(5000));
    refused(413, "{\"resourceType\":\"Bundle\",\"a\":\"" + "x".repeat(50_000_000) + "\"}");
    ObjectNode events = small();
    for (int i = 0; i < 10_000; i++) {
      Submissions.first(events, "Task")
          .withArray("input")
          .add(Submissions.event(events, "plan-notified").deepCopy());
    }
    refused(422, events.toString());
    assertThat(rows()).isEqualTo(before);
    submit(PLAN, small()).isOk(201);
  }

  private void refused(int status, String body) {
    Answer answer = server.fhir("POST", "$submit-case").as(PLAN).json(body).send();
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.text()).contains("OperationOutcome");
  }

  private Answer submit(String token, ObjectNode bundle) {
    return server.fhir("POST", "$submit-case").as(token).json(bundle.toString()).send();
  }

  private static Task stored(Answer answer) {
    return (Task) answer.isOk(201).resource(Parameters.class).getParameter("case").getResource();
  }

  /** The small submission under an identifier of its own. */
  private static ObjectNode small() {
    ObjectNode bundle = Submissions.small();
    bundle.with("identifier").put("value", UUID.randomUUID().toString());
    return bundle;
  }

  /** The same submission as a case of the other plan. */
  private static ObjectNode ofTheOther(ObjectNode bundle) {
    ((ObjectNode) Submissions.first(bundle, "Organization").at("/identifier/0"))
        .put("value", "chw");
    return bundle;
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

  private Map<String, Integer> rows() {
    Map<String, Integer> rows = new TreeMap<>();
    JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
    for (String table : List.of("hfj_resource", "hfj_res_ver", "imr_submission")) {
      rows.put(table, jdbc.queryForObject("select count(*) from " + table, Integer.class));
    }
    return rows;
  }
}
