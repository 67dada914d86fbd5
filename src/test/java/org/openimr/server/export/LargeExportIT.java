package org.openimr.server.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.RunningServer;
import org.openimr.server.ServerProcess;

/**
 * Packets of 60 MB each are exported whole by a server with the smallest heap that it runs with.
 */
class LargeExportIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final int BYTES = 20_000_000;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Set<String> hashes = new TreeSet<>();
  @TempDir private Path directory;

  @Test
  void passesThroughASmallHeap() throws Exception {
    try (ServerProcess process = new ServerProcess(directory, "512m")) {
      RunningServer server = process.client();
      Task task = submitted(server);
      for (String recipient : List.of("imro", "department", "provider", "member")) {
        assertThat(
                client
                    .send(
                        request(
                                server,
                                CaseFile.reference(task) + "/$packet?recipient=" + recipient)
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                        BodyHandlers.discarding())
                    .statusCode())
            .as(recipient)
            .isEqualTo(200);
      }
      long begun = System.nanoTime();
      List<Set<String>> found = new ArrayList<>();
      List<Integer> counts = new ArrayList<>();
      for (JsonNode file : export(server).path("output")) {
        counts.add(file.path("count").asInt());
        found.addAll(lines(server, file.path("url").asText().replaceFirst("^.*/fhir/", "")));
      }
      System.out.printf(
          "4 packets of 60 MB, -Xmx512m: exported in %d ms, %s%n",
          (System.nanoTime() - begun) / 1_000_000, process.peak());
      // 80 MB as base64 each: the fourth would make a file of more than 256 MB
      assertThat(counts).containsExactly(3, 1);
      assertThat(found).hasSize(4).allSatisfy(each -> assertThat(each).containsAll(hashes));
      assertThat(process.log()).doesNotContain("OutOfMemory");
    }
  }

  private JsonNode export(RunningServer server) throws Exception {
    String status =
        server
            .fhir("GET", "$export?_type=Bundle")
            .as(PLAN)
            .header("Prefer", "respond-async")
            .send()
            .isOk(202)
            .header("Content-Location")
            .replaceFirst("^.*/fhir/", "");
    for (int i = 0; i < 300; i++) {
      Answer answer = server.fhir("GET", status).as(PLAN).send();
      if (answer.status() == 200) {
        return Submissions.parsed(answer.text());
      }
      Thread.sleep(100);
    }
    throw new AssertionError("the export is not made");
  }

  /** The SHA-256 of each content on each line; what is no JSON throws. */
  private List<Set<String>> lines(RunningServer server, String path) throws Exception {
    List<Set<String>> lines = new ArrayList<>();
    try (InputStream in =
            client.send(request(server, path).build(), BodyHandlers.ofInputStream()).body();
        JsonParser json = new JsonFactory().createParser(in)) {
      int depth = 0;
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.START_OBJECT && depth++ == 0) {
          lines.add(new TreeSet<>());
        } else if (token == JsonToken.END_OBJECT) {
          depth--;
        } else if (token == JsonToken.VALUE_STRING && "data".equals(json.currentName())) {
          MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
          json.readBinaryValue(new DigestOutputStream(OutputStream.nullOutputStream(), sha256));
          lines.get(lines.size() - 1).add(HexFormat.of().formatHex(sha256.digest()));
        }
      }
    }
    return lines;
  }

  private Task submitted(RunningServer server) throws Exception {
    ObjectNode bundle = Submissions.of(25);
    List<ObjectNode> documents = Submissions.all(bundle, "DocumentReference");
    for (int i = 0; i < 3; i++) {
      byte[] scans = new byte[BYTES];
      new Random(i).nextBytes(scans);
      hashes.add(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(scans)));
      ObjectNode attachment = (ObjectNode) documents.get(i).at("/content/0/attachment");
      attachment.removeAll();
      attachment
          .put("contentType", "image/tiff")
          .put("url", "Binary/" + RunningServer.created(server.upload(PLAN, "image/tiff", scans)));
      documents.get(i).remove("securityLabel");
    }
    return server.submitted(PLAN, bundle.toString());
  }

  private static HttpRequest.Builder request(RunningServer server, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/fhir/" + path))
        .timeout(Duration.ofMinutes(2))
        .header("Authorization", "Bearer " + PLAN);
  }
}
