package org.openimr.server.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.operation.access.Caller;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.security.DemoCallers;

/** A content that was sent by itself becomes that of a document, for who sees the document. */
@OnEachDatabase
class UploadedContentIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String SHA256 = "https://openimr.org/fhir/StructureDefinition/imr-sha256";
  private static final int BYTES = 400_000;

  private final HttpClient client = HttpClient.newHttpClient();
  private final RunningServer server;
  private final byte[] content = new byte[BYTES];

  UploadedContentIT(Database database) {
    this.server = database.server();
    new Random().nextBytes(content);
  }

  @Test
  void aSubmittedCaseHasItAsItsOwn() throws Exception {
    String sent = upload(PLAN);
    Task task = server.submitted(PLAN, with(sent, null).toString());

    Attachment attachment = document(task).getContentFirstRep().getAttachment();
    assertThat(attachment.getSize()).isEqualTo(BYTES);
    assertThat(attachment.getUrl()).startsWith("Binary/").isNotEqualTo(sent);
    assertThat(get(attachment.getUrl(), PLAN).body()).isEqualTo(content);
    assertThat(get(attachment.getUrl(), "demo-department").body()).isEqualTo(content);
    assertThat(get(attachment.getUrl(), "demo-plan-chw").statusCode()).isEqualTo(404);
    assertThat(get(sent, "demo-imro").statusCode()).isEqualTo(404);
  }

  @Test
  void aPrivilegedOneIsGotByNobodyWhoMayNotSeeTheDocument() throws Exception {
    Task task = server.submitted(PLAN, with(upload(PLAN), "attorney-client").toString());
    DocumentReference document = document(task);
    String url = document.getContentFirstRep().getAttachment().getUrl();

    for (String who : List.of("demo-member", "demo-provider", "demo-plan-chw")) {
      assertThat(get(url, who).statusCode()).as(who).isEqualTo(404);
      assertThat(get(url, who, "Range", "bytes=0-9").statusCode()).as(who).isEqualTo(404);
      server
          .fhir("GET", "DocumentReference/" + document.getIdElement().getIdPart())
          .as(who)
          .send()
          .isOk(404);
    }
    assertThat(get(url, PLAN).statusCode()).isEqualTo(200);
  }

  @Test
  void whatSomebodyElseSentIsNotThere() throws Exception {
    String others = upload("demo-plan-chw");
    for (String none : List.of(others, "Binary/no-such-one")) {
      Answer refused =
          server.fhir("POST", "$submit-case").as(PLAN).json(with(none, null).toString()).send();
      assertThat(refused.status()).as(refused.text()).isEqualTo(422);
      assertThat(refused.text())
          .contains(
              "The content is not in the Bundle; data, the fullUrl of a Binary, or the address of"
                  + " a Binary that your organization sent before, was expected.");
    }
  }

  @Test
  void whatIsSaidOfItMustBeSo() throws Exception {
    ObjectNode bundle = with(upload(PLAN), null);
    ObjectNode attachment =
        (ObjectNode) Submissions.first(bundle, "DocumentReference").at("/content/0/attachment");
    attachment.put("size", 5);
    attachment
        .putArray("extension")
        .addObject()
        .put("url", SHA256)
        .put("valueString", "0".repeat(64));
    Answer refused = server.fhir("POST", "$submit-case").as(PLAN).json(bundle.toString()).send();
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text())
        .contains("The size is not that of the content.")
        .contains("The SHA-256 given is not that of the content.");
  }

  @Test
  void anAttachmentMayNameIt() throws Exception {
    ObjectNode bundle = Submissions.of(25);
    Task task = server.submitted(PLAN, bundle.toString());
    String member = Submissions.first(bundle, "Patient").at("/identifier/0/value").asText();
    String sent = upload(PLAN);

    Answer joined = attach(task, member, sent);
    assertThat(joined.isOk(200).text()).contains("1 documents have joined Task/");
    DocumentReference document = document(task);
    String url = document.getContentFirstRep().getAttachment().getUrl();
    assertThat(url).startsWith("Binary/").isNotEqualTo(sent);
    assertThat(document.getContentFirstRep().getAttachment().getSize()).isEqualTo(BYTES);
    assertThat(get(url, PLAN).body()).isEqualTo(content);
    assertThat(attach(task, member, sent).text()).contains("1 were in it already");
    Answer refused = attach(task, member, "Binary/no-such-one");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("The document has no content; data, or the address of a");
  }

  @Test
  void whatNothingNamesIsItsSendersAlone() throws Exception {
    for (String sender : List.of(PLAN, "demo-provider", "demo-member", "demo-department")) {
      String sent = upload(sender);
      for (Map.Entry<String, Caller> each : DemoCallers.published().entrySet()) {
        String who = each.getKey();
        boolean own =
            each.getValue()
                .organization()
                .equals(DemoCallers.published().get(sender).organization());
        boolean typed = get("Binary", who).statusCode() != 403;
        for (String path : List.of(sent, sent + "/_history/1")) {
          assertThat(get(path, who).statusCode())
              .as("%s of %s by %s", path, sender, who)
              .isEqualTo(typed ? own ? 200 : 404 : 403);
        }
        assertThat(get(sent, who, "Range", "bytes=0-9").statusCode())
            .as("a part of %s by %s", sender, who)
            .isEqualTo(typed ? own ? 206 : 404 : 403);
        if (typed) {
          assertThat(server.found(who, sent.replace("/", "?_id=")))
              .as("searched of %s by %s", sender, who)
              .hasSize(own ? 1 : 0);
        }
      }
    }
  }

  @Test
  void whatADocumentNamesIsSeenByWhoSeesTheDocument() throws Exception {
    String sent = upload(PLAN);
    assertThat(get(sent, "demo-department").statusCode()).isEqualTo(404);
    String document =
        "{\"resourceType\":\"DocumentReference\",\"status\":\"current\",\"content\":[{"
            + "\"attachment\":{\"contentType\":\"application/pdf\",\"url\":\""
            + sent
            + "\"}}]}";
    server.fhir("POST", "DocumentReference").as(PLAN).json(document).send().isOk(201);
    assertThat(get(sent, "demo-department").body()).isEqualTo(content);
    assertThat(get(sent, "demo-plan-chw").statusCode()).isEqualTo(404);
    assertThat(server.found("demo-department", sent.replace("/", "?_id="))).hasSize(1);

    // a new version stays where it was, and one of what nothing names stays its sender's
    String loose = upload(PLAN);
    assertThat(put(loose, PLAN)).isEqualTo(200);
    assertThat(get(loose, "demo-department").statusCode()).isEqualTo(404);
    assertThat(put(sent, PLAN)).isEqualTo(200);
    assertThat(get(sent, "demo-department").statusCode()).isEqualTo(200);
  }

  private int put(String path, String who) throws Exception {
    content[0] ^= 1;
    return client
        .send(
            HttpRequest.newBuilder(address(path))
                .header("Authorization", "Bearer " + who)
                .header("Content-Type", "application/pdf")
                .PUT(BodyPublishers.ofByteArray(content))
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void aDocumentThatIsRecordedByItselfMayNameIt() throws Exception {
    String sent = upload(PLAN);
    String body =
        "{\"resourceType\":\"DocumentReference\",\"status\":\"current\",\"content\":[{"
            + "\"attachment\":{\"contentType\":\"application/pdf\",\"url\":\"%s\"}}]}";
    server.fhir("POST", "DocumentReference").as(PLAN).json(body.formatted(sent)).send().isOk(201);
    server
        .fhir("POST", "DocumentReference")
        .as("demo-plan-chw")
        .json(body.formatted(sent))
        .send()
        .isOk(400);
    String privileged =
        body.formatted(sent)
            .replace(
                "\"content\"",
                "\"securityLabel\":[{\"coding\":[{\"system\":"
                    + "\"https://openimr.org/fhir/CodeSystem/imr-privilege\","
                    + "\"code\":\"attorney-client\"}]}],\"content\"");
    server.fhir("POST", "DocumentReference").as(PLAN).json(privileged).send().isOk(201);
    Binary labelled = (Binary) server.found(PLAN, sent.replace("/", "?_id=")).get(0);
    assertThat(labelled.getMeta().getSecurity())
        .extracting(Coding::getCode)
        .contains("attorney-client");
    assertThat(get(sent, PLAN).body()).isEqualTo(content);
  }

  private Answer attach(Task task, String member, String url) {
    DocumentReference document = new DocumentReference();
    document
        .setStatus(DocumentReferenceStatus.CURRENT)
        .getType()
        .addCoding(new Coding("http://loinc.org", "11506-3", null));
    document.addContent().getAttachment().setContentType("application/pdf").setUrl(url);
    Parameters sent = new Parameters();
    sent.addParameter()
        .setName("TrackingId")
        .setValue(
            new Identifier()
                .setSystem(task.getIdentifierFirstRep().getSystem())
                .setValue(task.getIdentifierFirstRep().getValue()));
    sent.addParameter().setName("AttachTo").setValue(new CodeType("preauthorization"));
    sent.addParameter().setName("OrganizationId").setValue(new Identifier().setValue("anybody"));
    sent.addParameter().setName("MemberId").setValue(new Identifier().setValue(member));
    ParametersParameterComponent attachment = sent.addParameter().setName("Attachment");
    attachment.addPart().setName("Content").setResource(document);
    return server
        .fhir("POST", "$submit-attachment")
        .as(PLAN)
        .json(Submissions.CONTEXT.newJsonParser().encodeResourceToString(sent))
        .send();
  }

  private static ObjectNode with(String url, String privilege) {
    ObjectNode bundle = Submissions.of(25);
    ObjectNode document = Submissions.first(bundle, "DocumentReference");
    ObjectNode attachment = (ObjectNode) document.at("/content/0/attachment");
    List.of("data", "size", "hash", "extension").forEach(attachment::remove);
    attachment.put("url", url);
    if (privilege != null) {
      document
          .putArray("securityLabel")
          .addObject()
          .putArray("coding")
          .addObject()
          .put("system", "https://openimr.org/fhir/CodeSystem/imr-privilege")
          .put("code", privilege);
    }
    return bundle;
  }

  private DocumentReference document(Task task) {
    return server.found(PLAN, "DocumentReference?patient=" + task.getFor().getReference()).stream()
        .map(DocumentReference.class::cast)
        .filter(
            each ->
                sha256()
                    .equals(each.getContentFirstRep().getAttachment().getExtensionString(SHA256)))
        .findFirst()
        .orElseThrow();
  }

  private String upload(String who) throws Exception {
    return "Binary/" + RunningServer.created(server.upload(who, "application/pdf", content));
  }

  private HttpResponse<byte[]> get(String path, String who, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address(path)).header("Authorization", "Bearer " + who);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + "/fhir/" + path);
  }

  private String sha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
