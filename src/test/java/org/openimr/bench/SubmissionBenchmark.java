package org.openimr.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.openimr.fhir.casefile.Submissions;

/**
 * Submits a case of 25 resources, and the same resources as a plain transaction of the
 * administrator, in turn, and compares the times.
 *
 * <p>Arguments: base URL of a running server with demonstration access, rounds that count, rounds
 * to warm up before.
 */
public final class SubmissionBenchmark {

  private static final int RESOURCES = 25;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;

  private SubmissionBenchmark(String base) {
    this.base = base;
  }

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
    int before = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 60;
    SubmissionBenchmark benchmark = new SubmissionBenchmark(arguments[0]);
    benchmark.run(before);
    long[][] nanos = benchmark.run(rounds);
    System.out.println(line("$submit-case", nanos[0]));
    System.out.println(line("transaction", nanos[1]));
    System.out.printf(
        Locale.ROOT,
        "ratio of throughput %.2f, of medians %.2f%n",
        (double) Arrays.stream(nanos[1]).sum() / Arrays.stream(nanos[0]).sum(),
        (double) median(nanos[1]) / median(nanos[0]));
  }

  private long[][] run(int rounds) throws Exception {
    long[][] nanos = new long[2][rounds];
    for (int i = 0; i < rounds; i++) {
      String submission = dispute().toString();
      String transaction = transaction(Submissions.of(RESOURCES)).toString();
      nanos[0][i] = timed("/$submit-case", "demo-plan-vchcp", submission, 201);
      nanos[1][i] = timed("", "demo-admin", transaction, 200);
    }
    return nanos;
  }

  /** A dispute of its own: not one that all cases before were about. */
  private static ObjectNode dispute() {
    ObjectNode bundle = Submissions.of(RESOURCES);
    String name = bundle.at("/identifier/value").asText();
    for (JsonNode entry : bundle.path("entry")) {
      boolean record =
          Set.of("Claim", "ClaimResponse", "ServiceRequest", "Task")
              .contains(entry.at("/resource/resourceType").asText());
      for (JsonNode identifier : entry.at("/resource/identifier")) {
        if (record && !identifier.path("system").asText().contains("openimr.org")) {
          ((ObjectNode) identifier).put("value", name);
        }
      }
    }
    return bundle;
  }

  private static ObjectNode transaction(ObjectNode bundle) {
    bundle.put("type", "transaction");
    bundle.remove("identifier");
    for (JsonNode entry : bundle.path("entry")) {
      ((ObjectNode) entry)
          .putObject("request")
          .put("method", "POST")
          .put("url", entry.path("resource").path("resourceType").asText());
    }
    return bundle;
  }

  private long timed(String path, String token, String body, int expected) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/fhir+json")
            .POST(BodyPublishers.ofString(body))
            .build();
    long begun = System.nanoTime();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    long taken = System.nanoTime() - begun;
    if (answer.statusCode() != expected) {
      throw new IllegalStateException(path + " " + answer.statusCode() + " " + answer.body());
    }
    return taken;
  }

  private static long median(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static String line(String name, long[] nanos) {
    long sum = Arrays.stream(nanos).sum();
    return String.format(
        Locale.ROOT,
        "%-14s %6.1f/s  median %6.1f ms",
        name,
        nanos.length / (sum / 1e9),
        median(nanos) / 1e6);
  }
}
