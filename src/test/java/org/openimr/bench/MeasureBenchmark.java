package org.openimr.bench;

import java.util.List;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.RunningServer;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What it costs to count over many cases, on H2: the index is filled with copies of one case.
 *
 * <p>Argument: how many cases.
 */
public final class MeasureBenchmark {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String PERIOD = "?periodStart=2025&periodEnd=2026";
  private static final int RUNS = 3;

  private MeasureBenchmark() {}

  /** Runs it. */
  public static void main(String[] arguments) {
    int cases = Integer.parseInt(arguments[0]);
    RunningServer server =
        RunningServer.with(
            "--openimr.data.directory=" + RunningServer.temporaryDirectory(),
            "--openimr.limits.client-rate=none",
            "--openimr.limits.request-time=10m");
    server.submitted(PLAN, Submissions.example("out-of-plan-emergency").toString());
    JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
    List<String> columns =
        jdbc.queryForList(
            "select column_name from information_schema.columns where lower(table_name) = 'imr_case'"
                + " and lower(column_name) <> 'case_id' order by ordinal_position",
            String.class);
    String others = String.join(", ", columns);
    jdbc.update(
        "insert into imr_case (case_id, "
            + others
            + ") select 'copy-' || x, "
            + others
            + " from (select * from imr_case fetch first 1 rows only), system_range(2, ?)",
        cases);
    for (int run = 0; run < RUNS; run++) {
      time(server, "Measure/imr-timeliness/$evaluate-measure" + PERIOD, "*/*");
      time(server, "$review-summary" + PERIOD, "text/html");
      time(server, "$universe", "text/csv");
    }
    System.exit(0);
  }

  private static void time(RunningServer server, String path, String accept) {
    long begun = System.nanoTime();
    int size =
        server.fhir("GET", path).as(PLAN).header("Accept", accept).send().isOk(200).text().length();
    System.out.printf(
        "== %s: %.1f s, %d kB%n", path, (System.nanoTime() - begun) / 1e9, size / 1024);
  }
}
