package org.openimr.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.Locale;
import java.util.Random;
import org.openimr.fhir.casefile.submission.Submissions;

/**
 * Sends a case many large documents, issues its packet for the review organization, and reads it;
 * beside it reads one Binary of the same size.
 *
 * <p>Arguments: base URL of a running server with demonstration access and an empty database, the
 * number of documents, and the bytes of each.
 */
public final class LargePacketBenchmark {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String FHIR = "application/fhir+json";
  private static final int READS = 3;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Random random = new Random(7);
  private final String base;

  private LargePacketBenchmark(String base) {
    this.base = base;
  }

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    new LargePacketBenchmark(arguments[0])
        .run(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
  }

  private void run(int documents, int size) throws Exception {
    String id =
        Submissions.parsed(
                text(PLAN, "/$submit-case", Submissions.example("residential-mental-health")))
            .at("/parameter/0/resource/id")
            .asText();
    long begun = System.nanoTime();
    for (int sent = 0; sent < documents; ) {
      int more = Math.max(1, Math.min(documents - sent, 8_000_000 / Math.max(1, size)));
      more = Math.min(more, 50);
      text(PLAN, "/$submit-attachment", attachments(more, size));
      sent += more;
    }
    tell("documents sent", begun, (long) documents * size);
    String packet = "/Task/" + id + "/$packet?recipient=imro";
    begun = System.nanoTime();
    long bytes = read(PLAN, "POST", packet, FHIR, BodyPublishers.noBody());
    tell("packet issued", begun, bytes);
    System.out.println(packet);
    for (int i = 0; i < READS; i++) {
      begun = System.nanoTime();
      bytes = read(PLAN, "GET", packet, FHIR, BodyPublishers.noBody());
      tell("packet read", begun, bytes);
    }
    byte[] content = new byte[(int) Math.min(bytes, 400_000_000)];
    random.nextBytes(content);
    begun = System.nanoTime();
    String binary = binary(content);
    tell("Binary sent", begun, content.length);
    for (int i = 0; i < READS; i++) {
      begun = System.nanoTime();
      read(PLAN, "GET", binary, "*/*", BodyPublishers.noBody());
      tell("Binary read", begun, content.length);
    }
  }

  private ObjectNode attachments(int number, int size) {
    ObjectNode parameters = (ObjectNode) Submissions.parsed("{\"resourceType\":\"Parameters\"}");
    ArrayNode all = parameters.putArray("parameter");
    all.addObject()
        .put("name", "TrackingId")
        .putObject("valueIdentifier")
        .put("system", "https://plan.example/authorizations")
        .put("value", "BH-2026-118834");
    all.addObject().put("name", "AttachTo").put("valueCode", "preauthorization");
    all.addObject()
        .put("name", "ProviderId")
        .putObject("valueIdentifier")
        .put("system", "http://hl7.org/fhir/sid/us-npi")
        .put("value", "9900000016");
    all.addObject().put("name", "MemberId").putObject("valueIdentifier").put("value", "VC-7731904");
    for (int i = 0; i < number; i++) {
      byte[] content = new byte[size];
      random.nextBytes(content);
      ObjectNode document =
          all.addObject()
              .put("name", "Attachment")
              .putArray("part")
              .addObject()
              .put("name", "Content")
              .putObject("resource")
              .put("resourceType", "DocumentReference")
              .put("status", "current");
      document
          .putObject("type")
          .putArray("coding")
          .addObject()
          .put("system", "http://loinc.org")
          .put("code", "11506-3");
      document
          .putArray("content")
          .addObject()
          .putObject("attachment")
          .put("contentType", "image/tiff")
          .put("data", Base64.getEncoder().encodeToString(content));
    }
    return parameters;
  }

  private void tell(String what, long begun, long bytes) {
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.printf(
        Locale.ROOT, "%-16s %8.3f s %8.1f MB/s%n", what, seconds, bytes / 1e6 / seconds);
  }

  private String text(String token, String path, ObjectNode body) throws Exception {
    HttpResponse<String> answer =
        client.send(
            request(token, path, FHIR)
                .header("Content-Type", FHIR)
                .POST(BodyPublishers.ofString(body.toString()))
                .build(),
            BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(path + " " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private String binary(byte[] content) throws Exception {
    HttpResponse<String> answer =
        client.send(
            request(PLAN, "/Binary", FHIR)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(content))
                .build(),
            BodyHandlers.ofString());
    String location = answer.headers().firstValue("Location").orElseThrow();
    return location.substring(base.length()).replaceAll("/_history/.*", "");
  }

  /** Reads all, keeps nothing, and says when the first byte came. */
  private long read(String token, String method, String path, String accept, BodyPublisher body)
      throws Exception {
    long begun = System.nanoTime();
    HttpResponse<InputStream> answer =
        client.send(
            request(token, path, accept).method(method, body).build(),
            BodyHandlers.ofInputStream());
    long bytes = 0;
    try (InputStream in = answer.body()) {
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (bytes == 0) {
          System.out.printf(
              Locale.ROOT, "%-16s %8.3f s%n", "first byte", (System.nanoTime() - begun) / 1e9);
        }
        bytes += read;
      }
    } catch (IOException broken) {
      System.out.println("broken off after " + bytes);
    }
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(path + " " + answer.statusCode());
    }
    return bytes;
  }

  private HttpRequest.Builder request(String token, String path, String accept) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .header("Authorization", "Bearer " + token)
        .header("Accept", accept);
  }
}
