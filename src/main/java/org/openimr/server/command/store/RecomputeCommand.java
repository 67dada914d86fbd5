package org.openimr.server.command.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openimr.core.policy.PolicyBook;
import org.openimr.server.ImrServer;
import org.openimr.server.command.file.GivenFile;
import org.openimr.server.command.file.ProgressLine;
import org.openimr.server.command.file.Usage;
import org.openimr.server.index.BrokenOffException;
import org.openimr.server.index.MovedDuty;
import org.openimr.server.index.Recomputation;
import org.openimr.server.policy.PolicyShelf;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Works out anew the due times of all cases, after a policy or a calendar changed or before it
 * does.
 */
@Command(
    name = "recompute",
    description = "Lists which due times move by changed policies or calendars, and writes them")
public final class RecomputeCommand implements Runnable {

  private static final int LARGEST = 1 << 20;

  @Spec private CommandSpec spec;

  private ProgressLine line;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "list or apply was expected");
  }

  /** Lists what moves, and changes nothing. */
  @Command(description = "Lists what moves: case, duty, rule, due before, due after")
  int list(
      @Option(
              names = "--calendar",
              paramLabel = "FILE",
              description = "a holiday calendar as it would be; without it what is stored counts")
          Path calendar,
      @Option(
              names = "--as-of",
              paramLabel = "TIME",
              description = "when cases are judged, such as 2026-07-01T10:00:00Z; default now")
          Instant asOf,
      @Option(
              names = "--policy",
              paramLabel = "POLICY",
              description = "only cases under this one, CODE or CODE|VERSION; may be repeated")
          List<String> policies,
      @Option(names = "--json", description = "answers in JSON, a line for each that moves")
          boolean json,
      @Parameters(paramLabel = "SETTING", description = Usage.SETTINGS, arity = "0..*")
          String[] given) {
    List<String> lines = calendar == null ? List.of() : lines(calendar);
    try (ConfigurableApplicationContext server = open(given)) {
      PolicyShelf shelf = server.getBean(PolicyShelf.class);
      Recomputation recomputation = server.getBean(Recomputation.class);
      Instant time = asOf == null ? Instant.now() : asOf;
      Map<String, Long> byRule = new TreeMap<>();
      if (!json) {
        out().println("case,milestone,rule,before,after");
      }
      Recomputation.Outcome outcome;
      if (calendar == null) {
        outcome =
            recomputation.list(
                shelf.get(),
                named(policies),
                time,
                move -> show(move, byRule, json),
                this::progress);
      } else {
        PolicyBook proposed = shelf.withCalendar(lines);
        outcome =
            recomputation.list(
                shelf.get(),
                proposed,
                named(policies),
                time,
                move -> show(move, byRule, json),
                this::progress);
      }
      if (json) {
        out().println(json(outcome));
      } else {
        tell(outcome, "move");
        byRule.forEach((rule, times) -> err().printf("%s: %d%n", rule, times));
      }
      return outcome.undecided().isEmpty() ? 0 : Usage.WRONG;
    } catch (IllegalArgumentException e) {
      err().println(e.getMessage());
      return Usage.UNUSABLE;
    }
  }

  /** Writes what moves. */
  @Command(description = "Writes what moves into the cases; goes on where it was broken off")
  int apply(
      @Option(
              names = "--reason",
              required = true,
              paramLabel = "TEXT",
              description = "why, for the Provenance of each case")
          String reason,
      @Option(
              names = "--policy",
              paramLabel = "POLICY",
              description = "only cases under this one, CODE or CODE|VERSION; may be repeated")
          List<String> policies,
      @Option(names = "--anew", description = "begin with the first case, whatever was broken off")
          boolean anew,
      @Option(names = "--json", description = "answers in JSON") boolean json,
      @Parameters(paramLabel = "SETTING", description = Usage.SETTINGS, arity = "0..*")
          String[] given) {
    try (ConfigurableApplicationContext server = open(given)) {
      Recomputation recomputation = server.getBean(Recomputation.class);
      PolicyShelf shelf = server.getBean(PolicyShelf.class);
      if (anew) {
        recomputation.forget();
      }
      Recomputation.Outcome outcome =
          recomputation.apply(
              shelf.get(), named(policies), shelf.edition(), Instant.now(), reason, this::progress);
      if (json) {
        out().println(json(outcome));
      } else {
        tell(outcome, "were written");
      }
      return outcome.undecided().isEmpty() ? 0 : Usage.WRONG;
    } catch (BrokenOffException | IllegalArgumentException e) {
      err().println(e.getMessage());
      return Usage.UNUSABLE;
    }
  }

  private static List<String> named(List<String> policies) {
    return policies == null ? List.of() : policies;
  }

  private static List<String> lines(Path file) {
    return GivenFile.text(file, LARGEST).lines().toList();
  }

  private static ObjectNode json(Recomputation.Outcome outcome) {
    ObjectNode answer = new ObjectMapper().createObjectNode();
    answer.put("cases", outcome.cases()).put("moved", outcome.moved());
    outcome.undecided().forEach(answer.putArray("undecided")::add);
    return answer;
  }

  private static ConfigurableApplicationContext open(String[] given) {
    return ImrServer.inside(given == null ? new String[0] : given);
  }

  private void show(MovedDuty move, Map<String, Long> byRule, boolean json) {
    byRule.merge(move.milestone() + " " + move.rule(), 1L, Long::sum);
    if (json) {
      out()
          .println(
              new ObjectMapper()
                  .createObjectNode()
                  .put("case", move.caseId())
                  .put("milestone", move.milestone())
                  .put("rule", move.rule())
                  .put("before", text(move.before()))
                  .put("after", text(move.after())));
      return;
    }
    out()
        .printf(
            "Task/%s,%s,%s,%s,%s%n",
            move.caseId(), move.milestone(), move.rule(), text(move.before()), text(move.after()));
  }

  private static String text(Instant due) {
    return due == null ? "" : due.toString();
  }

  private void tell(Recomputation.Outcome outcome, String what) {
    outcome.undecided().forEach(id -> err().printf("Task/%s cannot be worked out%n", id));
    err().printf("%d of %d cases %s.%n", outcome.moved(), outcome.cases(), what);
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

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
