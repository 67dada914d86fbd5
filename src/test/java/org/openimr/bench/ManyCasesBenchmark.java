package org.openimr.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.RunningServer;
import org.openimr.server.index.Recomputation;
import org.openimr.server.policy.PolicyShelf;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What it costs to record events in cases of 30 events, at four clients, to ask for a work list,
 * and to list what a changed calendar moves, among few cases and among many.
 *
 * <p>Arguments: {@code h2} or {@code postgresql}, how many events to measure, and for PostgreSQL to
 * how many cases it is filled before each further measurement.
 */
public final class ManyCasesBenchmark {

  private static final String PLAN = "demo-plan-vchcp";
  private static final int CLIENTS = 4;
  private static final int EVENTS = 30;
  private static final int SEARCHES = 100;

  private final RunningServer server;
  private final OptionalLong backend;

  private ManyCasesBenchmark(RunningServer server, boolean postgresql) {
    this.server = server;
    this.backend = postgresql ? OptionalLong.of(backend(server)) : OptionalLong.empty();
  }

  private static long backend(RunningServer server) {
    return server.bean(JdbcTemplate.class).queryForObject("select pg_backend_pid()", Integer.class);
  }

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    boolean postgresql = arguments[0].equals("postgresql");
    int measured = Integer.parseInt(arguments[1]);
    EmbeddedPostgres postgres = postgresql ? EmbeddedPostgres.builder().start() : null;
    List<String> settings =
        new ArrayList<>(
            List.of(
                "--openimr.data.directory=" + RunningServer.temporaryDirectory(),
                "--openimr.limits.client-rate=none",
                "--openimr.limits.request-time=10m"));
    if (postgresql) {
      settings.add("--openimr.database.url=" + postgres.getJdbcUrl("postgres", "postgres"));
      settings.add("--openimr.database.user=postgres");
    }
    ManyCasesBenchmark benchmark =
        new ManyCasesBenchmark(RunningServer.with(settings.toArray(String[]::new)), postgresql);
    String template = benchmark.submit();
    benchmark.record(measured);
    int from = 0;
    for (int i = 2; i < arguments.length; i++) {
      int to = Integer.parseInt(arguments[i]);
      benchmark.fill(postgres, template, from, to);
      benchmark.search(template, to);
      benchmark.record(measured);
      benchmark.recompute();
      from = to;
    }
    System.out.flush();
    if (postgresql) {
      postgres.close();
    }
    Runtime.getRuntime().halt(0);
  }

  private void fill(EmbeddedPostgres postgres, String template, int from, int to)
      throws SQLException, IOException {
    long start = System.nanoTime();
    BulkCases.add(postgres.getPostgresDatabase(), template, from, to);
    say("%d cases more loaded in %.0f s", to - from, seconds(start));
  }

  /** The work list of one owner, among all the cases; as seen by who sees all, and by a party. */
  private void search(String template, int cases) {
    JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
    List<String> owners =
        jdbc.queryForList(
            "select distinct owner from imr_case where business_status ="
                + " (select business_status from imr_case where case_id = ?)"
                + " and case_id <> ? order by owner fetch first 100 rows only",
            String.class,
            template,
            template);
    String status =
        jdbc.queryForObject(
            "select business_status from imr_case where case_id = ?", String.class, template);
    for (String token : List.of("demo-department", PLAN)) {
      long[] times = new long[SEARCHES];
      Duration[] before = processor();
      int found = 0;
      for (int i = -SEARCHES / 4; i < SEARCHES; i++) {
        long start = System.nanoTime();
        String owner = owners.get((i + SEARCHES) % owners.size());
        String page =
            server
                .fhir("GET", "Task?owner=" + owner + "&business-status=" + status + "&_sort=due")
                .as(token)
                .send()
                .isOk(200)
                .text();
        found = page.split("\"fullUrl\"", -1).length - 1;
        if (i >= 0) {
          times[i] = System.nanoTime() - start;
        }
      }
      Arrays.sort(times);
      say(
          "work list of one owner among %d cases as %s, %d on the page: median %.0f ms, p99 %.0f ms; %s",
          cases,
          token,
          found,
          millis(times, 50),
          millis(times, 99),
          processor(before, SEARCHES * 1.25, "search"));
    }
  }

  private void recompute() throws IOException {
    PolicyShelf shelf = server.bean(PolicyShelf.class);
    List<String> lines =
        new ArrayList<>(
            Files.readAllLines(Path.of("profiles/calendar/us/ca/us-ca-state-offices.txt")));
    lines.add("2026 | 05-22 | | Day of mourning | Made up");
    var proposed = shelf.withCalendar(lines);
    for (int i = 0; i < 3; i++) {
      Map<String, Integer> moved = new TreeMap<>();
      long start = System.nanoTime();
      Duration[] before = processor();
      Recomputation.Outcome outcome =
          server
              .bean(Recomputation.class)
              .list(
                  shelf.get(),
                  proposed,
                  List.of(),
                  Instant.now(),
                  move -> moved.merge(move.milestone() + " " + move.rule(), 1, Integer::sum),
                  (done, all) -> {});
      say(
          "dry run of a calendar: %d cases, %d of them move, %d cannot be worked out, %.1f s, %.0f cases/s; %s; %s",
          outcome.cases(),
          outcome.moved(),
          outcome.undecided().size(),
          seconds(start),
          outcome.cases() / seconds(start),
          processor(before, outcome.cases(), "case"),
          moved);
    }
  }

  private void record(int measured) throws InterruptedException, ExecutionException {
    List<String> cases = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      cases.add(submit());
    }
    concurrently(cases, 1, EVENTS - 1);
    int each = measured / CLIENTS;
    Duration[] before = processor();
    // every measured event is the thirtieth, or one of those after it
    long[] times = concurrently(cases, EVENTS, EVENTS + each - 1);
    Arrays.sort(times);
    say(
        "record-event, %d clients, %d events: median %.0f ms, p99 %.0f ms; %s",
        CLIENTS,
        times.length,
        millis(times, 50),
        millis(times, 99),
        processor(before, times.length, "event"));
  }

  private long[] concurrently(List<String> cases, int from, int to)
      throws InterruptedException, ExecutionException {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    List<Future<long[]>> running = new ArrayList<>();
    for (String id : cases) {
      running.add(
          clients.submit(
              () -> {
                long[] times = new long[to - from + 1];
                for (int version = from; version <= to; version++) {
                  long start = System.nanoTime();
                  record(id, version);
                  times[version - from] = System.nanoTime() - start;
                }
                return times;
              }));
    }
    long[] all = new long[0];
    for (Future<long[]> client : running) {
      long[] some = client.get();
      all = Arrays.copyOf(all, all.length + some.length);
      System.arraycopy(some, 0, all, all.length - some.length, some.length);
    }
    clients.shutdown();
    return all;
  }

  private String submit() {
    return server.submitted(PLAN, Submissions.of(25).toString()).getIdElement().getIdPart();
  }

  private void record(String id, int version) {
    server
        .fhir("POST", "Task/" + id + "/$record-event")
        .as(PLAN)
        .header("If-Match", "W/\"" + version + "\"")
        .json(
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"event\",\"part\":["
                + "{\"name\":\"code\",\"valueCode\":\"annotated-list-sent\"},{\"name\":\"time\","
                + "\"valueDateTime\":\"2026-07-03T15:00:00-07:00\"}]}]}")
        .send()
        .isOk(200);
  }

  /** What work took since then of the processors: ours, and the database's. */
  private String processor(Duration[] before, double times, String of) {
    return String.format(
        Locale.ROOT,
        "processor per %s: %.2f ms here, %.2f ms PostgreSQL",
        of,
        ProcessorTime.own().minus(before[0]).toNanos() / 1e6 / times,
        postgres().minus(before[1]).toNanos() / 1e6 / times);
  }

  private Duration[] processor() {
    return new Duration[] {ProcessorTime.own(), postgres()};
  }

  private Duration postgres() {
    return backend.isPresent() ? ProcessorTime.ofPostgres(backend.getAsLong()) : Duration.ZERO;
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static double millis(long[] sorted, int percent) {
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e6;
  }

  private static void say(String text, Object... values) {
    System.out.printf(Locale.ROOT, "== " + text + "%n", values);
  }
}
