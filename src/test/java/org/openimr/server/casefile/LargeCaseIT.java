package org.openimr.server.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.ServerProcess;

/** Sixty documents with 20 MB in all are taken by a server with -Xmx1g, byte for byte. */
class LargeCaseIT {

  private static final int DOCUMENTS = 60;
  private static final int BYTES = 20_000_000 / DOCUMENTS;
  private static final String TOKEN = "Bearer demo-plan-vchcp";

  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir private Path directory;
  private ServerProcess server;

  @AfterEach
  void stop() throws InterruptedException {
    server.close();
  }

  @Test
  void isTakenWithBoundedMemory() throws Exception {
    server = new ServerProcess(directory, "1g");
    String base = server.base();
    Set<String> hashes = new TreeSet<>();
    String body = largeCase(hashes).toString();

    long begun = System.nanoTime();
    HttpResponse<String> answer = post(base, body);
    long millis = (System.nanoTime() - begun) / 1_000_000;

    assertThat(answer.statusCode()).as(beginning(answer)).isEqualTo(201);
    String patient = Submissions.parsed(answer.body()).findPath("for").path("reference").asText();
    assertThat(stored(base, patient)).isEqualTo(hashes);
    System.out.println(
        "60 documents, 20 MB, -Xmx1g: stored after " + millis + " ms, " + server.peak());
    // once more, with one mistake at its end: nothing of it is kept
    ObjectNode wrong = largeCase(new TreeSet<>());
    Submissions.first(wrong, "Claim").put("use", "unheard-of");
    int before = binaries(base);
    assertThat(post(base, wrong.toString()).statusCode()).isEqualTo(422);
    assertThat(binaries(base)).isEqualTo(before).isGreaterThanOrEqualTo(DOCUMENTS);
    assertThat(get(base + "/Patient?_summary=count").statusCode()).isEqualTo(200);
  }

  private static ObjectNode largeCase(Set<String> hashes) throws Exception {
    ObjectNode bundle = Submissions.of(23);
    JsonNode model = Submissions.first(bundle, "DocumentReference");
    Random random = new Random(7);
    for (int i = 0; i < DOCUMENTS; i++) {
      byte[] content = new byte[BYTES];
      random.nextBytes(content);
      hashes.add(sha256(content));
      String name = "urn:uuid:" + UUID.randomUUID();
      ObjectNode binary = bundle.withArray("/entry").addObject().put("fullUrl", name);
      binary
          .putObject("resource")
          .put("resourceType", "Binary")
          .put("contentType", "application/pdf")
          .put("data", Base64.getEncoder().encodeToString(content));
      ObjectNode document = model.deepCopy();
      document.remove("identifier");
      ObjectNode attachment = (ObjectNode) document.at("/content/0/attachment");
      attachment.removeAll();
      attachment.put("contentType", "application/pdf").put("url", name);
      bundle
          .withArray("/entry")
          .addObject()
          .put("fullUrl", "urn:uuid:" + UUID.randomUUID())
          .set("resource", document);
    }
    return bundle;
  }

  /** The hashes of what is stored behind the documents of a patient, so far as these are large. */
  private Set<String> stored(String base, String patient) throws Exception {
    Set<String> hashes = new TreeSet<>();
    JsonNode found =
        Submissions.parsed(get(base + "/DocumentReference?_count=200&patient=" + patient).body());
    for (JsonNode entry : found.path("entry")) {
      String url = entry.at("/resource/content/0/attachment/url").asText();
      if (!url.isEmpty()) {
        String path = url.substring(url.indexOf("Binary/"));
        JsonNode binary = Submissions.parsed(get(base + "/" + path).body());
        byte[] content = Base64.getDecoder().decode(binary.path("data").asText());
        if (content.length == BYTES) {
          hashes.add(sha256(content));
        }
      }
    }
    return hashes;
  }

  private int binaries(String base) throws Exception {
    HttpResponse<String> count = get(base + "/DocumentReference?_summary=count");
    return Submissions.parsed(count.body()).path("total").asInt();
  }

  private HttpResponse<String> post(String base, String body) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(base + "/$submit-case"))
            .header("Content-Type", "application/fhir+json")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> get(String address) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(address)).header("Accept", "application/fhir+json"));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.header("Authorization", TOKEN).build(), BodyHandlers.ofString());
  }

  private static String beginning(HttpResponse<String> answer) {
    return answer.body().substring(0, Math.min(500, answer.body().length()));
  }

  private static String sha256(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }
}
