package org.openimr.server.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.IdType;
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
import org.openimr.server.doctor.StoreCheck;
import org.openimr.server.doctor.StoreCheck.Fault;
import org.springframework.jdbc.core.JdbcTemplate;

/** Large contents are kept in files, and nobody but the operator notices. */
@OnEachDatabase
class ContentIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final int BYTES = 300_000;

  private final RunningServer server;
  private final Random random = new Random();

  ContentIT(Database database) {
    this.server = database.server();
  }

  @Test
  void aLargeContentIsKeptOnceInAFileAndReadAsItWasSent() throws Exception {
    byte[] content = content();
    Answer created = create(document(content)).isOk(201);
    String id = id(created);
    assertThat(data(created.resource(DocumentReference.class))).isEqualTo(content);
    create(document(content)).isOk(201);

    assertThat(data(read(id))).isEqualTo(content);
    assertThat(((DocumentReference) server.found(PLAN, "DocumentReference?_id=" + id).get(0)))
        .satisfies(found -> assertThat(data(found)).isEqualTo(content));
    assertThat(Files.readAllBytes(file(content))).isEqualTo(content);
    assertThat(longestText(id)).isLessThan(5_000);
    assertThat(parts()).isEmpty();
    assertThat(read(id).getContentFirstRep().getAttachment().getDataElement().getExtension())
        .isEmpty();
  }

  @Test
  void aSmallContentStaysInItsRow() throws Exception {
    byte[] content = new byte[128 * 1024];
    random.nextBytes(content);
    String id = id(create(document(content)).isOk(201));

    assertThat(data(read(id))).isEqualTo(content);
    assertThat(file(content)).doesNotExist();
  }

  @Test
  void theSameSentAgainMakesNoVersionAndAnotherContentDoes() {
    byte[] first = content();
    String id = id(create(document(first)).isOk(201));
    byte[] second = content();

    assertThat(update(id, first).getMeta().getVersionId()).isEqualTo("1");
    assertThat(update(id, second).getMeta().getVersionId()).isEqualTo("2");

    assertThat(data(read(id))).isEqualTo(second);
    assertThat(data(read(id + "/_history/1"))).isEqualTo(first);
    Bundle history =
        server
            .fhir("GET", "DocumentReference/" + id + "/_history")
            .as(PLAN)
            .send()
            .isOk(200)
            .resource(Bundle.class);
    assertThat(history.getEntry())
        .extracting(each -> data((DocumentReference) each.getResource()))
        .containsExactly(second, first);
  }

  @Test
  void aPatchLeavesItsContentToADocument() {
    byte[] content = content();
    String id = id(create(document(content)).isOk(201));

    server
        .fhir("PATCH", "DocumentReference/" + id)
        .as(PLAN)
        .body(
            "application/json-patch+json",
            "[{\"op\":\"add\",\"path\":\"/description\",\"value\":\"Progress notes\"}]")
        .send()
        .isOk(200);

    DocumentReference patched = read(id);
    assertThat(patched.getDescription()).isEqualTo("Progress notes");
    assertThat(data(patched)).isEqualTo(content);
  }

  @Test
  void nobodyGetsAContentByNamingIt() {
    byte[] content = content();
    create(document(content)).isOk(201);
    ObjectNode document = document(new byte[0]);
    ObjectNode attachment = (ObjectNode) document.at("/content/0/attachment");
    attachment.remove("data");
    attachment
        .putObject("_data")
        .putArray("extension")
        .addObject()
        .put("url", ContentElement.NAME)
        .put("valueString", sha256(content) + "/" + BYTES);
    String sentence = "The extension imr-stored-content is written by the server alone.";

    create(document).isRefused(422, "business-rule", sentence);
    String other = id(create(document(content())).isOk(201));
    document.put("id", other);
    server
        .fhir("PUT", "DocumentReference/" + other)
        .as(PLAN)
        .json(document.toString())
        .send()
        .isRefused(422, "business-rule", sentence);
  }

  /** A packet holds resources of every type, and is written with the contents that it names. */
  @Test
  void nobodyGetsAContentIntoAPacketByNamingItInAnyOtherType() throws Exception {
    byte[] content = content();
    create(document(content)).isOk(201);
    String name = sha256(content) + "/" + BYTES;
    String sentence = "The extension imr-stored-content is written by the server alone.";

    ObjectNode bundle = Submissions.of(25);
    ObjectNode patient = Submissions.first(bundle, "Patient");
    name(patient.putArray("photo").addObject().put("contentType", "image/png"), name);
    server
        .fhir("POST", "$submit-case")
        .as(PLAN)
        .json(bundle.toString())
        .send()
        .isRefused(422, "business-rule", sentence);

    ObjectNode alone = patient.deepCopy();
    alone.remove("id");
    server
        .fhir("POST", "Patient")
        .as(PLAN)
        .json(alone.toString())
        .send()
        .isRefused(422, "business-rule", sentence);
  }

  private static void name(ObjectNode attachment, String content) {
    attachment
        .putArray("extension")
        .addObject()
        .put("url", ContentElement.NAME)
        .put("valueString", content);
  }

  @Test
  void othersDoNotSeeIt() {
    String id = id(create(document(content())).isOk(201));
    server.fhir("GET", "DocumentReference/" + id).as("demo-plan-chw").send().isOk(404);
    assertThat(server.found("demo-plan-chw", "DocumentReference?_id=" + id)).isEmpty();
  }

  @Test
  void aPacketHoldsItAndIsValid() throws Exception {
    byte[] content = content();
    Task task = submitted(content);

    Answer packet = packet(task).isOk(200);

    assertThat(packet.text()).contains(Base64.getEncoder().encodeToString(content));
    assertThat(packet.text()).contains(sha256(content)).doesNotContain("imr-stored-content");
    assertThat(
            server
                .fhir("POST", "Bundle/$verify-packet")
                .json(packet.text())
                .send()
                .isOk(200)
                .text())
        .contains("\"name\":\"valid\",\"valueBoolean\":true");
    assertThat(packet(task).isOk(200).text()).isEqualTo(packet.text());
    Bundle stored = packet.resource(Bundle.class);
    assertThat(longestText(stored.getIdElement().getIdPart())).isLessThan(BYTES);
    assertThat(faults(content)).isEmpty();
  }

  @Test
  void anIssuedPacketIsReadWithItHoweverItIsAskedFor() throws Exception {
    byte[] content = content();
    Task task = submitted(content);
    String issued = packet(task).isOk(200).text();
    String query = CaseFile.reference(task) + "/$packet?recipient=imro";

    Answer read = server.fhir("GET", query).as(PLAN).send().isOk(200);
    assertThat(read.header("Content-Type")).isEqualTo("application/fhir+json;charset=utf-8");
    assertThat(CanonicalJson.of(read.text())).isEqualTo(CanonicalJson.of(issued));
    Answer pretty = server.fhir("GET", query + "&_pretty=true").as(PLAN).send().isOk(200);
    assertThat(CanonicalJson.of(pretty.text())).isEqualTo(CanonicalJson.of(issued));
    Answer xml = server.fhir("GET", query + "&_format=xml").as(PLAN).send().isOk(200);
    Bundle packet =
        FhirContext.forR4Cached()
            .newXmlParser()
            .setOverrideResourceIdWithBundleEntryFullUrl(false)
            .parseResource(Bundle.class, xml.text());
    assertThat(
            CanonicalJson.of(
                FhirContext.forR4Cached()
                    .newJsonParser()
                    .setOverrideResourceIdWithBundleEntryFullUrl(false)
                    .encodeResourceToString(packet)))
        .isEqualTo(CanonicalJson.of(issued));
    Answer zip = server.fhir("GET", query).as(PLAN).header("Accept", "application/zip").send();
    assertThat(zip.isOk(200).header("Content-Type")).isEqualTo("application/zip");
    assertThat(
            server.fhir("POST", "Bundle/$verify-packet").json(read.text()).send().isOk(200).text())
        .contains("\"name\":\"valid\",\"valueBoolean\":true");

    Path file = file(content);
    Path aside = file.resolveSibling("aside-" + file.getFileName());
    Files.move(file, aside);
    for (String other : List.of("", "&_format=xml", "&_format=zip")) {
      assertThat(server.fhir("GET", query + other).as(PLAN).send().isOk(503).text())
          .as(other)
          .contains("is not where it was stored");
    }
    Files.move(aside, file);

    // what turns out to be altered while it is sent does not end as if it were whole
    byte[] altered = content.clone();
    altered[BYTES / 2] ^= 1;
    Files.write(file, altered);
    for (String other : List.of("", "&_format=zip")) {
      assertThatThrownBy(() -> server.fhir("GET", query + other).as(PLAN).send())
          .as(other)
          .rootCause()
          .isInstanceOf(IOException.class);
    }
    Files.write(file, content);
  }

  @Test
  void aContentThatIsMissingIsTold() throws Exception {
    byte[] content = content();
    Task task = submitted(content);
    DocumentReference document = holding(task, content);
    Path file = file(content);
    Path aside = file.resolveSibling("aside-" + file.getFileName());
    Files.move(file, aside);

    String name = "DocumentReference/" + document.getIdElement().getIdPart();
    server
        .fhir("GET", name)
        .as(PLAN)
        .send()
        .isRefused(
            503,
            "incomplete",
            "The content of "
                + name
                + " is not where it was stored. The operator finds more about it with the command"
                + " verify.");
    server.fhir("GET", CaseFile.reference(task) + "/$compute-deadlines").as(PLAN).send().isOk(200);
    // whatever the server changes about the document, its content is not lost by that
    server
        .fhir("PATCH", name)
        .as(PLAN)
        .header("Prefer", "return=minimal")
        .body(
            "application/json-patch+json",
            "[{\"op\":\"add\",\"path\":\"/docStatus\",\"value\":\"final\"}]")
        .send()
        .isOk(200);
    packet(task)
        .isRefused(
            503,
            "incomplete",
            "The content of " + name + " is not where it was stored, or is not what was stored.");
    assertThat(faults(content))
        .containsExactly(
            new Fault(
                "content",
                name,
                "its content is not where it was stored (SHA-256 " + sha256(content) + ")"));

    Files.move(aside, file);
    assertThat(data(read(document.getIdElement().getIdPart()))).isEqualTo(content);
    packet(task).isOk(200);
  }

  @Test
  void aContentThatWasAlteredIsTold() throws Exception {
    byte[] content = content();
    String id = id(create(document(content)).isOk(201));
    Path file = file(content);
    byte[] altered = content.clone();
    altered[BYTES / 2] ^= 1;
    Files.write(file, altered);

    assertThat(server.fhir("GET", "DocumentReference/" + id).as(PLAN).send().isOk(503).text())
        .contains("is not the one that was stored; it is not given out.");
    assertThat(faults(content))
        .extracting(Fault::text)
        .containsExactly(
            "its content is not the one that was stored (SHA-256 " + sha256(content) + ")");
    Files.write(file, content);
  }

  @Test
  void aDiskWithoutSpaceIsTold() throws Exception {
    Path directory = RunningServer.temporaryDirectory();
    try (RunningServer full =
        RunningServer.with(
            "--openimr.data.directory=" + directory, "--openimr.content.reserve=100000GB")) {
      byte[] content = content();
      full.fhir("POST", "DocumentReference")
          .as(PLAN)
          .json(document(content).toString())
          .send()
          .isRefused(
              507, "no-store", "The server has no space for the content; nothing was stored.");
      assertThat(full.found(PLAN, "DocumentReference")).isEmpty();
      try (Stream<Path> files = Files.walk(directory.resolve("content"))) {
        assertThat(files.filter(Files::isRegularFile)).isEmpty();
      }
      full.fhir("POST", "DocumentReference")
          .as(PLAN)
          .json(document(new byte[1000]).toString())
          .send()
          .isOk(201);
    }
  }

  private Task submitted(byte[] content) {
    ObjectNode bundle = Submissions.of(25);
    ObjectNode attachment =
        (ObjectNode) Submissions.first(bundle, "DocumentReference").at("/content/0/attachment");
    List.of("url", "size", "hash", "extension").forEach(attachment::remove);
    attachment.put("data", content);
    return server.submitted(PLAN, bundle.toString());
  }

  private DocumentReference holding(Task task, byte[] content) {
    return server.found(PLAN, "DocumentReference?patient=" + task.getFor().getReference()).stream()
        .map(DocumentReference.class::cast)
        .filter(each -> sha256(content).equals(stated(each)))
        .findFirst()
        .orElseThrow();
  }

  private static String stated(DocumentReference document) {
    return document
        .getContentFirstRep()
        .getAttachment()
        .getExtensionString("https://openimr.org/fhir/StructureDefinition/imr-sha256");
  }

  private Answer packet(Task task) {
    return server
        .fhir("POST", CaseFile.reference(task) + "/$packet")
        .as(PLAN)
        .json(
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"recipient\","
                + "\"valueCode\":\"imro\"}]}")
        .send();
  }

  private List<Fault> faults(byte[] content) {
    return server
        .bean(StoreCheck.class)
        .check(Instant.now(), true, (done, all) -> {})
        .faults()
        .stream()
        .filter(each -> each.text().contains(sha256(content)))
        .toList();
  }

  private byte[] content() {
    byte[] content = new byte[BYTES];
    random.nextBytes(content);
    return content;
  }

  private static ObjectNode document(byte[] content) {
    ObjectNode document = Submissions.tree(new DocumentReference());
    document.put("status", "current");
    document
        .putArray("content")
        .addObject()
        .putObject("attachment")
        .put("contentType", "application/pdf")
        .put("data", content);
    return document;
  }

  private Answer create(ObjectNode document) {
    return server
        .fhir("POST", "DocumentReference")
        .as(PLAN)
        .header("Prefer", "return=representation")
        .json(document.toString())
        .send();
  }

  private DocumentReference update(String id, byte[] content) {
    return server
        .fhir("PUT", "DocumentReference/" + id)
        .as(PLAN)
        .header("Prefer", "return=representation")
        .json(document(content).put("id", id).toString())
        .send()
        .isOk(200)
        .resource(DocumentReference.class);
  }

  private DocumentReference read(String id) {
    return server
        .fhir("GET", "DocumentReference/" + id)
        .as(PLAN)
        .send()
        .isOk(200)
        .resource(DocumentReference.class);
  }

  private static String id(Answer created) {
    return new IdType(created.header("Location")).getIdPart();
  }

  private static byte[] data(DocumentReference document) {
    return document.getContentFirstRep().getAttachment().getData();
  }

  private long longestText(String id) {
    List<Map<String, Object>> rows =
        server
            .bean(JdbcTemplate.class)
            .queryForList(
                "select length(v.res_text_vc) as n from hfj_res_ver v join hfj_resource r"
                    + " on r.res_id = v.res_id where r.fhir_id = ?",
                id);
    return rows.stream().mapToLong(row -> ((Number) row.get("n")).longValue()).max().orElseThrow();
  }

  private Path file(byte[] content) {
    String name = sha256(content);
    return server.bean(ContentFolder.class).path().resolve(name.substring(0, 2)).resolve(name);
  }

  private List<Path> parts() throws IOException {
    try (Stream<Path> files = Files.list(server.bean(ContentFolder.class).path().resolve("part"))) {
      return files.toList();
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (java.security.NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
