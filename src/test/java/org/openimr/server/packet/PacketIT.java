package org.openimr.server.packet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.SectionComponent;
import org.hl7.fhir.r4.model.DocumentReference;
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

/** A packet holds what the policy asks for, refers to nothing outside, and is issued once. */
@OnEachDatabase
class PacketIT {

  private static final String PLAN = "demo-plan-vchcp";

  private final RunningServer server;

  PacketIT(Database database) {
    this.server = database.server();
  }

  @Test
  void holdsTheElementsInTheOrderOfThePolicy() throws Exception {
    String id = submit(Submissions.example("residential-mental-health"), PLAN);
    Bundle packet = post(id).isOk(200).resource(Bundle.class);

    Composition composition = (Composition) packet.getEntryFirstRep().getResource();
    JsonNode expected =
        new ObjectMapper()
            .readTree(
                Files.readString(
                    Path.of("examples/residential-mental-health/expected-packet.json")));
    for (int i = 0; i < expected.path("sections").size(); i++) {
      SectionComponent section = composition.getSection().get(i);
      assertThat(section.getCode().getCodingFirstRep().getCode())
          .isEqualTo(expected.path("sections").get(i).path("element").asText());
      assertThat(section.getEntry())
          .extracting(
              entry ->
                  ((DocumentReference) byName(packet).get(entry.getReference()))
                      .getIdentifierFirstRep()
                      .getValue())
          .containsExactlyInAnyOrderElementsOf(
              new ObjectMapper()
                  .convertValue(expected.path("sections").get(i).path("documents"), List.class));
    }
    assertThat(packet.getTimestampElement().getValueAsString()).endsWith("-08:00");
    assertThat(packet.getIdentifier().getValue()).endsWith("-imro-1");
  }

  @Test
  void refersToNothingOutsideAndHoldsNothingThatIsNotReferredTo() throws Exception {
    String id = submit(Submissions.small(), PLAN);
    Answer answer = post(id).isOk(200);
    JsonNode packet = new ObjectMapper().readTree(answer.text());

    Map<String, JsonNode> entries = new HashMap<>();
    packet.path("entry").forEach(e -> entries.put(name(e.path("fullUrl").asText()), e));
    Set<String> reached = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    open.add(name(packet.path("entry").get(0).path("fullUrl").asText()));
    while (!open.isEmpty()) {
      String name = open.pop();
      if (reached.add(name)) {
        assertThat(entries).containsKey(name);
        references(entries.get(name)).forEach(open::add);
      }
    }
    assertThat(reached).isEqualTo(entries.keySet());
    assertThat(answer.text()).doesNotContain("sid/access", "sid/submitter", "contained");
  }

