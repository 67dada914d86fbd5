package org.openimr.server.command.policy;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.openimr.fhir.policy.text.PolicyComparison;
import org.openimr.fhir.policy.text.PolicyComparison.Change;
import org.openimr.fhir.policy.text.PolicyText;
import org.openimr.fhir.policy.text.yaml.PolicyProblem;
import org.openimr.server.artifact.PackagedTexts;
import org.openimr.server.command.file.PolicyFile;
import org.openimr.server.command.file.UnusableFileException;
import org.openimr.server.command.file.Usage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Says what changed between two policies, the limits of the laws that they name included.
 *
 * <p>Ends as {@code diff} does: with 0 if nothing changed, with 1 if something did, with 2 if they
 * cannot be compared.
 */
@Command(name = "diff", description = "Says which rules, limits and conditions changed")
final class DiffCommand implements Callable<Integer> {

  private static final int CHANGED = 1;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "OLD", description = "a file, or POLICY|VERSION")
  private String before;

  @Parameters(index = "1", paramLabel = "NEW", description = "a file, or POLICY|VERSION")
  private String after;

  @Option(names = "--json", description = "for programs")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PackagedTexts known = new PackagedTexts();
    PolicyText old = text(before, known);
    PolicyText now = text(after, known);
    if (old == null || now == null) {
      return Usage.UNUSABLE;
    }
    List<Change> changes = PolicyComparison.of(old, now).changes();
    PrintWriter out = spec.commandLine().getOut();
    ChangeReport report = new ChangeReport(name(old), name(now), changes);
    out.println(json ? report.json() : report.words());
    return changes.isEmpty() ? 0 : CHANGED;
  }

  /** The text with the limits of its laws; null after its problems were told. */
  private PolicyText text(String name, PackagedTexts known) {
    if (name.contains("|")) {
      return known.versions(name.substring(0, name.indexOf('|'))).stream()
          .filter(each -> name(each).equals(name))
          .findFirst()
          .map(known.laws()::beside)
          .orElseThrow(
              () -> new UnusableFileException(name + ": the program holds no such version"));
    }
    PolicyFile file = PolicyFile.read(Path.of(name));
    List<PolicyProblem> problems = file.problems(known);
    problems.forEach(spec.commandLine().getErr()::println);
    return problems.isEmpty() ? known.laws().beside(file.text(known)) : null;
  }

  private static String name(PolicyText policy) {
    return policy.header().policy() + "|" + policy.header().version();
  }
}
