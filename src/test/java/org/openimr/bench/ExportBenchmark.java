package org.openimr.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Database;
import org.openimr.server.RunningServer;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How long an export of many cases takes, from its beginning until its last file is read, the files
 * one after another.
 *
 * <p>Arguments: {@code h2} or {@code postgresql}, how many cases are submitted, and how many there
 * are of each afterwards.
 */
public final class ExportBenchmark {

  private static final String PLAN = "demo-plan-vchcp";
  private static final int RUNS = 2;

  private final HttpClient client = HttpClient.newHttpClient();
  private final RunningServer server;

  private ExportBenchmark(RunningServer server) {
    this.server = server;
  }

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    Database database = Database.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    int submitted = Integer.parseInt(arguments[1]);
    int times = Integer.parseInt(arguments[2]);
    RunningServer server = RunningServer.on(database);
    for (int i = 0; i < submitted; i++) {
      server.submitted(PLAN, Submissions.of(25).toString());
    }
    JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
    new MultipliedCases(jdbc).by(times);
    jdbc.execute("analyze");
    ExportBenchmark benchmark = new ExportBenchmark(server);
    for (int run = 0; run < RUNS; run++) {
      benchmark.export("$export", submitted * times);
      benchmark.export("Patient/$export", submitted * times);
    }
    Runtime.getRuntime().halt(0);
  }

  private void export(String path, int cases) throws Exception {
    long start = System.nanoTime();
    HttpResponse<InputStream> begun = get("http://127.0.0.1:" + server.port() + "/fhir/" + path);
    String status = begun.headers().firstValue("Content-Location").orElseThrow();
    HttpResponse<InputStream> manifest = get(status);
    while (manifest.statusCode() == 202) {
      Thread.sleep(100);
      manifest = get(status);
    }
    double made = seconds(start);
    long lines = 0;
    long characters = 0;
    String text = new String(manifest.body().readAllBytes(), StandardCharsets.UTF_8);
    for (JsonNode file : Submissions.parsed(text).path("output")) {
      try (BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(
                  get(file.path("url").asText()).body(), StandardCharsets.UTF_8))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          lines++;
          characters += line.length();
        }
      }
    }
    double all = seconds(start);
    System.out.printf(
        Locale.ROOT,
        "== %s of %d cases: manifest after %.1f s; %d resources, %d MB after %.1f s, %.0f resources/s%n",
        path,
        cases,
        made,
        lines,
        characters >> 20,
        all,
        lines / (all - made));
  }

  private HttpResponse<InputStream> get(String address) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(address))
            .header("Authorization", "Bearer " + PLAN)
            .header("Prefer", "respond-async")
            .build(),
        BodyHandlers.ofInputStream());
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
