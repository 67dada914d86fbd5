package org.openimr.bench;

import java.util.Locale;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.RunningServer;
import org.openimr.server.report.DecidedEmergency;
import org.openimr.server.report.PublicRowTable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How long it takes to make all public rows anew, as after a change of the format, what a report is
 * answered meanwhile, and how much of the heap stays in use.
 *
 * <p>Arguments: {@code h2} or {@code postgresql}, and how many decided cases.
 */
public final class RemakingBenchmark {

  private RemakingBenchmark() {}

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    RunningServer server =
        RunningServer.on(Database.valueOf(arguments[0].toUpperCase(Locale.ROOT)));
    new DecidedEmergency(server, "UR26-1").id();
    JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
    long begun = System.nanoTime();
    new MultipliedCases(jdbc).by(Integer.parseInt(arguments[1]));
    jdbc.execute("analyze");
    System.out.printf("== copied in %.0f s%n", seconds(begun));
    PublicRowTable rows = server.bean(PublicRowTable.class);
    for (int run = 0; run < 2; run++) {
      jdbc.update("update imr_case set report_edition = 'former'");
      HeapAfterCollection heap = new HeapAfterCollection();
      begun = System.nanoTime();
      Thread making = new Thread(rows::prepare);
      making.start();
      Thread.sleep(100);
      ask(server, begun);
      making.join();
      System.out.printf(
          Locale.ROOT,
          "== all rows anew in %.1f s, heap after a collection at most %d MB%n",
          seconds(begun),
          heap.most() >> 20);
      ask(server, System.nanoTime());
    }
    Runtime.getRuntime().halt(0);
  }

  private static void ask(RunningServer server, long begun) {
    Answer answer =
        server
            .fhir("GET", "$regulator-report")
            .as("demo-department")
            .header("Accept", "*/*")
            .send();
    System.out.printf(
        Locale.ROOT,
        "== a report: %d after %.1f s, %d lines%n",
        answer.status(),
        seconds(begun),
        answer.text().lines().count());
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }
}
