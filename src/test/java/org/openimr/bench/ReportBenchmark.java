package org.openimr.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openimr.core.report.PublicRow;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.report.Disclosure;
import org.openimr.fhir.report.PublicRowReader.Outcome;
import org.openimr.server.Database;
import org.openimr.server.RunningServer;
import org.openimr.server.artifact.PackagedReport;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How long a report of many decided cases takes, until its first byte and until its last, and how
 * much of the heap stays in use after a collection meanwhile. Each form is asked for twice, and the
 * bytes compared.
 *
 * <p>The last is collected after every 16 MB, so that its heap says what is held, and its time
 * nothing.
 *
 * <p>Arguments: {@code h2} or {@code postgresql}, and how many rows.
 */
public final class ReportBenchmark {

  private static final int AT_ONCE = 2_000;

  private ReportBenchmark() {}

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    Database database = Database.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    int rows = Integer.parseInt(arguments[1]);
    RunningServer server = RunningServer.on(database);
    String original =
        server
            .submitted("demo-plan-vchcp", Submissions.example("out-of-plan-emergency").toString())
            .getIdElement()
            .getIdPart();
    fill(server, original, rows);
    System.out.printf("== before: heap %d MB%n", new HeapAfterCollection().most() >> 20);
    for (String form : List.of("csv", "ndjson", "csv", "ndjson", "csv")) {
      time(server, "format=" + form, false);
    }
    time(server, "format=csv&policy=dmhc-imr-vchcp&period=2026", false);
    time(server, "format=csv", true);
    Runtime.getRuntime().halt(0);
  }

  private static void fill(RunningServer server, String original, int rows) throws Exception {
    JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
    List<String> columns =
        jdbc
            .queryForList(
                "select column_name from information_schema.columns where lower(table_name) ="
                    + " 'imr_case' order by ordinal_position",
                String.class)
            .stream()
            .map(each -> each.toLowerCase(Locale.ROOT))
            .filter(each -> !each.equals("case_id") && !each.startsWith("report_"))
            .distinct()
            .toList();
    String others = String.join(", ", columns);
    String series =
        server.bean(org.openimr.server.settings.Settings.class).database().postgresql()
            ? "generate_series(?, ?) as s(x)"
            : "system_range(?, ?) as s";
    for (int from = 1; from <= rows; from += AT_ONCE) {
      jdbc.update(
          "insert into imr_case (case_id, report_edition, report_key, report_day, report_row,"
              + " report_alike, "
              + others
              + ") select 'copy-' || x, ?, '26mn' || lpad(cast(x as varchar), 20, '0'),"
              + " date '2026-05-01', replace(?, 'MN26-0', 'MN26-' || x), ?, "
              + others
              + " from (select * from imr_case where case_id = ?) as c, "
              + series,
          server.bean(PackagedReport.class).edition(),
          new ObjectMapper().writeValueAsString(outcome()),
          new ObjectMapper().writeValueAsString(Disclosure.Kind.of(outcome().row())),
          original,
          from,
          Math.min(rows, from + AT_ONCE - 1));
    }
    jdbc.execute("analyze");
  }

  /** A row with findings as long as those of the public file are. */
  private static Outcome outcome() {
    String findings =
        "Nature of Statutory Criteria/Case Summary: a treatment was asked for. ".repeat(30);
    PublicRow.Category category = new PublicRow.Category("Cancer", "Other", "Cancer Care", "Other");
    return new Outcome(
        "MN26-0",
        new PublicRow(
            "MN26-0",
            "2026",
            category,
            "Upheld Decision of Health Plan",
            "Medical Necessity",
            "65+",
            "Female",
            "Standard",
            "11",
            "2",
            findings,
            new PublicRow.Earlier(category, "65+"),
            "upheld"),
        List.of(),
        Map.of("date", 1));
  }

  private static void time(RunningServer server, String query, boolean collect) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:" + server.port() + "/fhir/$regulator-report?" + query))
            .header("Authorization", "Bearer demo-department")
            .header("Accept", "*/*")
            .build();
    HeapAfterCollection heap = new HeapAfterCollection();
    long begun = System.nanoTime();
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    long size = 0;
    double first;
    try (InputStream in =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream()).body()) {
      byte[] some = new byte[1 << 16];
      int read = in.read(some);
      first = (System.nanoTime() - begun) / 1e9;
      while (read > 0) {
        if (collect && size >> 24 < size + read >> 24) {
          System.gc();
        }
        size += read;
        digest.update(some, 0, read);
        read = in.read(some);
      }
    }
    double all = (System.nanoTime() - begun) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "== %s: first byte after %.2f s, %d MB after %.1f s, heap after a collection at most %d MB,"
            + " SHA-256 %s%n",
        query,
        first,
        size >> 20,
        all,
        heap.most() >> 20,
        HexFormat.of().formatHex(digest.digest()).substring(0, 16));
  }
}