  @Test
  void statesTheHashOfEveryContent() throws Exception {
    Bundle packet = post(submit(Submissions.small(), PLAN)).isOk(200).resource(Bundle.class);

    Map<String, Resource> byName = byName(packet);
    int documents = 0;
    for (Resource resource : byName.values()) {
      if (resource instanceof DocumentReference document) {
        var attachment = document.getContentFirstRep().getAttachment();
        byte[] content =
            attachment.hasData()
                ? attachment.getData()
                : ((Binary) byName.get(attachment.getUrl())).getData();
        assertThat(attachment.getExtensionFirstRep().getValue().primitiveValue())
            .isEqualTo(
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        documents++;
      }
    }
    assertThat(documents).isEqualTo(9);
  }

  @Test
  void isIssuedOnceAndReadAgainAsItIs() {
    String id = submit(Submissions.small(), PLAN);
    server
        .fhir("GET", "Task/" + id + "/$packet?recipient=imro")
        .as(PLAN)
        .send()
        .isRefused(
            404,
            "not-found",
            "No packet of this case was issued to this recipient; ask for a draft, or issue one.");

    String issued = post(id).isOk(200).text();

    assertThat(post(id).isOk(200).text()).isEqualTo(issued);
    assertThat(
            server
                .fhir("GET", "Task/" + id + "/$packet?recipient=imro")
                .as(PLAN)
                .send()
                .isOk(200)
                .text())
        .isEqualTo(issued);
    Task task = server.fhir("GET", "Task/" + id).as(PLAN).send().isOk(200).resource(Task.class);
    assertThat(task.getInput())
        .filteredOn(input -> input.getType().getCodingFirstRep().getCode().equals("packet-issued"))
        .hasSize(1);
    assertThat(task.getMeta().getVersionId()).isEqualTo("2");
  }

  @Test
  void isWholeAndAsItWasSignedHoweverItIsRead() throws Exception {
    String id = submit(Submissions.small(), PLAN);
    String issued = post(id).isOk(200).text();

    assertThat(verdict(issued)).isEqualTo("true []");
    String stored = "Bundle/" + new ObjectMapper().readTree(issued).path("id").asText();
    for (String path : List.of("Task/" + id + "/$packet?recipient=imro", stored)) {
      String read = server.fhir("GET", path).as(PLAN).send().isOk(200).text();
      assertThat(verdict(read)).as(path).isEqualTo("true []");
    }
    ObjectNode altered = (ObjectNode) new ObjectMapper().readTree(issued);
    ((ObjectNode) altered.path("entry").path(1).path("resource")).put("priority", "stat");
    assertThat(verdict(altered.toString())).isEqualTo("false [altered, signature-wrong]");
    String draft =
        server
            .fhir("GET", "Task/" + id + "/$packet?recipient=imro&draft=true")
            .as(PLAN)
            .send()
            .isOk(200)
            .text();
    assertThat(verdict(draft)).isEqualTo("false [unsigned]");
  }

  @Test
  void whatIsNoPacketIsRefused() {
    for (String body : List.of("", "{", "[]", "{\"resourceType\":\"Patient\"}")) {
      assertThat(server.fhir("POST", "Bundle/$verify-packet").json(body).send().status())
          .as(body)
          .isEqualTo(400);
    }
  }

  private String verdict(String packet) {
    Parameters answer =
        server
            .fhir("POST", "Bundle/$verify-packet")
            .json(packet)
            .send()
            .isOk(200)
            .resource(Parameters.class);
    return answer.getParameterBool("valid")
        + " "
        + answer.getParameter().stream()
            .filter(each -> each.getName().equals("finding"))
            .map(each -> each.getPart().get(0).getValue().primitiveValue())
            .toList();
  }

  @Test
  void aDraftNamesWhatIsMissingAndIsNotStored() {
    ObjectNode bundle = Submissions.small();
    // the denial letter and its content
    ((com.fasterxml.jackson.databind.node.ArrayNode) bundle.path("entry")).remove(16);
    ((com.fasterxml.jackson.databind.node.ArrayNode) bundle.path("entry")).remove(15);
    String id = submit(bundle, PLAN);

    Answer refused = post(id);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.resource(OperationOutcome.class).getIssue())
        .singleElement()
        .satisfies(
            issue ->
                assertThat(issue.getDetails().getCodingFirstRep().getCode())
                    .isEqualTo("information-to-member"));
    String path = "Task/" + id + "/$packet?recipient=imro&draft=true";
    String draft = server.fhir("GET", path).as(PLAN).send().isOk(200).text();
    assertThat(draft).contains("\"preliminary\"", "emptyReason");
    assertThat(server.fhir("GET", path).as(PLAN).send().isOk(200).text()).isEqualTo(draft);
    assertThat(
            server
                .fhir("GET", "Task/" + id)
                .as(PLAN)
                .send()
                .resource(Task.class)
                .getMeta()
                .getVersionId())
        .isEqualTo("1");
  }

  @Test
  void isMadeForThoseWhoMayHaveItOnly() {
    ObjectNode bundle = Submissions.small();
    Submissions.name(bundle, 2, "demo-imro");
    Submissions.name(bundle, 3, "demo-provider");
    String id = submit(bundle, PLAN);
    String packet = post(id).isOk(200).text();
    String path = "Task/" + id + "/$packet?recipient=imro";

    assertThat(server.fhir("GET", path).as("demo-imro").send().isOk(200).text()).isEqualTo(packet);
    assertThat(server.fhir("GET", path).as("demo-provider").send().status()).isEqualTo(403);
    assertThat(server.fhir("POST", path).as("demo-imro").send().status()).isEqualTo(403);
    for (String stranger : List.of("demo-plan-chw", "demo-imro-other", "demo-member")) {
      assertThat(server.fhir("GET", path).as(stranger).send().status()).isEqualTo(404);
      assertThat(server.fhir("POST", path).as(stranger).send().status()).isEqualTo(404);
    }
  }

