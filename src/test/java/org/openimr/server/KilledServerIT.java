package org.openimr.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.notice.NoticeWork;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A server is killed in the midst of submissions, events and letters, again and again: what it was
 * writing is there as a whole or not at all, what it had answered is there, the index says what the
 * resources say, and every letter that is owed is there once.
 *
 * <p>{@code -Dkills=50} for the longer profile.
 */
class KilledServerIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final int KILLS = Integer.getInteger("kills", 5);
  private static final Random RANDOM = new Random(20_261_128);

  private final HttpClient client = HttpClient.newHttpClient();
  private final ConcurrentLinkedQueue<String[]> answered = new ConcurrentLinkedQueue<>();
  private final Path data = RunningServer.temporaryDirectory();
  private EmbeddedPostgres postgres;
  private JdbcTemplate jdbc;
  private int port;

  @BeforeEach
  void database() throws IOException {
    postgres = EmbeddedPostgres.builder().start();
    jdbc = new JdbcTemplate(postgres.getPostgresDatabase());
  }

  @AfterEach
  void end() throws IOException {
    postgres.close();
  }

  @Test
  void whatWasBeingWrittenIsThereAsAWholeOrNotAtAll() throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      Process server = start();
      AtomicBoolean over = new AtomicBoolean();
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Thread sending = new Thread(() -> send(over));
        sending.start();
        clients.add(sending);
      }
      letSomethingBeAnswered(answered.size());
      Thread.sleep(RANDOM.nextInt(3_000));
      server.destroyForcibly().waitFor();
      over.set(true);
      for (Thread each : clients) {
        each.join();
      }
      letTransactionsEnd();
      allOrNothing();
    }
    try (RunningServer server =
        RunningServer.with(
            "--openimr.data.directory=" + data,
            "--openimr.database.url=" + postgres.getJdbcUrl("postgres", "postgres"),
            "--openimr.database.user=postgres")) {
      var difference =
          server.bean(org.openimr.server.index.IndexWork.class).check((done, all) -> {});
      assertThat(difference.cases()).isPositive();
      assertThat(difference.different()).isEmpty();
      // whoever had taken a case when it was killed has lost it by then
      NoticeWork notices = server.bean(NoticeWork.class);
      notices.look(Instant.now().plus(Duration.ofHours(3)));
      letters();
      assertThat(count("select count(*) from imr_case where next_notice is not null")).isZero();
      assertThat(
              count(
                  "select count(*) from imr_case c where (select count(*) from imr_notice n"
                      + " where n.case_id = c.case_id and n.notice_key like 'imr-letter%') <> 1"))
          .as("cases with no letter about the review, or with several")
          .isZero();
    }
    System.out.printf(
        "== %d kills: %d cases and %d events were answered, %d cases and %d letters are stored%n",
        KILLS,
        answered.stream().filter(each -> each[1].equals("1")).count(),
        answered.stream().filter(each -> !each[1].equals("1")).count(),
        count("select count(*) from imr_case"),
        count("select count(*) from imr_notice"));
  }

  /** What a server does first takes it longer. */
  private void letSomethingBeAnswered(int before) throws InterruptedException {
    for (int i = 0; i < 3_000 && answered.size() < before + 3; i++) {
      Thread.sleep(50);
    }
  }

  /** Submits cases and records events in them until the server is gone. */
  private void send(AtomicBoolean over) {
    try {
      while (!over.get()) {
        HttpResponse<String> answer = post("$submit-case", null, oweALetter().toString());
        if (answer.statusCode() != 201) {
          continue;
        }
        String id = caseOf(answer).path("id").asText();
        answered.add(new String[] {id, "1"});
        for (int version = 1; version <= 3; version++) {
          HttpResponse<String> recorded =
              post("Task/" + id + "/$record-event", "W/\"" + version + "\"", event());
          if (recorded.statusCode() == 200) {
            answered.add(new String[] {id, String.valueOf(version + 1)});
          }
        }
      }
    } catch (IOException killed) {
      // as expected
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** A case whose plan has not yet told the member of the review. */
  private static ObjectNode oweALetter() {
    return Submissions.without(Submissions.of(25), "imr-letter-sent");
  }

  private static JsonNode caseOf(HttpResponse<String> answer) {
    for (JsonNode each : Submissions.parsed(answer.body()).path("parameter")) {
      if (each.path("name").asText().equals("case")) {
        return each.path("resource");
      }
    }
    throw new AssertionError("no case in " + answer.body());
  }

  private static String event() {
    return "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"event\",\"part\":["
        + "{\"name\":\"code\",\"valueCode\":\"new-record-received\"},"
        + "{\"name\":\"time\",\"valueDateTime\":\"2026-07-03T15:00:00-07:00\"}]}]}";
  }

  private HttpResponse<String> post(String path, String version, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/fhir/" + path))
            .header("Authorization", "Bearer " + PLAN)
            .header("Content-Type", "application/fhir+json")
            .timeout(Duration.ofSeconds(60))
            .POST(BodyPublishers.ofString(body));
    if (version != null) {
      request.header("If-Match", version);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** The database rolls back what the killed server had open. */
  private void letTransactionsEnd() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      Integer open =
          jdbc.queryForObject(
              "select count(*) from pg_stat_activity where datname = 'postgres'"
                  + " and pid <> pg_backend_pid() and backend_type = 'client backend'",
              Integer.class);
      if (open == 0) {
        return;
      }
      Thread.sleep(100);
    }
  }

  private void allOrNothing() {
    // every submission that is there has a case, and every case its row, its 24 other resources
    assertThat(count("select count(*) from imr_submission where case_id = ''")).isZero();
    assertThat(
            count(
                "select count(*) from imr_submission s where not exists"
                    + " (select 1 from hfj_resource r where r.fhir_id = s.case_id)"
                    + " or not exists (select 1 from imr_case c where c.case_id = s.case_id)"))
        .isZero();
    int cases = count("select count(*) from imr_case");
    assertThat(count("select count(*) from imr_submission")).isEqualTo(cases);
    assertThat(count("select count(*) from hfj_resource where res_type = 'ClaimResponse'"))
        .isEqualTo(cases);
    assertThat(count("select count(*) from hfj_resource where res_type = 'Patient'"))
        .isEqualTo(cases);
    // a version of a case is one event with one Provenance and one more duty
    int events =
        jdbc.queryForObject(
            "select coalesce(sum(cast(version as integer) - 1), 0) from imr_case", Integer.class);
    // and a letter has one as well, as soon as it is written
    assertThat(count("select count(*) from hfj_resource where res_type = 'Provenance'"))
        .isEqualTo(cases + events + count("select count(*) from imr_notice"));
    letters();
    for (String[] each : answered) {
      Integer version =
          jdbc.queryForObject(
              "select res_ver from hfj_resource where fhir_id = ?", Integer.class, each[0]);
      assertThat(version).isGreaterThanOrEqualTo(Integer.parseInt(each[1]));
    }
  }

  /** What is noted of letters and the letters themselves are there together. */
  private void letters() {
    assertThat(
            count(
                "select count(*) from imr_notice n where not exists"
                    + " (select 1 from hfj_resource r where r.res_type = 'Communication'"
                    + " and r.fhir_id = n.communication_id)"))
        .isZero();
    assertThat(count("select count(*) from hfj_resource where res_type = 'Communication'"))
        .isEqualTo(count("select count(*) from imr_notice"));
  }

  private int count(String sql) {
    return jdbc.queryForObject(sql, Integer.class);
  }

  private Process start() throws IOException, InterruptedException {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=240m",
                "-cp",
                classPath(),
                "org.openimr.server.ImrServer",
                "--server.port=" + port,
                // letters are written all the time, so that kills find some half written
                "--openimr.timers.every=1s",
                "--openimr.data.directory=" + data,
                "--openimr.database.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                "--openimr.database.user=postgres")
            .redirectErrorStream(true)
            .redirectOutput(new File(data.toFile(), "server.log"))
            .start();
    long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (System.nanoTime() < until && server.isAlive()) {
      if (ready()) {
        return server;
      }
      Thread.sleep(500);
    }
    server.destroyForcibly();
    throw new IllegalStateException("the server did not start, see " + data);
  }

  /** Each entry once: a build tool names some again in the manifest of a jar of its own. */
  private static String classPath() {
    List<Path> entries =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath().normalize())
            .distinct()
            .toList();
    return entries.stream()
        .filter(
            entry -> entries.size() == 1 || !entry.getFileName().toString().startsWith("surefire"))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private boolean ready() throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready")).build();
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }
}
