package org.openimr.server.command.store;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.report.Disclosure;
import org.openimr.fhir.report.ReportQuestion;
import org.openimr.operation.report.PublicRows;
import org.openimr.operation.report.ReportWriting;
import org.openimr.server.ImrServer;
import org.openimr.server.command.file.Usage;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Writes decided cases in the department's public format, from the database that the settings name.
 *
 * @see <a href="../../../../../../../../docs/operations/regulator-report.md">regulator-report</a>
 */
@Command(
    name = "report",
    description = "Writes decided cases in the public format, as $regulator-report does")
public final class ReportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--policy", paramLabel = "POLICY", description = "only cases under this one")
  private String policy;

  @Option(names = "--period", paramLabel = "PERIOD", description = "2026, 2026-05, 2026-04/2026-06")
  private String period;

  @Option(names = "--json", description = "the same as --format ndjson")
  private boolean json;

  @Option(
      names = "--format",
      paramLabel = "FORM",
      description = "csv, ndjson, legacy-csv or removals; default csv")
  private String format;

  @Option(
      names = "--alone",
      paramLabel = "WHAT",
      description = "give, coarsen or withhold what stands alone; default give")
  private String alone;

  @Option(names = "--out", paramLabel = "FILE", description = "default standard output")
  private Path file;

  @Parameters(paramLabel = "SETTING", description = Usage.SETTINGS, arity = "0..*")
  private String[] given = {};

  @Override
  public Integer call() throws IOException {
    try (ConfigurableApplicationContext server = ImrServer.inside(given)) {
      PublicRows rows = server.getBean(PublicRows.class);
      ReportQuestion asked = ReportQuestion.read(parameters(), rows::knows);
      rows.prepare();
      Disclosure disclosure = rows.disclosure(asked);
      if (file == null) {
        PrintWriter out = spec.commandLine().getOut();
        ReportWriting.write(rows, asked, disclosure, out);
        out.flush();
      } else {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
          ReportWriting.write(rows, asked, disclosure, out);
        }
      }
      spec.commandLine().getErr().printf("Rows: %s.%n", disclosure.counts());
      return 0;
    } catch (UnreadableResourceException wrong) {
      PrintWriter problems = spec.commandLine().getErr();
      wrong.problems().forEach(each -> problems.println(each.text()));
      return Usage.UNUSABLE;
    }
  }

  private Map<String, String[]> parameters() {
    Map<String, String[]> parameters = new TreeMap<>();
    put(parameters, "policy", policy);
    put(parameters, "period", period);
    put(parameters, "format", format == null && json ? "ndjson" : format);
    put(parameters, "alone", alone);
    return parameters;
  }

  private static void put(Map<String, String[]> parameters, String name, String value) {
    if (value != null) {
      parameters.put(name, new String[] {value});
    }
  }
}
