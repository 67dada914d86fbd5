package org.openimr.server.command.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import org.openimr.server.ImrServer;
import org.openimr.server.command.file.ProgressLine;
import org.openimr.server.command.file.Usage;
import org.openimr.server.index.IndexWork;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Works on the index of cases. It opens the database that the settings name, as the server does,
 * and listens on no port; an embedded database is opened by one program at a time.
 */
@Command(name = "index", description = "Makes the index of cases again, or checks it")
public final class IndexCommand implements Runnable {

  @Spec private CommandSpec spec;

  private ProgressLine line;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "rebuild or check was expected");
  }

  /** Makes every row again from the resources. */
  @Command(description = "Makes the index of cases again from their resources")
  int rebuild(
      @Option(names = "--json", description = "answers in JSON") boolean json,
      @Parameters(paramLabel = "SETTING", description = Usage.SETTINGS, arity = "0..*")
          String[] given) {
    try (ConfigurableApplicationContext server = open(given)) {
      long cases = server.getBean(IndexWork.class).rebuild(this::progress);
      if (json) {
        out().println(new ObjectMapper().createObjectNode().put("cases", cases));
      } else {
        out().printf("The index is made of %d cases.%n", cases);
      }
      return 0;
    }
  }

  /** Holds every row against the resources. */
  @Command(description = "Checks that the index says what the resources of the cases say")
  int check(
      @Option(names = "--json", description = "answers in JSON") boolean json,
      @Parameters(paramLabel = "SETTING", description = Usage.SETTINGS, arity = "0..*")
          String[] given) {
    try (ConfigurableApplicationContext server = open(given)) {
      IndexWork.Difference found = server.getBean(IndexWork.class).check(this::progress);
      List<String> different = found.different();
      if (json) {
        ObjectNode answer = new ObjectMapper().createObjectNode().put("cases", found.cases());
        different.forEach(answer.putArray("different")::add);
        out().println(answer.toPrettyString());
      } else {
        different.forEach(id -> out().printf("Task/%s differs%n", id));
        out().printf("%d of %d cases differ.%n", different.size(), found.cases());
      }
      return different.isEmpty() ? 0 : Usage.WRONG;
    }
  }

  private static ConfigurableApplicationContext open(String[] given) {
    return ImrServer.inside(given == null ? new String[0] : given);
  }

  private void progress(long done, long all) {
    if (line == null) {
      line = new ProgressLine(spec.commandLine().getErr());
    }
    line.at(done, all);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
