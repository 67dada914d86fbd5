package org.openimr.server.command.policy;

import ca.uhn.fhir.context.FhirContext;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.openimr.fhir.policy.text.yaml.PolicyProblem;
import org.openimr.server.artifact.PackagedTexts;
import org.openimr.server.command.file.PolicyFile;
import org.openimr.server.command.file.Usage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the PlanDefinition to which a policy text compiles, as it is put over HTTP. */
@Command(name = "compile", description = "Prints the PlanDefinition of a policy text")
final class CompileCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "a policy text in YAML")
  private Path file;

  @Override
  public Integer call() {
    PolicyFile text = PolicyFile.read(file);
    PackagedTexts known = new PackagedTexts();
    List<PolicyProblem> problems = text.problems(known);
    problems.forEach(spec.commandLine().getErr()::println);
    if (!problems.isEmpty()) {
      return Usage.WRONG;
    }
    spec.commandLine()
        .getOut()
        .println(
            FhirContext.forR4Cached()
                .newJsonParser()
                .setPrettyPrint(true)
                .encodeResourceToString(text.plan(known)));
    return 0;
  }
}
