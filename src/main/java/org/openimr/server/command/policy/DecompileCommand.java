package org.openimr.server.command.policy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.openimr.fhir.policy.text.file.PolicyTextWriter;
import org.openimr.fhir.policy.text.yaml.PolicyProblem;
import org.openimr.server.artifact.PackagedTexts;
import org.openimr.server.command.file.PolicyFile;
import org.openimr.server.command.file.Usage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the policy text from which a PlanDefinition would be compiled. */
@Command(name = "decompile", description = "Prints the policy text of a PlanDefinition")
final class DecompileCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "a PlanDefinition in JSON (*.json)")
  private Path file;

  @Override
  public Integer call() {
    PolicyFile plan = PolicyFile.read(file);
    PackagedTexts known = new PackagedTexts();
    List<PolicyProblem> problems = plan.problems(known);
    problems.forEach(spec.commandLine().getErr()::println);
    if (!problems.isEmpty()) {
      return Usage.WRONG;
    }
    spec.commandLine().getOut().print(PolicyTextWriter.write(plan.text(known)));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
