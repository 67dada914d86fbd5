package org.openimr.server.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.content.ContentConfig.ContentFolder;
import org.springframework.jdbc.core.JdbcTemplate;

/** A content is sent and fetched by itself, whole or in part, as RFC 9110 has it. */
@OnEachDatabase
class BinaryIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String TYPE = "application/pdf";
  private static final int BYTES = 1_000_000;

  private final HttpClient client = HttpClient.newHttpClient();
  private final RunningServer server;
  private final byte[] content = new byte[BYTES];

  BinaryIT(Database database) {
    this.server = database.server();
    new Random().nextBytes(content);
  }

  @Test
  void isFetchedAsItWasSent() throws Exception {
    String id = sent();

    HttpResponse<byte[]> got = get(id);

    assertThat(got.statusCode()).isEqualTo(200);
    assertThat(got.body()).isEqualTo(content);
    assertThat(header(got, "Content-Type")).isEqualTo(TYPE);
    assertThat(header(got, "Content-Length")).isEqualTo(String.valueOf(BYTES));
    assertThat(header(got, "ETag")).isEqualTo(tag());
    assertThat(header(got, "Accept-Ranges")).isEqualTo("bytes");
    assertThat(header(got, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(got, "Content-Disposition")).isEqualTo("attachment; filename=\"" + id + "\"");
    assertThat(header(got, "Cache-Control")).isEqualTo("no-store");
    assertThat(file()).exists();
  }

  @Test
  void isFetchedAsFhirAsWell() throws Exception {
    String id = sent();
    Binary binary =
        server
            .fhir("GET", "Binary/" + id)
            .as(PLAN)
            .header("Accept", "application/fhir+json")
            .send()
            .isOk(200)
            .resource(Binary.class);
    assertThat(binary.getData()).isEqualTo(content);
    assertThat(binary.getContentType()).isEqualTo(TYPE);
    assertThat(binary.getMeta().getExtension()).isEmpty();
  }

  @Test
  void aSmallOneAndOneSentAsFhirAreFetchedTheSameWay() throws Exception {
    byte[] small = Arrays.copyOf(content, 100);
    String id =
        RunningServer.created(
            put(BodyPublishers.ofByteArray(small), "text/plain", "POST", "Binary"));
    HttpResponse<byte[]> got = get(id, "Range", "bytes=90-");
    assertThat(got.statusCode()).isEqualTo(206);
    assertThat(got.body()).isEqualTo(Arrays.copyOfRange(content, 90, 100));

    Answer fhir =
        server
            .fhir("POST", "Binary")
            .as(PLAN)
            .json(
                "{\"resourceType\":\"Binary\",\"contentType\":\"image/png\",\"data\":\""
                    + Base64.getEncoder().encodeToString(content)
                    + "\"}")
            .send()
            .isOk(201);
    HttpResponse<byte[]> whole = get(new IdType(fhir.header("Location")).getIdPart());
    assertThat(whole.body()).isEqualTo(content);
    assertThat(header(whole, "Content-Type")).isEqualTo("image/png");
    assertThat(header(whole, "ETag")).isEqualTo(tag());
  }

  @Test
  void aPartIsFetched() throws Exception {
    String id = sent();
    for (String[] each :
        new String[][] {
          {"bytes=0-0", "0", "0"},
          {"bytes=500-70000", "500", "70000"},
          {"bytes=999999-", "999999", "999999"},
          {"bytes=-5", "999995", "999999"},
          {"bytes=999990-2000000", "999990", "999999"},
          {"bytes=-9000000", "0", "999999"}
        }) {
      HttpResponse<byte[]> part = get(id, "Range", each[0]);
      int first = Integer.parseInt(each[1]);
      int last = Integer.parseInt(each[2]);
      assertThat(part.statusCode()).as(each[0]).isEqualTo(206);
      assertThat(part.body()).isEqualTo(Arrays.copyOfRange(content, first, last + 1));
      assertThat(header(part, "Content-Range"))
          .isEqualTo("bytes " + first + "-" + last + "/" + BYTES);
      assertThat(header(part, "Content-Length")).isEqualTo(String.valueOf(last - first + 1));
    }
  }

  @Test
  void whatIsNoRangeGivesAll() throws Exception {
    String id = sent();
    for (String range : new String[] {"bytes=5-2", "bytes=-", "items=0-1", "bytes=0-1,5-6"}) {
      HttpResponse<byte[]> all = get(id, "Range", range);
      assertThat(all.statusCode()).as(range).isEqualTo(200);
      assertThat(all.body()).isEqualTo(content);
    }
    assertThat(get(id, "Range", "bytes=0-9", "If-Range", "\"other\"").statusCode()).isEqualTo(200);
    assertThat(get(id, "Range", "bytes=0-9", "If-Range", tag()).statusCode()).isEqualTo(206);
  }

  @Test
  void aPartThatIsNotThereIsRefused() throws Exception {
    String id = sent();
    for (String range : new String[] {"bytes=1000000-", "bytes=-0"}) {
      HttpResponse<byte[]> refused = get(id, "Range", range);
      assertThat(refused.statusCode()).isEqualTo(416);
      assertThat(header(refused, "Content-Range")).isEqualTo("bytes */" + BYTES);
      assertThat(text(refused)).contains("OperationOutcome", "lies outside of the content");
    }
  }

  @Test
  void whoHasItIsToldSo() throws Exception {
    String id = sent();
    for (String known : new String[] {tag(), "W/" + tag(), "\"x\", " + tag(), "*"}) {
      HttpResponse<byte[]> same = get(id, "If-None-Match", known);
      assertThat(same.statusCode()).as(known).isEqualTo(304);
      assertThat(same.body()).isEmpty();
      assertThat(header(same, "ETag")).isEqualTo(tag());
    }
    assertThat(get(id, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  @Test
  void headTellsWithoutTheContent() throws Exception {
    String id = sent();
    HttpResponse<byte[]> head =
        client.send(
            request("Binary/" + id).method("HEAD", BodyPublishers.noBody()).build(),
            BodyHandlers.ofByteArray());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(header(head, "Content-Length")).isEqualTo(String.valueOf(BYTES));
    assertThat(header(head, "ETag")).isEqualTo(tag());
    assertThat(head.body()).isEmpty();
  }

  @Test
  void aNewVersionDoesNotTouchTheOldOne() throws Exception {
    String id = sent();
    byte[] other = new byte[BYTES / 2];
    new Random().nextBytes(other);
    HttpResponse<String> changed =
        put(BodyPublishers.ofByteArray(other), TYPE, "PUT", "Binary/" + id, "If-Match", "W/\"1\"");
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    assertThat(get(id).body()).isEqualTo(other);
    assertThat(get(id + "/_history/1").body()).isEqualTo(content);
    assertThat(
            put(
                    BodyPublishers.ofByteArray(other),
                    TYPE,
                    "PUT",
                    "Binary/" + id,
                    "If-Match",
                    "W/\"1\"")
                .statusCode())
        .isIn(409, 412);
  }

  @Test
  void nobodyElseGetsIt() throws Exception {
    String id = sent();
    for (String other : new String[] {"demo-plan-chw", "demo-imro", "demo-imro-reviewer"}) {
      HttpResponse<byte[]> refused =
          client.send(
              HttpRequest.newBuilder(address("Binary/" + id))
                  .header("Authorization", "Bearer " + other)
                  .build(),
              BodyHandlers.ofByteArray());
      assertThat(refused.statusCode()).as(other).isEqualTo(404);
    }
    HttpResponse<byte[]> anonymous =
        client.send(
            HttpRequest.newBuilder(address("Binary/" + id)).build(), BodyHandlers.ofByteArray());
    assertThat(anonymous.statusCode()).isEqualTo(401);
  }

  @Test
  void nothingIsTakenOfWhoMayNotSend() throws Exception {
    HttpResponse<String> refused =
        client.send(
            HttpRequest.newBuilder(address("Binary"))
                .header("Content-Type", TYPE)
                .POST(BodyPublishers.ofByteArray(content))
                .build(),
            BodyHandlers.ofString());
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(
            client
                .send(
                    HttpRequest.newBuilder(address("Binary/" + "no-such-one"))
                        .header("Content-Type", TYPE)
                        .header("Authorization", "Bearer " + PLAN)
                        .PUT(BodyPublishers.ofByteArray(content))
                        .build(),
                    BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(404);
    assertThat(file()).doesNotExist();
  }

  @Test
  void anAccessIsRecorded() throws Exception {
    String id = sent();
    get(id, "Range", "bytes=0-9");
    assertThat(
            server
                .bean(JdbcTemplate.class)
                .queryForObject(
                    "select count(*) from imr_audit_entity where reference = ?",
                    Integer.class,
                    "Binary/" + id))
        .isGreaterThanOrEqualTo(2);
  }

  @Test
  void aClientThatGoesHalfWayLeavesNothing() throws Exception {
    String before = count();
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /fhir/Binary HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                  + PLAN
                  + "\r\nContent-Type: application/pdf\r\nContent-Length: "
                  + BYTES
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.write(content, 0, BYTES / 2);
      out.flush();
    }
    Path parts = server.bean(ContentFolder.class).path().resolve("part");
    for (int i = 0; i < 100; i++) {
      Thread.sleep(20);
      try (Stream<Path> files = Files.exists(parts) ? Files.list(parts) : Stream.empty()) {
        if (i > 10 && files.findAny().isEmpty()) {
          break;
        }
      }
    }
    try (Stream<Path> files = Files.list(parts)) {
      assertThat(files).isEmpty();
    }
    assertThat(count()).isEqualTo(before);
  }

  @Test
  void whatIsTooLargeIsRefusedAndLeavesNothing() throws Exception {
    try (RunningServer small =
        RunningServer.with(
            "--openimr.data.directory=" + RunningServer.temporaryDirectory(),
            "--openimr.content.largest=500KB")) {
      for (BodyPublisher body :
          new BodyPublisher[] {
            BodyPublishers.ofByteArray(content),
            BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(content))
          }) {
        HttpResponse<String> refused =
            client.send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + small.port() + "/fhir/Binary"))
                    .header("Content-Type", TYPE)
                    .header("Authorization", "Bearer " + PLAN)
                    .POST(body)
                    .build(),
                BodyHandlers.ofString());
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(
                Submissions.CONTEXT
                    .newJsonParser()
                    .parseResource(OperationOutcome.class, refused.body())
                    .getIssueFirstRep()
                    .getDetails()
                    .getText())
            .isEqualTo("The content is larger than 512000 bytes, the most this server accepts.");
      }
      assertThat(small.found(PLAN, "Binary")).isEmpty();
      try (Stream<Path> files = Files.walk(small.bean(ContentFolder.class).path())) {
        assertThat(files.filter(Files::isRegularFile)).isEmpty();
      }
    }
  }

  @Test
  void anAlteredContentNeverArrivesWhole() throws Exception {
    String id = sent();
    byte[] altered = content.clone();
    altered[10] ^= 1;
    Files.write(file(), altered);
    int got = 0;
    try {
      HttpResponse<InputStream> answer =
          client.send(request("Binary/" + id).build(), BodyHandlers.ofInputStream());
      try (InputStream in = answer.body()) {
        byte[] piece = new byte[8192];
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
          got += count;
        }
      }
      assertThat(got).as("a whole answer").isLessThan(BYTES);
    } catch (IOException brokenOff) {
      assertThat(got).isLessThan(BYTES);
    }
    Files.delete(file());
    HttpResponse<byte[]> lost = get(id);
    assertThat(lost.statusCode()).isEqualTo(503);
    assertThat(text(lost))
        .contains("The content of Binary/" + id + " is not where it was stored.")
        .doesNotContain("Exception");
    Files.write(file(), content);
  }

  private String count() {
    return server
        .fhir("GET", "Binary?_summary=count")
        .as(PLAN)
        .send()
        .isOk(200)
        .text()
        .replaceFirst("(?s).*\"total\":(\\d+).*", "$1");
  }

  private String sent() throws Exception {
    return RunningServer.created(put(BodyPublishers.ofByteArray(content), TYPE, "POST", "Binary"));
  }

  private HttpResponse<String> put(
      BodyPublisher body, String type, String method, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request = request(path).header("Content-Type", type).method(method, body);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<byte[]> get(String id, String... headers) throws Exception {
    HttpRequest.Builder request = request("Binary/" + id);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address(path)).header("Authorization", "Bearer " + PLAN);
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + "/fhir/" + path);
  }

  private Path file() {
    String name = sha256();
    return server.bean(ContentFolder.class).path().resolve(name.substring(0, 2)).resolve(name);
  }

  private String tag() {
    return "\"" + sha256() + "\"";
  }

  private String sha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
