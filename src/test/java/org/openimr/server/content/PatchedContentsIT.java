package org.openimr.server.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.Random;
import java.util.UUID;
import org.hl7.fhir.r4.model.DocumentReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.json.CanonicalJson;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.content.ContentConfig.ContentFolder;

/** Who changes a document sees its content, and never by which name the server keeps it. */
@OnEachDatabase
class PatchedContentsIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String ADMIN = "demo-admin";
  private static final String DATA = "/content/0/attachment/data";
  private static final String SYSTEM = "https://example.org/documents";

  private final RunningServer server;
  private String who = PLAN;
  private String number;
  private byte[] content;
  private String document;

  PatchedContentsIT(Database database) {
    this.server = database.server();
  }

  @BeforeEach
  void create() {
    content = noise(300_000);
    number = UUID.randomUUID().toString();
    document =
        "DocumentReference/"
            + server
                .fhir("POST", "DocumentReference")
                .as(who)
                .header("Prefer", "return=representation")
                .json(resource(content).toString())
                .send()
                .isOk(201)
                .resource(DocumentReference.class)
                .getIdPart();
  }

  private ObjectNode resource(byte[] data) {
    ObjectNode made = (ObjectNode) Submissions.parsed("{\"resourceType\":\"DocumentReference\"}");
    made.putArray("identifier").addObject().put("system", SYSTEM).put("value", number);
    made.put("status", "current");
    made.putArray("content")
        .addObject()
        .putObject("attachment")
        .put("contentType", "image/tiff")
        .put("data", text(data));
    return made;
  }

  private Answer patch(String address, String operations) {
    return server
        .fhir("PATCH", address)
        .as(who)
        .header("Prefer", "return=representation")
        .body("application/json-patch+json", operations.replace('\'', '"'))
        .send();
  }

  private DocumentReference read() {
    return server.fhir("GET", document).as(who).send().isOk(200).resource(DocumentReference.class);
  }

  private void is(int version, byte[] data) {
    DocumentReference now = read();
    assertThat(now.getMeta().getVersionId()).isEqualTo(String.valueOf(version));
    assertThat(now.getContentFirstRep().getAttachment().getData()).isEqualTo(data);
  }

  @Test
  void aTestSeesTheContent() {
    String test = "[{'op':'test','path':'" + DATA + "','value':'%s'},";
    String change = "{'op':'add','path':'/description','value':'Notes'}]";
    Answer refused = patch(document, test.formatted(text(noise(300_000))) + change);
    assertThat(refused.status()).isBetween(400, 499);
    assertThat(refused.text()).contains("OperationOutcome").doesNotContain("stored-content");
    is(1, content);

    Answer done = patch(document, test.formatted(text(content)) + change).isOk(200);
    assertThat(done.text()).contains(text(content)).doesNotContain("stored-content");
    is(2, content);
    // what it has read, as it has read it
    String whole = Submissions.tree(read()).at("/content").toString();
    patch(
            document,
            "[{'op':'test','path':'/content','value':"
                + whole
                + "},{'op':'replace','path':'/description','value':'More notes'}]")
        .isOk(200);
    is(3, content);
  }

  @Test
  void whatGrowsWithEveryStepIsRefusedAndAFewCopiesAreMade() {
    String copy = "{'op':'copy','from':'/content','path':'/content/-'}";
    String doubled = "[" + String.join(",", Collections.nCopies(40, copy)) + "]";
    // 2^40 elements, out of less than three kilobytes
    Answer refused = patch(document, doubled);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("too-costly").doesNotContain("stored-content");
    // each step alone is small, all that is copied with the content is not
    String grown =
        "[{'op':'test','path':'/content','value':"
            + Submissions.tree(read()).at("/content")
            + "},"
            + String.join(
                ",",
                Collections.nCopies(100, "{'op':'copy','from':'/content/0','path':'/content/-'}"))
            + "]";
    assertThat(patch(document, grown).status()).isEqualTo(422);
    is(1, content);

    String step = "{'op':'copy','from':'/content/0','path':'/content/-'}";
    Answer done =
        patch(document, "[" + String.join(",", Collections.nCopies(20, step)) + "]").isOk(200);
    assertThat(done.resource(DocumentReference.class).getContent())
        .hasSize(21)
        .allSatisfy(each -> assertThat(each.getAttachment().getData()).isEqualTo(content));
  }

  @Test
  void aContentIsReplacedTakenAwayAndAdded() {
    byte[] other = noise(200_000);
    patch(document, "[{'op':'replace','path':'" + DATA + "','value':'" + text(other) + "'}]")
        .isOk(200);
    is(2, other);
    byte[] small = noise(100);
    patch(document, "[{'op':'add','path':'" + DATA + "','value':'" + text(small) + "'}]").isOk(200);
    is(3, small);
    patch(document, "[{'op':'replace','path':'" + DATA + "','value':'" + text(content) + "'}]")
        .isOk(200);
    is(4, content);
    patch(
            document,
            "[{'op':'copy','from':'/content/0','path':'/content/-'},"
                + "{'op':'remove','path':'"
                + DATA
                + "'}]")
        .isOk(200);
    DocumentReference copied = read();
    assertThat(copied.getContent()).hasSize(2);
    assertThat(copied.getContent().get(0).getAttachment().hasData()).isFalse();
    assertThat(copied.getContent().get(1).getAttachment().getData()).isEqualTo(content);
  }

  @Test
  void theNameByWhichItIsKeptIsNotThere() {
    String name = "/content/0/attachment/_data";
    for (String operation :
        new String[] {
          "{'op':'test','path':'" + name + "/extension/0/url','value':'x'}",
          "{'op':'remove','path':'" + name + "'}",
          "{'op':'copy','from':'" + name + "/extension/0/valueString','path':'/description'}",
          "{'op':'move','from':'" + name + "','path':'/content/0/attachment/_title'}"
        }) {
      Answer refused = patch(document, "[" + operation + "]");
      assertThat(refused.status()).as(operation).isBetween(400, 499);
      assertThat(refused.text())
          .contains("OperationOutcome")
          .doesNotContain("stored-content", CanonicalJson.sha256(content));
    }
    is(1, content);
  }

  @Test
  void aConditionIsNoOtherWay() {
    who = ADMIN;
    create();
    String address = "DocumentReference?identifier=" + SYSTEM + "%7C" + number;
    byte[] other = noise(200_000);
    patch(
            address,
            "[{'op':'test','path':'"
                + DATA
                + "','value':'"
                + text(content)
                + "'},{'op':'replace','path':'"
                + DATA
                + "','value':'"
                + text(other)
                + "'}]")
        .isOk(200);
    is(2, other);
    server.fhir("PUT", address).as(who).json(resource(other).toString()).send().isOk(200);
    is(2, other);
    server.fhir("PUT", address).as(who).json(resource(content).toString()).send().isOk(200);
    is(3, content);
  }

  @Test
  void aPatchInABatchSeesItAsWell() {
    who = ADMIN;
    create();
    String patch =
        "[{\"op\":\"test\",\"path\":\""
            + DATA
            + "\",\"value\":\""
            + text(content)
            + "\"},"
            + "{\"op\":\"add\",\"path\":\"/description\",\"value\":\"Notes\"}]";
    String body =
        "{'resourceType':'Bundle','type':'transaction','entry':[{'resource':{'resourceType':'Binary',"
            + "'contentType':'application/json-patch+json','data':'%s'},"
            + "'request':{'method':'PATCH','url':'%s'}}]}";
    server
        .fhir("POST", "")
        .as(who)
        .json(
            body.replace('\'', '"')
                .formatted(text(patch.getBytes(java.nio.charset.StandardCharsets.UTF_8)), document))
        .send()
        .isOk(200);
    is(2, content);
    assertThat(read().getDescription()).isEqualTo("Notes");
  }

  @Test
  void whatIsTooLargeForItOrLostIsSaid() throws Exception {
    String name = CanonicalJson.sha256(content);
    Path file = server.bean(ContentFolder.class).path().resolve(name.substring(0, 2)).resolve(name);
    Files.delete(file);
    assertThat(patch(document, "[{'op':'test','path':'" + DATA + "','value':'AAAA'}]").status())
        .isEqualTo(503);
    Files.write(file, content);
    is(1, content);

    byte[] large = noise(15_000_001);
    server
        .fhir("PUT", document)
        .as(who)
        .json(resource(large).put("id", document.substring(18)).toString())
        .send()
        .isOk(200);
    patch(document, "[{'op':'test','path':'" + DATA + "','value':'AAAA'}]")
        .isRefused(
            422,
            "too-costly",
            "The contents of "
                + document
                + " are too large for a patch that looks at them. Leave data out of the patch, or"
                + " send the whole resource by PUT.");
    assertThat(
            server
                .fhir("PATCH", document)
                .as(who)
                .header("Prefer", "return=minimal")
                .body(
                    "application/json-patch+json",
                    "[{\"op\":\"add\",\"path\":\"/description\",\"value\":\"Notes\"}]")
                .send()
                .status())
        .isEqualTo(200);
    is(3, large);
  }

  private static String text(byte[] data) {
    return Base64.getEncoder().encodeToString(data);
  }

  private static byte[] noise(int bytes) {
    byte[] noise = new byte[bytes];
    new Random().nextBytes(noise);
    return noise;
  }
}
