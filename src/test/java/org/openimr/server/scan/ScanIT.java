package org.openimr.server.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.RunningServer;
import org.openimr.server.content.ContentConfig.ContentFolder;
import org.springframework.jdbc.core.JdbcTemplate;

/** Nothing infected is stored, by whatever way it comes, and nothing that nobody could look at. */
class ScanIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String FOUND =
      "The virus scanner found Eicar-Test-Signature in the content; nothing was stored.";

  private static ClamDaemon daemon;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    daemon = new ClamDaemon(3_000_000);
    server =
        RunningServer.with(
            "--openimr.data.directory=" + RunningServer.temporaryDirectory(),
            "--openimr.scan.address=" + daemon.address(),
            "--openimr.scan.timeout=5s");
  }

  @AfterAll
  static void stop() {
    server.close();
    daemon.close();
  }

  @Test
  void aCleanContentIsStoredAndLookedAtOnce() throws Exception {
    byte[] content = noise(500_000);
    long before = daemon.seen();
    assertThat(server.upload(PLAN, "application/pdf", content).statusCode()).isEqualTo(201);
    assertThat(daemon.seen()).isEqualTo(before + 1);

    byte[] small = noise(1000);
    document(small).isOk(201);
    document(small).isOk(201);
    assertThat(daemon.seen()).isEqualTo(before + 2);
  }

  @Test
  void anInfectedOneThatIsSentByItselfIsRefusedAndLeavesNothing() throws Exception {
    for (int size : new int[] {200, 1_000_000}) {
      byte[] content = infected(size);
      long files = files();
      HttpResponse<String> refused = server.upload(PLAN, "application/pdf", content);
      assertThat(refused.statusCode()).isEqualTo(422);
      OperationOutcome outcome =
          Submissions.CONTEXT.newJsonParser().parseResource(OperationOutcome.class, refused.body());
      assertThat(outcome.getIssueFirstRep().getCode().toCode()).isEqualTo("security");
      assertThat(outcome.getIssueFirstRep().getDetails().getText()).isEqualTo(FOUND);
      assertThat(files()).isEqualTo(files);
    }
    assertThat(
            server
                .bean(JdbcTemplate.class)
                .queryForObject(
                    "select count(*) from imr_audit_event where failure = '422 security'",
                    Integer.class))
        .isGreaterThanOrEqualTo(2);
  }

  @Test
  void anInfectedDocumentIsRefusedWithItsPlace() {
    Answer refused = document(infected(300_000));
    refused.isRefused(422, "security", FOUND);
    assertThat(refused.text()).contains("DocumentReference.content[0].attachment.data");
    assertThat(server.found(PLAN, "DocumentReference?status=entered-in-error")).isEmpty();
  }

  @Test
  void aCaseWithAnInfectedDocumentIsNotStored() {
    var bundle = Submissions.of(25);
    var attachment =
        (com.fasterxml.jackson.databind.node.ObjectNode)
            Submissions.first(bundle, "DocumentReference").at("/content/0/attachment");
    attachment.remove(java.util.List.of("url", "size", "hash", "extension"));
    attachment.put("data", infected(2000));
    int before = cases();
    Answer refused = server.fhir("POST", "$submit-case").as(PLAN).json(bundle.toString()).send();
    refused.isRefused(422, "security", FOUND);
    assertThat(cases()).isEqualTo(before);
    // sent again without it, it is a new submission
    attachment.put("data", noise(2000));
    server.submitted(PLAN, bundle.toString());
    assertThat(cases()).isEqualTo(before + 1);
  }

  @Test
  void anInfectedAttachmentIsNotHeldEither() {
    String sent =
        ("{'resourceType':'Parameters','parameter':["
                + "{'name':'TrackingId','valueIdentifier':{'value':'none-such'}},"
                + "{'name':'AttachTo','valueCode':'preauthorization'},"
                + "{'name':'ProviderId','valueIdentifier':{'value':'9900000016'}},"
                + "{'name':'MemberId','valueIdentifier':{'value':'nobody'}},"
                + "{'name':'Attachment','part':[{'name':'Content','resource':{"
                + "'resourceType':'DocumentReference','status':'current','type':{'coding':[{"
                + "'system':'http://loinc.org','code':'11506-3'}]},'content':[{'attachment':{"
                + "'contentType':'text/plain','data':'%s'}}]}}]}]}")
            .replace('\'', '"')
            .formatted(Base64.getEncoder().encodeToString(infected(500)));
    Answer refused = server.fhir("POST", "$submit-attachment").as(PLAN).json(sent).send();
    refused.isRefused(422, "security", FOUND);
    assertThat(
            server
                .bean(JdbcTemplate.class)
                .queryForObject("select count(*) from imr_held_attachment", Integer.class))
        .isZero();
  }

  @Test
  void whatIsTooLargeForTheScannerIsRefused() throws Exception {
    long files = files();
    HttpResponse<String> refused = server.upload(PLAN, "application/pdf", noise(4_000_000));
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(413);
    assertThat(refused.body()).contains("larger than the virus scanner looks at");
    assertThat(files()).isEqualTo(files);
  }

  @Test
  void withoutItsScannerAServerStoresNoContent() throws Exception {
    String nobody;
    try (ServerSocket closed = new ServerSocket(0)) {
      nobody = "127.0.0.1:" + closed.getLocalPort();
    }
    try (RunningServer other =
        RunningServer.with(
            "--openimr.data.directory=" + RunningServer.temporaryDirectory(),
            "--openimr.scan.address=" + nobody)) {
      for (int size : new int[] {1000, 500_000}) {
        HttpResponse<String> refused = other.upload(PLAN, "application/pdf", noise(size));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("30");
        assertThat(refused.body())
            .contains("The content could not be scanned for viruses; nothing was stored.")
            .doesNotContain("Exception");
      }
      assertThat(other.found(PLAN, "Binary")).isEmpty();
      other
          .fhir("POST", "DocumentReference")
          .as(PLAN)
          .json(
              "{\"resourceType\":\"DocumentReference\",\"status\":\"current\",\"content\":[{"
                  + "\"attachment\":{\"title\":\"none\"}}]}")
          .send()
          .isOk(201);
    }
  }

  private int cases() {
    return server
        .bean(JdbcTemplate.class)
        .queryForObject("select count(*) from imr_submission", Integer.class);
  }

  private static long files() throws IOException {
    Path folder = server.bean(ContentFolder.class).path();
    try (Stream<Path> all = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  private Answer document(byte[] content) {
    return server
        .fhir("POST", "DocumentReference")
        .as(PLAN)
        .json(
            "{\"resourceType\":\"DocumentReference\",\"status\":\"current\",\"content\":[{"
                + "\"attachment\":{\"contentType\":\"text/plain\",\"data\":\""
                + Base64.getEncoder().encodeToString(content)
                + "\"}}]}")
        .send();
  }

  private static byte[] noise(int size) {
    byte[] content = new byte[size];
    new Random().nextBytes(content);
    return content;
  }

  private static byte[] infected(int size) {
    byte[] content = noise(size);
    byte[] harmless = ClamDaemon.HARMLESS.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(harmless, 0, content, size - harmless.length, harmless.length);
    return content;
  }
}
