package org.openimr.server.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.content.ContentElement;
import org.openimr.fhir.json.CanonicalJson;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.content.ContentConfig.ContentFolder;

/** Contents that are kept apart stand whole in the lines of an export, for who may see them. */
@OnEachDatabase
class ExportedContentsIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String PROVIDER = "demo-provider";

  private final RunningServer server;
  private final byte[] notes = noise();
  private final byte[] memorandum = noise();
  private String document;
  private String packet;

  ExportedContentsIT(Database database) {
    this.server = database.server();
  }

  @Test
  void aLineHoldsThemAsTheyWereSent() throws Exception {
    String since = submit();
    JsonNode bundle = line(PLAN, "Bundle", since, packet);
    assertThat(bundle.toString()).contains(text(notes), text(memorandum));
    assertThat(bundle.toString()).doesNotContain(ContentElement.NAME);
    assertThat(
            server
                .fhir("POST", "Bundle/$verify-packet")
                .json(bundle.toString())
                .send()
                .isOk(200)
                .text())
        .contains("\"name\":\"valid\",\"valueBoolean\":true");
    assertThat(line(PLAN, "DocumentReference", since, document).toString())
        .contains(text(notes))
        .contains(CanonicalJson.sha256(notes));

    String provided =
        server.fhir("GET", export(PROVIDER, "Bundle", since)).as(PROVIDER).send().text();
    assertThat(provided).doesNotContain(packet, text(memorandum));
    assertThat(
            server
                .fhir("GET", export(PROVIDER, "DocumentReference", since))
                .as(PROVIDER)
                .send()
                .text())
        .contains(text(notes))
        .doesNotContain(text(memorandum), CanonicalJson.sha256(memorandum));
  }

  @Test
  void whatIsLostIsMarkedAndHoldsNothingBack() throws Exception {
    String since = submit();
    String name = CanonicalJson.sha256(notes);
    Path file = server.bean(ContentFolder.class).path().resolve(name.substring(0, 2)).resolve(name);
    byte[] altered = notes.clone();
    altered[7] ^= 1;
    Files.write(file, altered);

    JsonNode bundle = line(PLAN, "Bundle", since, packet);
    assertThat(bundle.toString())
        .contains(text(memorandum), "data-absent-reason")
        .doesNotContain(ContentElement.NAME, text(notes), text(altered));
    JsonNode lost = line(PLAN, "DocumentReference", since, document);
    assertThat(lost.at("/content/0/attachment").toString())
        .contains("data-absent-reason", "\"error\"")
        .doesNotContain(ContentElement.NAME, text(altered));
    Files.write(file, notes);
  }

  /** The line of one resource. */
  private JsonNode line(String token, String type, String since, String name) throws Exception {
    for (String each :
        server
            .fhir("GET", export(token, type, since))
            .as(token)
            .send()
            .isOk(200)
            .text()
            .split("\n")) {
      JsonNode line = Submissions.parsed(each);
      if (name.equals(type + "/" + line.path("id").asText())) {
        return line;
      }
    }
    throw new AssertionError(name + " is not exported");
  }

  /** The address of the one file of an export. */
  private String export(String token, String type, String since) throws Exception {
    String status =
        server
            .fhir("GET", "$export?_type=" + type + "&_since=" + since)
            .as(token)
            .header("Prefer", "respond-async")
            .send()
            .isOk(202)
            .header("Content-Location")
            .replaceFirst("^.*/fhir/", "");
    for (int i = 0; i < 300; i++) {
      Answer answer = server.fhir("GET", status).as(token).send();
      if (answer.status() == 200) {
        JsonNode output = Submissions.parsed(answer.text()).path("output");
        assertThat(output.size()).isLessThanOrEqualTo(1);
        return output.isEmpty()
            ? status
            : output.get(0).path("url").asText().replaceFirst("^.*/fhir/", "");
      }
      Thread.sleep(100);
    }
    throw new AssertionError("the export is not made");
  }

  private String submit() throws Exception {
    String since = java.time.Instant.now().toString();
    ObjectNode bundle = Submissions.of(25);
    Submissions.name(bundle, 2, "demo-imro");
    Submissions.name(bundle, 3, "demo-provider");
    List<ObjectNode> documents = Submissions.all(bundle, "DocumentReference");
    put(documents.get(0), notes);
    documents.get(0).remove("securityLabel");
    put(documents.get(1), memorandum);
    documents
        .get(1)
        .putArray("securityLabel")
        .addObject()
        .putArray("coding")
        .addObject()
        .put("system", "https://openimr.org/fhir/CodeSystem/imr-privilege")
        .put("code", "attorney-client");
    Task task = server.submitted(PLAN, bundle.toString());
    packet =
        "Bundle/"
            + server
                .fhir("POST", CaseFile.reference(task) + "/$packet?recipient=imro")
                .as(PLAN)
                .send()
                .isOk(200)
                .resource(Bundle.class)
                .getIdPart();
    document =
        server.found(PLAN, "DocumentReference?patient=" + task.getFor().getReference()).stream()
            .filter(each -> Submissions.tree(each).toString().contains(text(notes)))
            .map(each -> "DocumentReference/" + each.getIdPart())
            .findFirst()
            .orElseThrow();
    return since;
  }

  private static void put(ObjectNode document, byte[] content) {
    ObjectNode attachment = (ObjectNode) document.at("/content/0/attachment");
    attachment.removeAll();
    attachment.put("contentType", "image/tiff").put("data", text(content));
  }

  private static String text(byte[] content) {
    return Base64.getEncoder().encodeToString(content);
  }

  private static byte[] noise() {
    byte[] noise = new byte[300_000];
    new Random().nextBytes(noise);
    return noise;
  }
}
