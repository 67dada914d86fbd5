package org.openimr.server.command.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import org.openimr.server.ImrServer;
import org.openimr.server.command.file.UnusableFileException;
import org.openimr.server.command.file.Usage;
import org.openimr.server.content.ContentSweep;
import org.openimr.server.content.ContentSweep.Report;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Works on the contents that are kept apart from the database.
 *
 * @see <a href="../../../../../../../../docs/large-records.md">large records</a>
 */
@Command(name = "contents", description = "Sweeps contents that nothing refers to")
public final class ContentsCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "sweep was expected");
  }

  /** Lists what nothing refers to, and deletes it if that is asked for. */
  @Command(
      description =
          "Lists contents that no version of a resource, no packet and nothing held refers to;"
              + " --delete deletes them")
  int sweep(
      @Option(
              names = "--older-than",
              paramLabel = "TIME",
              defaultValue = "24h",
              description = "stored so long ago, such as 24h or 7d; 13h or more, default 24h")
          String olderThan,
      @Option(names = "--delete", description = "deletes them") boolean delete,
      @Option(names = "--even-most", description = "deletes them even if they are more than stay")
          boolean most,
      @Option(names = "--json", description = "answers in JSON") boolean json,
      @Parameters(paramLabel = "SETTING", description = Usage.SETTINGS, arity = "0..*")
          String[] given) {
    Instant before = Instant.now().minus(grace(olderThan));
    try (ConfigurableApplicationContext server =
        ImrServer.inside(given == null ? new String[0] : given)) {
      Report report = server.getBean(ContentSweep.class).sweep(before, delete, most);
      if (json) {
        spec.commandLine().getOut().println(asJson(report).toPrettyString());
      } else {
        say(report, delete);
      }
      if (report.doubtful()) {
        spec.commandLine()
            .getErr()
            .println(
                "Nothing was deleted: more would go than stay. Is this the database of these"
                    + " contents? If it is, --even-most deletes them.");
        return Usage.WRONG;
      }
      return 0;
    } catch (IOException failed) {
      throw new UnusableFileException("The contents cannot be listed or deleted: " + failed);
    }
  }

  private Duration grace(String given) {
    Duration grace;
    try {
      grace = DurationStyle.detectAndParse(given);
    } catch (IllegalArgumentException none) {
      throw new ParameterException(spec.commandLine(), given + " is no time such as 24h");
    }
    if (grace.compareTo(ContentSweep.SHORTEST) < 0) {
      throw new ParameterException(
          spec.commandLine(), "--older-than is 13h or more: a content may be arriving as long");
    }
    return grace;
  }

  private void say(Report report, boolean delete) {
    PrintWriter out = spec.commandLine().getOut();
    report
        .idle()
        .forEach(
            each ->
                out.printf(
                    "%s %d bytes, stored %s%n",
                    each.content().sha256(), each.content().bytes(), each.stored()));
    out.printf(
        "%d contents are referred to, %d may be being stored; %d, and %d that did not arrive as a"
            + " whole, belong to nothing.%n",
        report.kept(), report.young(), report.idle().size(), report.parts());
    out.println(
        delete
            ? report.deleted() + " were deleted."
            : "Nothing was deleted: that is done with --delete.");
  }

  private static ObjectNode asJson(Report report) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("kept", report.kept()).put("young", report.young());
    node.put("parts", report.parts()).put("deleted", report.deleted());
    node.put("doubtful", report.doubtful());
    node.putArray("idle");
    report
        .idle()
        .forEach(
            each ->
                node.withArray("idle")
                    .addObject()
                    .put("sha256", each.content().sha256())
                    .put("bytes", each.content().bytes())
                    .put("stored", each.stored().toString()));
    return node;
  }
}
