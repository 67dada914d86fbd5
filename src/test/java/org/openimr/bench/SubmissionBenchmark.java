package org.openimr.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.openimr.fhir.casefile.submission.Submissions;

/**
 * Submits a case of 25 resources; stores the same resources as a plain transaction of the
 * administrator; and stores as another all that the server keeps of such a case, duties and
 * Provenance with it. In turn, and the times compared.
 *
 * <p>Arguments: base URL of a running server with demonstration access, rounds that count, rounds
 * to warm up before, and the process id of the server, by which processor time is compared too; it
 * stays right when the machine has other things to do.
 */
public final class SubmissionBenchmark {

  private static final int RESOURCES = 25;
  private static final int KINDS = 3;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicLong number = new AtomicLong(System.currentTimeMillis());
  private final String base;
  private final StoredAgain stored;

  private SubmissionBenchmark(String base) throws Exception {
    this.base = base;
    String answer = sent("POST", "/$submit-case", "demo-plan-vchcp", dispute().toString(), 201);
    this.stored =
        new StoredAgain(
            sent(
                "GET",
                "/Provenance?_include=Provenance:target&_count=200&target=Task/"
                    + Submissions.parsed(answer).at("/parameter/0/resource/id").asText(),
                "demo-plan-vchcp",
                "",
                200));
  }

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
    int before = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 60;
    SubmissionBenchmark benchmark = new SubmissionBenchmark(arguments[0]);
    benchmark.run(before);
    benchmark.tell(benchmark.run(rounds), "taken");
    if (arguments.length > 3) {
      ProcessHandle server = ProcessHandle.of(Long.parseLong(arguments[3])).orElseThrow();
      benchmark.tell(benchmark.used(server, rounds), "of processor time");
    }
  }

  private void tell(double[] millis, String what) {
    List<String> names =
        List.of(
            "$submit-case",
            "transaction of " + RESOURCES,
            "transaction of the " + stored.size() + " stored");
    for (int kind = 0; kind < KINDS; kind++) {
      System.out.printf(
          Locale.ROOT,
          "%-28s %7.1f ms %s, %.2f of the first%n",
          names.get(kind),
          millis[kind],
          what,
          millis[kind] / millis[0]);
    }
  }

  /** Medians of the times of each kind. */
  private double[] run(int rounds) throws Exception {
    double[][] millis = new double[KINDS][rounds];
    for (int i = 0; i < rounds; i++) {
      for (int kind = 0; kind < KINDS; kind++) {
        long begun = System.nanoTime();
        send(kind);
        millis[kind][i] = (System.nanoTime() - begun) / 1e6;
      }
    }
    return Arrays.stream(millis).mapToDouble(each -> median(each)).toArray();
  }

  /** Processor time of the server for one of each kind, taken over blocks of ten. */
  private double[] used(ProcessHandle server, int rounds) throws Exception {
    double[] millis = new double[KINDS];
    int blocks = Math.max(1, rounds / 10);
    for (int i = 0; i < KINDS * blocks; i++) {
      Duration before = server.info().totalCpuDuration().orElseThrow();
      for (int j = 0; j < 10; j++) {
        send(i % KINDS);
      }
      Duration taken = server.info().totalCpuDuration().orElseThrow().minus(before);
      millis[i % KINDS] += (double) taken.toMillis() / (10 * blocks);
    }
    return millis;
  }

  private void send(int kind) throws Exception {
    if (kind == 0) {
      sent("POST", "/$submit-case", "demo-plan-vchcp", dispute().toString(), 201);
    } else {
      String transaction =
          kind == 1 ? transaction(Submissions.of(RESOURCES)).toString() : stored.transaction();
      sent("POST", "", "demo-admin", transaction, 200);
    }
  }

  /** A dispute of its own: of a member, and about a denial, that no case before was about. */
  private ObjectNode dispute() {
    ObjectNode bundle = Submissions.of(RESOURCES);
    String name = bundle.at("/identifier/value").asText();
    ((ObjectNode) Submissions.first(bundle, "Patient").at("/name/0")).put("family", name);
    for (JsonNode entry : bundle.path("entry")) {
      boolean record =
          Set.of("Claim", "ClaimResponse", "ServiceRequest", "Task")
              .contains(entry.at("/resource/resourceType").asText());
      for (JsonNode identifier : entry.at("/resource/identifier")) {
        if (record) {
          boolean ours = identifier.path("system").asText().contains("openimr.org");
          ((ObjectNode) identifier).put("value", ours ? "MN26-" + number.incrementAndGet() : name);
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

  private String sent(String method, String path, String token, String body, int expected)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/fhir+json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != expected) {
      throw new IllegalStateException(path + " " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private static double median(double[] millis) {
    double[] sorted = millis.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