  @Test
  void theMemberReadsWhatWasIssuedForItAndNothingElse() throws Exception {
    ObjectNode bundle = Submissions.small();
    Submissions.name(bundle, 1, "demo-member");
    Submissions.name(bundle, 3, "demo-provider");
    String id = submit(bundle, PLAN);
    String path = "Task/" + id + "/$packet?recipient=member";
    assertThat(server.fhir("GET", path).as("demo-member").send().status()).isEqualTo(404);
    String issued = server.fhir("POST", path).as(PLAN).send().isOk(200).text();

    assertThat(verdict(issued)).isEqualTo("true []");
    assertThat(server.fhir("GET", path).as("demo-member").send().isOk(200).text())
        .isEqualTo(issued);
    assertThat(issued)
        .contains("Privilege log", "Withheld as", "-member-1")
        .doesNotContain("attorney-client", "Memorandum of counsel");
    assertThat(server.fhir("GET", path).as("demo-provider").send().status()).isEqualTo(403);
    String stored = "Bundle/" + new ObjectMapper().readTree(issued).path("id").asText();
    assertThat(server.fhir("GET", stored).as("demo-member").send().status()).isEqualTo(200);
    assertThat(server.fhir("GET", stored).as("demo-provider").send().status()).isEqualTo(404);
    assertThat(server.fhir("GET", path + "&draft=true").as("demo-member").send().status())
        .isEqualTo(403);
    assertThat(server.fhir("POST", path).as("demo-member").send().status()).isEqualTo(403);
  }

  @Test
  void whatCameLateIsAPacketOfItsOwn() throws Exception {
    String id = submit(Submissions.small(), PLAN);
    String whole = post(id).isOk(200).text();
    String path = "Task/" + id + "/$packet?recipient=imro&since=2099-01-01T00:00:00Z";
    String late = server.fhir("POST", path).as(PLAN).send().isOk(200).text();

    assertThat(verdict(late)).isEqualTo("true []");
    assertThat(late).contains("-imro-2").doesNotContain("\"DocumentReference\"");
    assertThat(server.fhir("POST", path).as(PLAN).send().isOk(200).text()).isEqualTo(late);
    assertThat(server.fhir("GET", path).as(PLAN).send().isOk(200).text()).isEqualTo(late);
    assertThat(post(id).isOk(200).text()).as("of everything").isEqualTo(whole);
  }

  @Test
  void badParametersAreRefused() {
    String id = submit(Submissions.small(), PLAN);
    for (String query :
        List.of(
            "",
            "recipient=facility",
            "recipient=imro&draft=maybe",
            "recipient=imro&since=yesterday",
            "recipient=imro&colour=1")) {
      Answer refused = server.fhir("GET", "Task/" + id + "/$packet?" + query).as(PLAN).send();
      assertThat(refused.status()).as(query).isEqualTo(400);
    }
  }

  private String submit(ObjectNode bundle, String token) {
    bundle.with("identifier").put("value", UUID.randomUUID().toString());
    return server.submitted(token, bundle.toString()).getIdElement().getIdPart();
  }

  private Answer post(String id) {
    return server
        .fhir("POST", "Task/" + id + "/$packet")
        .as(PLAN)
        .json(
            "{\"resourceType\":\"Parameters\",\"parameter\":"
                + "[{\"name\":\"recipient\",\"valueCode\":\"imro\"}]}")
        .send();
  }

  private static Map<String, Resource> byName(Bundle packet) {
    Map<String, Resource> byName = new HashMap<>();
    packet.getEntry().forEach(e -> byName.put(name(e.getFullUrl()), e.getResource()));
    return byName;
  }

  /** The relative reference that belongs to a full URL. */
  private static String name(String fullUrl) {
    return fullUrl.replaceFirst("^http.*/fhir/", "");
  }

  private static Set<String> references(JsonNode entry) throws IOException {
    Set<String> found = new HashSet<>();
    entry.path("resource").findValuesAsText("reference").forEach(found::add);
    entry.path("resource").findValues("attachment").stream()
        .filter(each -> each.has("url"))
        .forEach(each -> found.add(each.path("url").asText()));
    return found;
  }
}
