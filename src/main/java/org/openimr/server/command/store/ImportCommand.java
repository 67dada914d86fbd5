package org.openimr.server.command.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.openimr.core.history.RowFault;
import org.openimr.fhir.report.CsvLines;
import org.openimr.server.ImrServer;
import org.openimr.server.command.file.GivenFile;
import org.openimr.server.command.file.Usage;
import org.openimr.server.history.DecisionImport;
import org.openimr.server.history.UnusableDecisionFileException;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Takes in decisions of former years from a file in the department's public format.
 *
 * @see <a href="../../../../../../../../docs/historical-decisions.md">historical-decisions</a>
 */
@Command(
    name = "import",
    description = "Takes in decisions of former years from a file in the public format")
public final class ImportCommand implements Callable<Integer> {

  private static final int TOLD_EVERY = 5_000;
  private static final int SHOWN = 20;

  @Spec private CommandSpec spec;

  @Option(
      names = "--errors",
      paramLabel = "FILE",
      description = "where wrong rows are named; default FILE.errors.csv")
  private Path errors;

  @Option(names = "--json", description = "answers in JSON")
  private boolean json;

  @Parameters(index = "0", paramLabel = "FILE", description = "the file")
  private Path file;

  @Parameters(index = "1..*", paramLabel = "SETTING", description = Usage.SETTINGS, arity = "0..*")
  private String[] given = {};

  @Override
  public Integer call() throws IOException {
    GivenFile.peek(file);
    Path wrong = errors == null ? Path.of(file + ".errors.csv") : errors;
    try (ConfigurableApplicationContext server = ImrServer.inside(given);
        Writer out = Files.newBufferedWriter(wrong)) {
      Telling telling = new Telling(CsvLines.guarded(out));
      DecisionImport.Result result = server.getBean(DecisionImport.class).run(file, telling);
      tell(result, wrong);
      return result.wrong() == 0 ? 0 : Usage.WRONG;
    } catch (UnusableDecisionFileException none) {
      spec.commandLine().getErr().println(file + ": " + none.getMessage());
      none.faults().forEach(fault -> show(1, fault));
      return Usage.UNUSABLE;
    }
  }

  private void tell(DecisionImport.Result result, Path wrong) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(result, wrong).toPrettyString());
      return;
    }
    out.printf(
        "%d rows: %d stored, %d changed, %d held already, %d left as the current form tells more,"
            + " %d wrong.%n",
        result.rows(),
        result.stored(),
        result.changed(),
        result.same(),
        result.kept(),
        result.wrong());
    if (result.wrong() > 0) {
      out.printf("What is wrong stands in %s.%n", wrong);
    }
    if (!result.unknown().isEmpty()) {
      out.printf(
          "Categories that no edition held here has: %s.%n", String.join("; ", result.unknown()));
    }
  }

  private static ObjectNode json(DecisionImport.Result result, Path wrong) {
    ObjectNode answer = new ObjectMapper().createObjectNode();
    answer
        .put("rows", result.rows())
        .put("stored", result.stored())
        .put("changed", result.changed())
        .put("same", result.same())
        .put("kept", result.kept())
        .put("wrong", result.wrong())
        .put("errors", wrong.toString());
    result.unknown().forEach(answer.putArray("unknownCategories")::add);
    return answer;
  }

  private void show(long line, RowFault fault) {
    spec.commandLine()
        .getErr()
        .printf(
            "line %d%s: found %s; expected %s%n",
            line,
            fault.column().isEmpty() ? "" : ", " + fault.column(),
            fault.found(),
            fault.expected());
  }

  /** Tells what happens on standard error, and what is wrong in a file too. */
  private final class Telling implements DecisionImport.Listener {

    private final CsvLines rows;
    private long shown;
    private long told;

    Telling(CsvLines rows) throws IOException {
      this.rows = rows;
      rows.write(List.of("Line", "Column", "Found", "Expected"));
    }

    @Override
    public void resumed(long line) {
      spec.commandLine().getErr().printf("This file was taken in before, to line %d.%n", line);
    }

    @Override
    public void wrong(long line, RowFault fault) {
      if (shown++ < SHOWN) {
        show(line, fault);
      }
      try {
        rows.write(List.of(String.valueOf(line), fault.column(), fault.found(), fault.expected()));
      } catch (IOException full) {
        throw new UncheckedIOException(full);
      }
    }

    @Override
    public void read(long count) {
      if (count / TOLD_EVERY > told) {
        told = count / TOLD_EVERY;
        spec.commandLine().getErr().printf("%d rows%n", count);
      }
    }
  }
}
