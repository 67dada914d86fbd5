package org.openimr.server.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/** An export holds what its caller would find one by one, and nothing else. */
@OnEachDatabase
class ExportIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String OTHER = "demo-plan-chw";
  private static final String DEPARTMENT = "demo-department";

  private final RunningServer server;
  // others store what they need in the same server
  private final Instant began = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS);

  ExportIT(Database database) {
    this.server = database.server();
  }

  @Test
  void aPlanExportsWhatItFindsBySearching() throws Exception {
    Task own = submit(PLAN);
    Task others = submit(OTHER);
    JsonNode manifest = export(PLAN, "$export?_type=Task,Patient,DocumentReference,Provenance");

    assertThat(manifest.path("requiresAccessToken").asBoolean()).isTrue();
    assertThat(manifest.path("deleted")).isEmpty();
    assertThat(manifest.path("error")).isEmpty();
    assertThat(Instant.parse(manifest.path("transactionTime").asText())).isBefore(Instant.now());
    for (String type : List.of("Task", "Patient", "DocumentReference", "Provenance")) {
      Set<String> exported = names(PLAN, manifest, type);
      assertThat(exported).as(type).isEqualTo(found(PLAN, type));
      assertThat(counts(manifest, type)).as(type).isEqualTo(lines(PLAN, manifest, type));
    }
    assertThat(names(PLAN, manifest, "Task"))
        .contains(CaseFile.reference(own))
        .doesNotContain(CaseFile.reference(others));
  }

  @Test
  void aLineIsWhatAReadAnswers() throws Exception {
    submit(PLAN);
    String observation =
        "{\"resourceType\":\"Observation\",\"status\":\"final\",\"meta\":{\"source\":\"urn:x:1\","
            + "\"extension\":[{\"url\":\"urn:x:2\",\"valueBoolean\":true}],"
            + "\"profile\":[\"http://hl7.org/fhir/StructureDefinition/vitalsigns\"],"
            + "\"security\":[{\"system\":\"urn:x:3\",\"code\":\"a\",\"display\":\"A\"}],"
            + "\"tag\":[{\"system\":\"urn:x:4\",\"code\":\"b\",\"userSelected\":true}]},"
            + "\"code\":{\"text\":\"Größe \\n\\u2028\"},\"valueQuantity\":{\"value\":1.50}}";
    String id =
        server
            .fhir("POST", "Observation")
            .as(PLAN)
            .json(observation)
            .send()
            .isOk(201)
            .header("Location")
            .replaceAll("^.*/fhir/|/_history.*$", "");
    // kept apart from the database
    String large = "A".repeat(400_000);
    server
        .fhir("POST", "DocumentReference")
        .as(PLAN)
        .json(
            "{\"resourceType\":\"DocumentReference\",\"status\":\"current\",\"content\":["
                + "{\"attachment\":{\"contentType\":\"application/pdf\",\"data\":\""
                + large
                + "\"}}]}")
        .send()
        .isOk(201);
    JsonNode manifest = export(PLAN, "$export?_since=" + began);

    int compared = 0;
    for (JsonNode file : manifest.path("output")) {
      for (String line : file(PLAN, file.path("url").asText())) {
        JsonNode exported = Submissions.parsed(line);
        String name = exported.path("resourceType").asText() + "/" + exported.path("id").asText();
        String read = server.fhir("GET", name).as(PLAN).send().isOk(200).text();
        assertThat(comparable(line)).as(name).isEqualTo(comparable(read));
        if (name.equals(id)) {
          assertThat(line).contains("\"value\":1.50").contains("urn:x:2");
          compared += 1000;
        }
        if (line.contains(large)) {
          compared += 1000;
        }
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(2030);
  }

  /** A resource without the order of its marks, and with all that is relative made absolute. */
  private JsonNode comparable(String text) {
    ObjectNode resource =
        (ObjectNode)
            Submissions.parsed(
                text.replace("http://127.0.0.1:" + server.port() + "/fhir/Binary/", "Binary/"));
    ObjectNode meta = (ObjectNode) resource.path("meta");
    for (String marks : List.of("tag", "security", "profile")) {
      Set<String> sorted = new TreeSet<>();
      meta.path(marks).forEach(each -> sorted.add(each.toString()));
      meta.put(marks, sorted.toString());
    }
    return resource;
  }

  @Test
  void theDepartmentExportsAllWithoutWhatIsWithheldFromIt() throws Exception {
    Task one = submit(PLAN);
    Task another = submit(OTHER);
    JsonNode manifest = export(DEPARTMENT, "$export");

    assertThat(names(DEPARTMENT, manifest, "Task"))
        .contains(CaseFile.reference(one), CaseFile.reference(another));
    for (String type : List.of("DocumentReference", "Task", "QuestionnaireResponse", "Bundle")) {
      assertThat(names(DEPARTMENT, manifest, type)).as(type).isEqualTo(found(DEPARTMENT, type));
    }
    assertThat(types(manifest)).doesNotContain("AuditEvent", "Binary", "Subscription");
  }

  @Test
  void aGroupStandsForCasesByMembersPolicyAndOrganization() throws Exception {
    Task first = submit(PLAN);
    Task second = submit(PLAN);
    String patient = first.getFor().getReference();

    Group members = new Group();
    members.setType(Group.GroupType.PERSON).setActual(true);
    members.addMember().getEntity().setReference(patient);
    JsonNode ofMember = export(PLAN, group(PLAN, members) + "/$export");
    assertThat(names(PLAN, ofMember, "Patient")).containsExactly(patient);
    assertThat(cases(ofMember)).containsExactly(CaseFile.reference(first));
    assertThat(names(PLAN, ofMember, "Claim")).hasSize(1);
    assertThat(names(PLAN, ofMember, "Provenance")).isNotEmpty();

    JsonNode ofPolicy =
        export(PLAN, group(PLAN, going("policy", "dmhc-imr-vchcp")) + "/$export?_type=Task");
    assertThat(cases(ofPolicy)).contains(CaseFile.reference(first), CaseFile.reference(second));
    JsonNode ofOther = export(PLAN, group(PLAN, going("policy", "phc-um")) + "/$export?_type=Task");
    // other tests may have cases of it
    assertThat(cases(ofOther))
        .doesNotContain(CaseFile.reference(first), CaseFile.reference(second))
        .allMatch(each -> policy(each).contains("/phc-um|"));

    Group organization = going("organization", null);
    organization
        .getCharacteristicFirstRep()
        .setValue(
            new Reference()
                .setIdentifier(
                    new Identifier()
                        .setSystem("https://openimr.org/fhir/sid/organization")
                        .setValue("vchcp")));
    assertThat(cases(export(PLAN, group(PLAN, organization) + "/$export?_type=Task")))
        .contains(CaseFile.reference(first));
    // both must hold
    organization.addMember().getEntity().setReference(second.getFor().getReference());
    assertThat(cases(export(PLAN, group(PLAN, organization) + "/$export?_type=Task")))
        .containsExactly(CaseFile.reference(second));

    String stored = group(PLAN, members);
    begin(OTHER, stored + "/$export").isOk(404);
    Group empty = new Group();
    empty.setType(Group.GroupType.PERSON).setActual(true);
    begin(PLAN, group(PLAN, empty) + "/$export")
        .isRefused(
            422,
            "business-rule",
            "The Group has no active member and no characteristic; it stands for no case.");
  }

  @Test
  void casesOfAllPatientsAreThoseOfThePlan() throws Exception {
    Task own = submit(PLAN);
    JsonNode manifest = export(PLAN, "Patient/$export?_type=Task&_type=Patient");

    assertThat(types(manifest)).containsExactlyInAnyOrder("Task", "Patient");
    assertThat(cases(manifest)).contains(CaseFile.reference(own));
    assertThat(names(PLAN, manifest, "Patient")).containsExactly(own.getFor().getReference());
  }

  @Test
  void whatChangedSinceIsExported() throws Exception {
    Task before = submit(PLAN);
    Thread.sleep(20);
    Instant between = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
    Thread.sleep(20);
    Task after = submit(PLAN);

    JsonNode since = export(PLAN, "$export?_type=Task&_since=" + between);
    assertThat(names(PLAN, since, "Task"))
        .contains(CaseFile.reference(after))
        .doesNotContain(CaseFile.reference(before));
    JsonNode until = export(PLAN, "$export?_type=Task&_until=" + between);
    assertThat(names(PLAN, until, "Task"))
        .contains(CaseFile.reference(before))
        .doesNotContain(CaseFile.reference(after));
  }

  @Test
  void whatIsBeingWrittenIsInThisExportOrInTheNext() throws Exception {
    Instant longest =
        Instant.now()
            .minus(server.bean(org.openimr.server.settings.Settings.class).limits().requestTime());
    JsonNode manifest = export(PLAN, "$export?_type=Task");

    assertThat(Instant.parse(manifest.path("transactionTime").asText()))
        .isBetween(longest.minusSeconds(1), longest.plusSeconds(30));
  }

  @Test
  void aResourceThatChangesMeanwhileIsInTheFileAsItIsNow() throws Exception {
    Task task = submit(PLAN);
    JsonNode manifest = export(PLAN, "$export?_type=Task");
    sent(task);

    assertThat(cases(manifest)).contains(CaseFile.reference(task));
    assertThat(counts(manifest, "Task")).isEqualTo(lines(PLAN, manifest, "Task"));
  }

  @Test
  void whatCameIntoSightWithItsCaseIsExportedToo() throws Exception {
    ObjectNode bundle = Submissions.of(25);
    Task task = server.submitted(PLAN, bundle.toString());
    Thread.sleep(20);
    Instant between = Instant.now();
    Thread.sleep(20);
    ObjectNode another = Submissions.of(25);
    Submissions.name(another, 2, "demo-imro");
    Task assigned = server.submitted(PLAN, another.toString());
    assertThat(names(PLAN, export(PLAN, "$export?_type=Claim&_since=" + between), "Claim"))
        .hasSize(1);
    // the case changes, its claim does not
    Instant later = Instant.now();
    Thread.sleep(20);
    sent(assigned);
    JsonNode seen = export("demo-imro", "$export?_type=Claim,Task&_since=" + later);
    assertThat(names("demo-imro", seen, "Claim")).contains(assigned.getFocus().getReference());
    assertThat(names("demo-imro", seen, "Task"))
        .contains(CaseFile.reference(assigned))
        .doesNotContain(CaseFile.reference(task));
  }

  @Test
  void whoAsksAboutTheAddressBeginsNothing() throws Exception {
    var jdbc = server.bean(org.springframework.jdbc.core.JdbcTemplate.class);
    String count = "select count(*) from imr_export";
    Integer before = jdbc.queryForObject(count, Integer.class);
    for (String path : List.of("$export", "Patient/$export", "Group/1/$export")) {
      Answer answer = server.fhir("HEAD", path).as(PLAN).send().isOk(405);
      assertThat(answer.header("Allow")).isEqualTo("GET, OPTIONS, POST");
    }
    assertThat(jdbc.queryForObject(count, Integer.class)).isEqualTo(before);
  }

  @Test
  void whatIsOnlyReadIsNotPosted() {
    for (String path :
        List.of("$export-file?job=1", "$regulator-report", "$universe", "$review-summary")) {
      Answer answer =
          server.fhir("POST", path).as(DEPARTMENT).json("{\"resourceType\":\"Parameters\"}").send();
      answer.isRefused(405, "not-supported", "This method is not offered at this address.");
      assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }
  }

  @Test
  void parametersStandInABodyAsWell() throws Exception {
    submit(PLAN);
    Answer begun =
        server
            .fhir("POST", "$export")
            .as(PLAN)
            .json(
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"_type\","
                    + "\"valueString\":\"Patient\"},{\"name\":\"_outputFormat\","
                    + "\"valueString\":\"ndjson\"}]}")
            .send();
    assertThat(types(manifest(PLAN, begun))).containsExactly("Patient");
  }

  @Test
  void whatIsNotSupportedIsNamedAtOnceOrLeftAside() throws Exception {
    OperationOutcome refused =
        begin(PLAN, "$export?_elements=id&_type=Banana&_since=yesterday&_outputFormat=csv&x=1")
            .isOk(400)
            .resource(OperationOutcome.class);
    assertThat(refused.getIssue())
        .extracting(each -> each.getExpression().get(0).getValue())
        .containsExactlyInAnyOrder(
            "http._elements", "http._type", "http._since", "http._outputFormat", "http.x");

    Answer lenient =
        server
            .fhir("GET", "$export?_elements=id&_type=Patient")
            .as(PLAN)
            .header("Prefer", "respond-async, handling=lenient")
            .send();
    JsonNode manifest = manifest(PLAN, lenient);
    assertThat(manifest.path("error")).hasSize(1);
    assertThat(file(PLAN, manifest.path("error").get(0).path("url").asText()).get(0))
        .contains("OperationOutcome", "_elements");
  }

  @Test
  void anExportIsKnownToItsClientAloneAndUntilItIsForgotten() throws Exception {
    submit(PLAN);
    Answer begun = begin(PLAN, "$export?_type=Patient").isOk(202);
    String status = path(begun.header("Content-Location"));
    JsonNode manifest = manifest(PLAN, begun);
    String file = path(manifest.path("output").get(0).path("url").asText());

    for (String other : List.of(OTHER, DEPARTMENT, "demo-plan-staff", "demo-admin")) {
      server.fhir("GET", status).as(other).send().isOk(404);
      server.fhir("GET", file).as(other).send().isOk(404);
      server.fhir("DELETE", status).as(other).send().isOk(404);
    }
    server.fhir("GET", status).send().isOk(401);
    for (String whoMayNot : List.of("demo-committee", "demo-member", "demo-imro-reviewer")) {
      begin(whoMayNot, "$export").isOk(403);
    }
    assertThat(server.fhir("GET", status).as(PLAN).send().isOk(200).header("Expires")).isNotNull();
    server.fhir("DELETE", status).as(PLAN).send().isOk(202);
    server.fhir("GET", status).as(PLAN).send().isOk(404);
    server.fhir("GET", file).as(PLAN).send().isOk(404);
    server.fhir("DELETE", status).as(PLAN).send().isOk(404);
    server.fhir("GET", "$export-status").as(PLAN).send().isOk(400);
    server.fhir("GET", "$export-status?job=../../etc").as(PLAN).send().isOk(400);
  }

  @Test
  void aFileIsAskedForByTheAddressThatWasGiven() throws Exception {
    submit(PLAN);
    Answer begun = begin(PLAN, "$export?_type=Patient").isOk(202);
    manifest(PLAN, begun);
    String job = begun.header("Content-Location").replaceFirst(".*job=", "");

    Answer file =
        server.fhir("GET", "$export-file?job=" + job + "&file=1").as(PLAN).send().isOk(200);
    assertThat(file.text().lines()).allMatch(line -> line.contains("\"resourceType\":\"Patient\""));
    for (String number : List.of("2", "999999999")) {
      server.fhir("GET", "$export-file?job=" + job + "&file=" + number).as(PLAN).send().isOk(404);
    }
    for (String rest : List.of("", "&file=", "&file=0", "&file=1&file=1", "&file=../1")) {
      server.fhir("GET", "$export-file?job=" + job + rest).as(PLAN).send().isOk(400);
    }
    server.fhir("GET", "$export-file?job=" + job + "&file=1").send().isOk(401);
    server.fhir("GET", "$export-file?job=" + job + "&file=1").as("demo-committee").send().isOk(403);
  }

  @Test
  void whatLeftTheSightOfACallerIsNotInAFileAnyMore() throws Exception {
    ObjectNode bundle = Submissions.of(25);
    Submissions.name(bundle, 2, "demo-imro");
    Task task = server.submitted(PLAN, bundle.toString());
    JsonNode manifest = export("demo-imro", "$export?_type=Task");
    assertThat(names("demo-imro", manifest, "Task")).contains(CaseFile.reference(task));

    server
        .fhir("POST", CaseFile.reference(task) + "/$take-review")
        .as("demo-imro-clerk")
        .header("If-Match", "W/\"1\"")
        .json(
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"step\",\"valueCode\":"
                + "\"decline\"},{\"name\":\"reason\",\"valueCode\":\"capacity\"}]}")
        .send()
        .isOk(200);
    server.fhir("GET", CaseFile.reference(task)).as("demo-imro").send().isOk(404);
    assertThat(names("demo-imro", manifest, "Task")).doesNotContain(CaseFile.reference(task));
  }

  @Test
  void whatAnExportTellsOfIsRecordedOnce() throws Exception {
    Task task = submit(PLAN);
    String patient = task.getFor().getReference();
    Answer begun = begin(PLAN, "$export?_type=Patient").isOk(202);
    JsonNode manifest = manifest(PLAN, begun);
    server.fhir("GET", path(begun.header("Content-Location"))).as(PLAN).send().isOk(200);
    file(PLAN, manifest.path("output").get(0).path("url").asText());

    List<String> told =
        server.found("demo-department", "AuditEvent?patient=" + patient + "&_count=100").stream()
            .map(each -> Submissions.CONTEXT.newJsonParser().encodeResourceToString(each))
            .filter(each -> each.contains("OperationDefinition/export-status"))
            .toList();
    assertThat(told).hasSize(1);
    assertThat(told.get(0)).contains(CaseFile.reference(task));
  }

  @Test
  void whatAServerLeftIsMadeByTheNext() throws Exception {
    submit(PLAN);
    Answer begun = begin(PLAN, "$export?_type=Patient").isOk(202);
    manifest(PLAN, begun);
    var jdbc = server.bean(org.springframework.jdbc.core.JdbcTemplate.class);
    String id = begun.header("Content-Location").replaceAll(".*job=", "");
    jdbc.update(
        "update imr_export set state = 'running', taken_until = ? where id = ?",
        java.sql.Timestamp.from(Instant.now().minusSeconds(1)),
        id);
    server.fhir("GET", path(begun.header("Content-Location"))).as(PLAN).send().isOk(202);
    server.bean(ExportWork.class).look(Instant.now());
    assertThat(types(manifest(PLAN, begun))).containsExactly("Patient");

    jdbc.update(
        "update imr_export set expires_at = ? where id = ?",
        java.sql.Timestamp.from(Instant.now().minusSeconds(1)),
        id);
    server.fhir("GET", path(begun.header("Content-Location"))).as(PLAN).send().isOk(404);
    server.bean(ExportWork.class).look(Instant.now());
    assertThat(
            jdbc.queryForObject(
                "select count(*) from imr_export_file where export_id = ?", Integer.class, id))
        .isZero();
  }

  @Test
  void theManifestSaysWhatTheGuideAsksFor() throws Exception {
    submit(PLAN);
    String address = "$export?_type=Patient,Task";
    JsonNode manifest = export(PLAN, address);

    List<String> fields = new ArrayList<>();
    manifest.fieldNames().forEachRemaining(fields::add);
    assertThat(fields)
        .containsExactlyInAnyOrder(
            "transactionTime", "request", "requiresAccessToken", "output", "deleted", "error");
    assertThat(manifest.path("request").asText()).startsWith("http").endsWith("/fhir/" + address);
    assertThat(manifest.path("requiresAccessToken").isBoolean()).isTrue();
    for (JsonNode each : manifest.path("output")) {
      assertThat(each.path("type").asText()).isIn("Patient", "Task");
      assertThat(URI.create(each.path("url").asText()).isAbsolute()).isTrue();
      assertThat(each.path("count").isIntegralNumber()).isTrue();
    }
  }

  @Test
  void whatADocumentRefersToIsFetchedFromItsAbsoluteAddress() throws Exception {
    submit(PLAN);
    String binary =
        server
            .fhir("POST", "Binary")
            .as(PLAN)
            .header("Prefer", "return=representation")
            .json(
                "{\"resourceType\":\"Binary\",\"contentType\":\"text/plain\",\"data\":\"SGVsbG8=\"}")
            .send()
            .isOk(201)
            .header("Location")
            .replaceAll("^.*/fhir/|/_history.*$", "");
    String document =
        CaseFile.reference(
            server
                .fhir("POST", "DocumentReference")
                .as(PLAN)
                .header("Prefer", "return=representation")
                .json(
                    "{\"resourceType\":\"DocumentReference\",\"status\":\"current\",\"content\":["
                        + "{\"attachment\":{\"contentType\":\"text/plain\",\"url\":\""
                        + binary
                        + "\"}}]}")
                .send()
                .isOk(201)
                .resource(DocumentReference.class));
    JsonNode manifest = export(PLAN, "$export?_type=DocumentReference");

    String line =
        file(PLAN, manifest.path("output").get(0).path("url").asText()).stream()
            .filter(each -> each.contains("\"" + document.replace("DocumentReference/", "") + "\""))
            .findFirst()
            .orElseThrow();
    String address = Submissions.parsed(line).at("/content/0/attachment/url").asText();
    assertThat(address).startsWith("http").endsWith("/fhir/" + binary);
    assertThat(
            server.fhir("GET", path(address)).as(PLAN).header("Accept", "text/plain").send().text())
        .isEqualTo("Hello");
    server.fhir("GET", path(address)).send().isOk(401);
  }

  /** The plan sends the records of a case. */
  private void sent(Task task) {
    server
        .fhir("POST", CaseFile.reference(task) + "/$record-event")
        .as(PLAN)
        .header("If-Match", "W/\"1\"")
        .json(
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"event\",\"part\":["
                + "{\"name\":\"code\",\"valueCode\":\"records-sent\"},"
                + "{\"name\":\"time\",\"valueDateTime\":\"2026-07-03T15:00:00-07:00\"}]}]}")
        .send()
        .isOk(200);
  }

  private Task submit(String token) {
    String bundle = Submissions.of(25).toString();
    if (token.equals(OTHER)) {
      bundle = bundle.replace("\"vchcp\"", "\"chw\"");
    }
    return server.submitted(token, bundle);
  }

  private static Group going(String by, String code) {
    Group group = new Group();
    group.setType(Group.GroupType.PERSON).setActual(false);
    group
        .addCharacteristic()
        .setExclude(false)
        .setCode(
            new CodeableConcept(
                new Coding(
                    "https://openimr.org/fhir/CodeSystem/imr-group-characteristic", by, null)))
        .setValue(new CodeableConcept(new Coding().setCode(code)));
    return group;
  }

  private String group(String token, Group group) {
    return CaseFile.reference(
        server
            .fhir("POST", "Group")
            .as(token)
            .header("Prefer", "return=representation")
            .json(Submissions.CONTEXT.newJsonParser().encodeResourceToString(group))
            .send()
            .isOk(201)
            .resource(Group.class));
  }

  private Answer begin(String token, String path) {
    return server.fhir("GET", path).as(token).header("Prefer", "respond-async").send();
  }

  private JsonNode export(String token, String path) throws InterruptedException {
    return manifest(token, begin(token, path));
  }

  private JsonNode manifest(String token, Answer begun) throws InterruptedException {
    begun.isOk(202);
    String status = path(begun.header("Content-Location"));
    for (int i = 0; i < 300; i++) {
      Answer answer = server.fhir("GET", status).as(token).send();
      if (answer.status() != 202) {
        assertThat(answer.isOk(200).header("Content-Type")).startsWith("application/json");
        return Submissions.parsed(answer.text());
      }
      assertThat(answer.header("Retry-After")).isNotNull();
      Thread.sleep(100);
    }
    throw new AssertionError("the export is not made");
  }

  /** What of an address stands behind the base. */
  private static String path(String address) {
    URI uri = URI.create(address);
    assertThat(uri.isAbsolute()).isTrue();
    return address.replaceFirst("^.*/fhir/", "");
  }

  private List<String> file(String token, String address) {
    Answer answer =
        server
            .fhir("GET", path(address))
            .as(token)
            .header("Accept", "application/fhir+ndjson")
            .send()
            .isOk(200);
    assertThat(answer.header("Content-Type")).startsWith("application/fhir+ndjson");
    return answer.text().lines().toList();
  }

  private Set<String> names(String token, JsonNode manifest, String type) {
    Set<String> names = new TreeSet<>();
    for (JsonNode each : manifest.path("output")) {
      if (each.path("type").asText().equals(type)) {
        for (String line : file(token, each.path("url").asText())) {
          Resource resource = (Resource) Submissions.CONTEXT.newJsonParser().parseResource(line);
          assertThat(resource.fhirType()).isEqualTo(type);
          if (!resource.getMeta().getLastUpdated().toInstant().isBefore(began)) {
            assertThat(names.add(CaseFile.reference(resource))).as("once").isTrue();
          }
        }
      }
    }
    return names;
  }

  private String policy(String reference) {
    return server
        .fhir("GET", reference)
        .as(PLAN)
        .send()
        .isOk(200)
        .resource(Task.class)
        .getInstantiatesUri();
  }

  private Set<String> cases(JsonNode manifest) {
    Set<String> cases = new TreeSet<>();
    for (JsonNode each : manifest.path("output")) {
      if (each.path("type").asText().equals("Task")) {
        for (String line : file(PLAN, each.path("url").asText())) {
          if (line.contains("\"code\":\"imr-case\"")) {
            cases.add(
                CaseFile.reference(
                    (Resource) Submissions.CONTEXT.newJsonParser().parseResource(line)));
          }
        }
      }
    }
    return cases;
  }

  private static List<String> types(JsonNode manifest) {
    List<String> types = new ArrayList<>();
    manifest.path("output").forEach(each -> types.add(each.path("type").asText()));
    return types.stream().distinct().toList();
  }

  private long lines(String token, JsonNode manifest, String type) {
    long lines = 0;
    for (JsonNode each : manifest.path("output")) {
      lines +=
          each.path("type").asText().equals(type)
              ? file(token, each.path("url").asText()).size()
              : 0;
    }
    return lines;
  }

  private static long counts(JsonNode manifest, String type) {
    long count = 0;
    for (JsonNode each : manifest.path("output")) {
      count += each.path("type").asText().equals(type) ? each.path("count").asLong() : 0;
    }
    return count;
  }

  private Set<String> found(String token, String type) {
    Set<String> names = new TreeSet<>();
    Bundle page =
        server
            .fhir("GET", type + "?_count=200&_lastUpdated=ge" + began)
            .as(token)
            .send()
            .isOk(200)
            .resource(Bundle.class);
    assertThat(page.getLink(Bundle.LINK_NEXT)).as("all on one page").isNull();
    page.getEntry().forEach(each -> names.add(CaseFile.reference(each.getResource())));
    return names;
  }
}
