package org.openimr.server.command.policy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openimr.core.policy.PolicyBook;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.fhir.policy.text.yaml.PolicyProblem;
import org.openimr.server.artifact.PackagedTexts;
import org.openimr.server.command.file.PolicyFile;
import org.openimr.server.command.file.Usage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Checks policies as the server does before it puts them to work, beside each other and beside
 * those of the program.
 */
@Command(name = "check", description = "Names everything that is wrong with policies")
final class CheckCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "YAML, or JSON (*.json)")
  private List<Path> files;

  @Option(names = "--json", description = "answers in JSON: each file with what is wrong in it")
  private boolean json;

  private final ArrayNode answer = new ObjectMapper().createArrayNode();
  private final List<ReviewPolicy> held = new ArrayList<>();

  @Override
  public Integer call() {
    List<PolicyFile> read = files.stream().map(PolicyFile::read).toList();
    PackagedTexts known = new PackagedTexts();
    int wrong = 0;
    for (PolicyFile file : read) {
      List<PolicyProblem> problems = problems(file, known);
      wrong += problems.size();
      if (json) {
        add(file, problems);
      } else {
        problems.forEach(spec.commandLine().getErr()::println);
      }
    }
    if (json) {
      spec.commandLine().getOut().println(answer.toPrettyString());
    }
    return wrong == 0 ? 0 : Usage.WRONG;
  }

  private void add(PolicyFile file, List<PolicyProblem> problems) {
    ArrayNode all = answer.addObject().put("file", file.name()).putArray("problems");
    problems.forEach(
        each ->
            all.addObject()
                .put("file", each.file())
                .put("line", each.line())
                .put("rule", each.rule())
                .put("text", each.message()));
  }

  private void say(String what) {
    if (!json) {
      spec.commandLine().getOut().println(what);
    }
  }

  private List<PolicyProblem> problems(PolicyFile file, PackagedTexts known) {
    List<PolicyProblem> problems = new ArrayList<>(file.problems(known));
    if (!problems.isEmpty()) {
      return problems;
    }
    if (file.law()) {
      say(file.name() + ": nothing wrong with the law");
      return problems;
    }
    ReviewPolicy policy = known.read(file.plan(known));
    boolean draft = file.draft(known);
    known.versions(policy.header().code()).stream()
        .map(known::read)
        .filter(each -> !holds(each.header()))
        .forEach(held::add);
    if (!draft) {
      held.removeIf(each -> each.header().canonical().equals(policy.header().canonical()));
    }
    List<ReviewPolicy> overlapping =
        draft ? List.of() : new PolicyBook(held).overlapping(policy.header());
    for (ReviewPolicy other : overlapping) {
      problems.add(
          new PolicyProblem(
              file.name(),
              1,
              "",
              "version " + other.header().version() + " of the policy holds on the same day"));
    }
    if (problems.isEmpty()) {
      if (!draft) {
        held.add(policy);
      }
      say(file.name() + ": nothing wrong with " + policy);
    }
    return problems;
  }

  private boolean holds(ReviewPolicy.Header header) {
    return held.stream().anyMatch(each -> each.header().canonical().equals(header.canonical()));
  }
}
