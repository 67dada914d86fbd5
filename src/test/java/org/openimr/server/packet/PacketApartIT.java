package org.openimr.server.packet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/** A packet that leaves contents out says where they are, and who may have the packet gets them. */
@OnEachDatabase
class PacketApartIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String SHA256 = "https://openimr.org/fhir/StructureDefinition/imr-sha256";

  private final HttpClient client = HttpClient.newHttpClient();
  private final RunningServer server;

  PacketApartIT(Database database) {
    this.server = database.server();
  }

  @Test
  void leavesContentsOutAndIsValid() throws Exception {
    byte[] scans = content(400_000);
    Task task = submitted(server, scans, content(300_000));

    Answer answer = issue(server, task, "imro", "false").isOk(200);
    Bundle packet = answer.resource(Bundle.class);
    assertThat(packet.getEntry()).noneMatch(each -> each.getResource() instanceof Binary);
    List<Attachment> apart = apart(packet);
    // the two that were sent by themselves, and the two Binaries of the submission
    assertThat(apart).hasSize(4);
    for (Attachment each : apart) {
      assertThat(each.getUrl()).startsWith("http://127.0.0.1:" + server.port() + "/fhir/Binary/");
      HttpResponse<byte[]> got = get(each.getUrl(), "demo-imro");
      assertThat(got.statusCode()).isEqualTo(200);
      assertThat(got.body()).hasSize(each.getSize());
      assertThat(sha256(got.body())).isEqualTo(each.getExtensionString(SHA256));
    }
    assertThat(apart).anyMatch(each -> sha256(scans).equals(each.getExtensionString(SHA256)));

    String verdict = verified(answer.text());
    assertThat(verdict).contains("\"name\":\"valid\",\"valueBoolean\":true");
    assertThat(verdict.split("content-apart", -1)).hasSize(5);
    assertThat(verdict).contains("compares it with the SHA-256 " + sha256(scans) + ".");
    assertThat(issue(server, task, "imro", "false").isOk(200).text()).isEqualTo(answer.text());
  }

  @Test
  void whatSaysThatItLeavesSomethingOutCannotBeMadeOfOneThatDoesNot() throws Exception {
    Task task = submitted(server, content(200_000), content(200_000));
    String apart = issue(server, task, "imro", "false").isOk(200).text();
    String whole = issue(server, task, "imro", "true").isOk(200).text();
    assertThat(verified(whole))
        .contains("\"name\":\"valid\",\"valueBoolean\":true")
        .doesNotContain("content-apart");

    assertThat(verified(apart.replace("/fhir/Binary/", "/other/Binary/")))
        .contains("\"name\":\"valid\",\"valueBoolean\":false");
    ObjectNode stripped = (ObjectNode) Submissions.parsed(whole);
    stripped
        .withArray("/meta/tag")
        .addObject()
        .put("system", "https://openimr.org/fhir/sid/packet-inline")
        .put("code", "false");
    for (int i = stripped.path("entry").size() - 1; i >= 0; i--) {
      if (stripped.at("/entry/" + i + "/resource/resourceType").asText().equals("Binary")) {
        stripped.withArray("/entry").remove(i);
      }
    }
    assertThat(verified(stripped.toString()))
        .contains("\"name\":\"valid\",\"valueBoolean\":false", "content-altered");
  }

  @Test
  void aGetReadsTheOneOfItsFormOrTheLast() throws Exception {
    Task task = submitted(server, content(200_000), content(200_000));
    String apart = number(issue(server, task, "imro", "false"));
    String whole = number(issue(server, task, "imro", null));
    assertThat(apart).endsWith("-imro-1");
    assertThat(whole).endsWith("-imro-2");
    String path = CaseFile.reference(task) + "/$packet?recipient=imro";
    assertThat(number(server.fhir("GET", path).as("demo-imro").send())).isEqualTo(whole);
    assertThat(number(server.fhir("GET", path + "&inline=false").as("demo-imro").send()))
        .isEqualTo(apart);
    server
        .fhir("GET", path + "&inline=perhaps")
        .as("demo-imro")
        .send()
        .isRefused(400, "value", "The parameter inline is true or false.");
  }

  @Test
  void aMemberGetsWhatItsPacketNamesAndNothingElse() throws Exception {
    byte[] memorandum = content(300_000);
    Task task = submitted(server, content(400_000), memorandum);

    Bundle packet = issue(server, task, "member", "false").isOk(200).resource(Bundle.class);
    List<Attachment> apart = apart(packet);
    assertThat(apart).hasSize(3);
    for (Attachment each : apart) {
      assertThat(get(each.getUrl(), "demo-member").statusCode()).isEqualTo(200);
    }
    Bundle all = issue(server, task, "imro", "false").isOk(200).resource(Bundle.class);
    Attachment privileged =
        apart(all).stream()
            .filter(each -> sha256(memorandum).equals(each.getExtensionString(SHA256)))
            .findFirst()
            .orElseThrow();
    assertThat(get(privileged.getUrl(), "demo-imro").body()).isEqualTo(memorandum);
    for (String other : List.of("demo-member", "demo-provider", "demo-plan-chw")) {
      assertThat(get(privileged.getUrl(), other).statusCode()).as(other).isEqualTo(404);
    }
    String id = new IdType(privileged.getUrl()).getIdPart();
    assertThat(Submissions.CONTEXT.newJsonParser().encodeResourceToString(packet))
        .doesNotContain(id, sha256(memorandum));
  }

  @Test
  void aContentThatFitsIntoNoPacketIsLeftOut() throws Exception {
    try (RunningServer small =
        RunningServer.with(
            "--openimr.data.directory=" + RunningServer.temporaryDirectory(),
            "--openimr.limits.body-size=1MB")) {
      byte[] scans = content(2_000_000);
      Task task = submitted(small, scans, content(300_000));

      Answer refused = issue(small, task, "imro", null);
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.text())
          .contains("is too large to be put into a packet; ask for one that leaves contents out");
      Answer answer = issue(small, task, "imro", "false").isOk(200);
      Attachment large =
          apart(answer.resource(Bundle.class)).stream()
              .filter(each -> sha256(scans).equals(each.getExtensionString(SHA256)))
              .findFirst()
              .orElseThrow();
      assertThat(get(large.getUrl(), "demo-imro").body()).isEqualTo(scans);
      String path = CaseFile.reference(task) + "/$packet?recipient=imro&inline=false";
      for (String format : List.of("zip", "pdf")) {
        HttpResponse<byte[]> file =
            get(
                "http://127.0.0.1:" + small.port() + "/fhir/" + path + "&_format=" + format,
                "demo-imro");
        assertThat(file.statusCode()).as(format).isEqualTo(200);
      }
      HttpResponse<String> fhir =
          client.send(
              HttpRequest.newBuilder(URI.create(large.getUrl()))
                  .header("Authorization", "Bearer demo-imro")
                  .header("Accept", "application/fhir+json")
                  .build(),
              BodyHandlers.ofString());
      assertThat(fhir.statusCode()).isEqualTo(406);
      small.fhir("GET", CaseFile.reference(task) + "/$compute-deadlines").as(PLAN).send().isOk(200);
    }
  }

  private static List<Attachment> apart(Bundle packet) {
    List<Attachment> apart = new ArrayList<>();
    for (Bundle.BundleEntryComponent entry : packet.getEntry()) {
      if (entry.getResource() instanceof DocumentReference document) {
        document.getContent().stream()
            .map(DocumentReference.DocumentReferenceContentComponent::getAttachment)
            .filter(Attachment::hasUrl)
            .forEach(apart::add);
      }
    }
    return apart;
  }

  private static String number(Answer packet) {
    return packet.isOk(200).resource(Bundle.class).getIdentifier().getValue();
  }

  private String verified(String packet) {
    return server.fhir("POST", "Bundle/$verify-packet").json(packet).send().isOk(200).text();
  }

  private static Answer issue(RunningServer server, Task task, String recipient, String inline) {
    return server
        .fhir("POST", CaseFile.reference(task) + "/$packet")
        .as(PLAN)
        .json(
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"recipient\","
                + "\"valueCode\":\""
                + recipient
                + "\"}"
                + (inline == null ? "" : ",{\"name\":\"inline\",\"valueBoolean\":" + inline + "}")
                + "]}")
        .send();
  }

  /** A case of whose documents one, and a memorandum of counsel, were sent by themselves. */
  private Task submitted(RunningServer to, byte[] scans, byte[] memorandum) throws Exception {
    ObjectNode bundle = Submissions.of(25);
    Submissions.name(bundle, 2, "demo-imro");
    Submissions.addMember(bundle);
    List<ObjectNode> documents = Submissions.all(bundle, "DocumentReference");
    refer(documents.get(0), upload(to, scans));
    refer(
        documents.stream()
            .filter(each -> each.path("securityLabel").toString().contains("attorney-client"))
            .findFirst()
            .orElseThrow(),
        upload(to, memorandum));
    return to.submitted(PLAN, bundle.toString());
  }

  private static void refer(ObjectNode document, String url) {
    ObjectNode attachment = (ObjectNode) document.at("/content/0/attachment");
    List.of("data", "size", "hash", "extension").forEach(attachment::remove);
    attachment.put("url", url);
  }

  private String upload(RunningServer to, byte[] content) throws Exception {
    return "Binary/" + RunningServer.created(to.upload(PLAN, "image/tiff", content));
  }

  private HttpResponse<byte[]> get(String address, String who) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(address))
            .header("Authorization", "Bearer " + who)
            .build(),
        BodyHandlers.ofByteArray());
  }

  private static byte[] content(int bytes) {
    byte[] content = new byte[bytes];
    new Random().nextBytes(content);
    return content;
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
