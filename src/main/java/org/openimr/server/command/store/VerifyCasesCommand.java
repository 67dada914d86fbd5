package org.openimr.server.command.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.openimr.server.ImrServer;
import org.openimr.server.command.file.ProgressLine;
import org.openimr.server.command.file.Usage;
import org.openimr.server.doctor.StoreCheck;
import org.openimr.server.doctor.StoreCheck.Fault;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Works out every stored case anew and holds it against what is stored; verifies every packet that
 * was issued. Changes nothing.
 *
 * @see <a href="../../../../../../../../docs/commands.md">commands</a>
 */
@Command(
    name = "verify",
    description = "Works out every stored case anew, and reports every difference")
public final class VerifyCasesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--as-of",
      paramLabel = "TIME",
      description = "when cases are judged, such as 2026-07-01T10:00:00Z; default now")
  private Instant asOf;

  @Option(names = "--no-packets", description = "leaves issued packets aside")
  private boolean noPackets;

  @Option(names = "--json", description = "answers in JSON")
  private boolean json;

  @Parameters(paramLabel = "SETTING", description = Usage.SETTINGS, arity = "0..*")
  private String[] given = {};

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
    try (ConfigurableApplicationContext server = ImrServer.inside(given)) {
      StoreCheck.Report report =
          server
              .getBean(StoreCheck.class)
              .check(asOf == null ? Instant.now() : asOf, !noPackets, progress::at);
      if (json) {
        out.println(asJson(report).toPrettyString());
      } else {
        report
            .faults()
            .forEach(fault -> out.printf("%s %s: %s%n", fault.kind(), fault.about(), fault.text()));
        out.printf(
            "%d cases, %d packets and %d files of contents looked at: %s%n",
            report.cases(),
            report.packets(),
            report.contents(),
            report.faults().isEmpty()
                ? "no difference."
                : report.faults().size() + " differences.");
      }
      return report.faults().isEmpty() ? 0 : Usage.WRONG;
    }
  }

  private static ObjectNode asJson(StoreCheck.Report report) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("cases", report.cases()).put("packets", report.packets());
    node.put("contents", report.contents());
    ArrayNode differences = node.putArray("differences");
    List<Fault> faults = report.faults();
    faults.forEach(
        fault ->
            differences
                .addObject()
                .put("kind", fault.kind())
                .put("about", fault.about())
                .put("text", fault.text()));
    return node;
  }
}
