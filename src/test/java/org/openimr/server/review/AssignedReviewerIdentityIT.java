package org.openimr.server.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.packet.PacketRecords;
import org.openimr.fhir.reviewer.MadeUpReviewers;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.RunningServer;
import org.openimr.server.notice.NoticeWork;

/**
 * Who was assigned, attested and determined is named in nothing that anybody outside of the review
 * organization can read: every role, every type, what letters and packets contain included.
 */
class AssignedReviewerIdentityIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String CLERK = "demo-imro-clerk";
  private static final String IMRO = "demo-imro";
  private static final String PSYCHIATRY = "2084P0800X";
  private static final Pattern CONTENT = Pattern.compile("\"data\":\"([A-Za-z0-9+/=]{40,})\"");

  private final RunningServer server = Database.H2.server();
  private final Instant began = Instant.now().minusSeconds(1);
  private final String family = "Ostrander" + UUID.randomUUID().toString().substring(0, 8);
  private final String number =
      "19" + (10_000_000 + Math.floorMod(UUID.randomUUID().hashCode(), 80_000_000));

  @Test
  void nobodyElseReadsWhoReviews() {
    Task task = submit();
    String id = task.getIdElement().getIdPart();
    PractitionerRole role = assign(task);
    determine(id);
    server.bean(NoticeWork.class).look(Instant.now().plus(Duration.ofHours(3)));

    List<String> names =
        List.of(family, number, role.getPractitioner().getReference(), CaseFile.reference(role));
    assertThat(everything(CLERK, id)).as("what the own clerk reads").anyMatch(seen(names));
    int read = 0;
    for (String token : tokens()) {
      for (String[] each : texts(token, id)) {
        read++;
        assertThat(names)
            .as(token + " " + each[0])
            .noneMatch(
                name -> Pattern.compile(Pattern.quote(name) + "\\b").matcher(each[1]).find());
      }
    }
    assertThat(read).as("answers that were read").isGreaterThan(400);
  }

  private static java.util.function.Predicate<String> seen(List<String> names) {
    return text -> names.stream().anyMatch(text::contains);
  }

  private static List<String> tokens() {
    return List.of(
        PLAN,
        "demo-plan-chw",
        "demo-imro-other",
        "demo-department",
        "demo-provider",
        "demo-member",
        "demo-admin",
        "demo-representative",
        "demo-facility",
        "demo-plan-staff",
        "demo-plan-physician",
        "demo-cmo",
        "demo-behavioral-health-director",
        "demo-committee",
        "demo-second-rater");
  }

  private List<String> everything(String token, String id) {
    return texts(token, id).stream().map(each -> each[1]).toList();
  }

  /** What a caller gets when it asks for everything, with what contents of documents say. */
  private List<String[]> texts(String token, String id) {
    List<String> paths = new ArrayList<>();
    for (var type :
        server
            .fhir("GET", "metadata")
            .send()
            .isOk(200)
            .resource(CapabilityStatement.class)
            .getRestFirstRep()
            .getResource()) {
      String since = type.getType().equals("AuditEvent") ? "&date=ge" : "&_lastUpdated=ge";
      paths.add(type.getType() + "?_count=200" + since + began);
    }
    paths.add("Task?_id=" + id + "&_include=*&_revinclude=*");
    paths.add("Provenance?target=Task/" + id + "&_include=Provenance:target&_count=200");
    paths.add("Task/" + id + "/_history");
    paths.add("Task/" + id + "/$check-eligibility");
    paths.add("Task/" + id + "/$compute-deadlines");
    for (String recipient : List.of("imro", "department", "member", "provider")) {
      paths.add("Task/" + id + "/$packet?recipient=" + recipient);
      paths.add("Task/" + id + "/$packet?draft=true&recipient=" + recipient);
    }
    paths.add("$regulator-report?period=2026&format=ndjson");
    List<String[]> texts = new ArrayList<>();
    for (String path : paths) {
      Answer answer = server.fhir("GET", path).as(token).send();
      assertThat(answer.status())
          .as(token + " " + path + " " + answer.text())
          .isIn(200, 403, 404, path.contains("$packet?draft") ? 422 : 200);
      StringBuilder text =
          new StringBuilder(answer.text().replaceAll("\"(url|fullUrl)\":\"[^\"]*_[^\"]*\"", ""));
      Matcher content = CONTENT.matcher(answer.text());
      while (content.find()) {
        text.append('\n')
            .append(
                new String(
                    Base64.getDecoder().decode(content.group(1)), StandardCharsets.ISO_8859_1));
      }
      texts.add(new String[] {path, text.toString()});
    }
    return texts;
  }

  private Task submit() {
    ObjectNode bundle = Submissions.of(25);
    Submissions.name(bundle, 2, IMRO);
    Submissions.name(bundle, 3, "demo-provider");
    Submissions.addMember(bundle);
    return server.submitted(PLAN, bundle.toString());
  }

  private PractitionerRole assign(Task task) {
    Practitioner person = MadeUpReviewers.person(number, PSYCHIATRY, "2099-12-31", "2099-12-31");
    person.getNameFirstRep().setFamily(family);
    PractitionerRole role =
        create(
            MadeUpReviewers.role(
                CaseFile.reference(create(person, Practitioner.class)), PSYCHIATRY),
            PractitionerRole.class);
    QuestionnaireResponse attestation =
        MadeUpReviewers.attestation(
            task,
            new Reference(CaseFile.reference(role)).setDisplay("Rowan " + family),
            Date.from(Instant.now().minusSeconds(60)));
    Parameters asked = new Parameters();
    asked
        .addParameter()
        .setName("organization")
        .setValue(new Reference(organization(CaseFile.reference(task))));
    asked
        .addParameter()
        .setName("reviewer")
        .setValue(new Reference(CaseFile.reference(role)).setDisplay("Rowan " + family));
    asked.addParameter().setName("attestation").setResource(attestation);
    server
        .fhir("POST", CaseFile.reference(task) + "/$assign-reviewer")
        .as(CLERK)
        .header("If-Match", "W/\"1\"")
        .json(text(asked))
        .send()
        .isOk(200);
    return role;
  }

  private String organization(String task) {
    return server
        .found(CLERK, "Provenance?target=" + task + "&_include=Provenance:target&_count=50")
        .stream()
        .filter(
            each ->
                each instanceof Organization found
                    && found.getIdentifierFirstRep().getValue().equals(IMRO))
        .map(CaseFile::reference)
        .findFirst()
        .orElseThrow();
  }

  private void determine(String id) {
    Bundle packet =
        server
            .fhir("POST", "Task/" + id + "/$packet")
            .as(PLAN)
            .json(
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"recipient\","
                    + "\"valueCode\":\"imro\"}]}")
            .send()
            .isOk(200)
            .resource(Bundle.class);
    check(id);
    String version =
        server
            .fhir("GET", "Task/" + id)
            .as(CLERK)
            .send()
            .resource(Task.class)
            .getMeta()
            .getVersionId();
    String reviewed =
        new TreeSet<>(PacketRecords.of(packet).hashes())
            .stream()
                .map(hash -> ",{'name':'reviewed','valueString':'" + hash + "'}")
                .collect(Collectors.joining());
    server
        .fhir("POST", "Task/" + id + "/$record-determination")
        .as(IMRO)
        .header("If-Match", "W/\"" + version + "\"")
        .json(
            ("{'resourceType':'Parameters','parameter':[{'name':'packet','valueIdentifier':{'value':'"
                    + packet.getIdentifier().getValue()
                    + "'}}"
                    + reviewed
                    + ",{'name':'line','part':[{'name':'sequence','valueInteger':1},"
                    + "{'name':'outcome','valueCode':'overturned'},"
                    + "{'name':'rationale','valueString':'Day care did not help.'}]}]}")
                .replace('\'', '"'))
        .send()
        .isOk(200);
  }

  private void check(String id) {
    Task task = server.fhir("GET", "Task/" + id).as(CLERK).send().resource(Task.class);
    server
        .fhir("POST", "Task/" + id + "/$take-review")
        .as(CLERK)
        .header("If-Match", "W/\"" + task.getMeta().getVersionId() + "\"")
        .json(
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"step\","
                + "\"valueCode\":\"check\"}]}")
        .send()
        .isOk(200);
  }

  private <T extends Resource> T create(T resource, Class<T> type) {
    return server
        .fhir("POST", type.getSimpleName())
        .as(CLERK)
        .header("Prefer", "return=representation")
        .json(text(resource))
        .send()
        .isOk(201)
        .resource(type);
  }

  private static String text(Resource resource) {
    return Submissions.CONTEXT.newJsonParser().encodeResourceToString(resource);
  }
}
