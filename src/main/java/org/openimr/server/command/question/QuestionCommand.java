package org.openimr.server.command.question;

import ca.uhn.fhir.parser.DataFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.hl7.fhir.r4.model.Parameters;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.parameter.SentParameters;
import org.openimr.fhir.policy.text.yaml.PolicyProblem;
import org.openimr.fhir.question.InputLimits;
import org.openimr.operation.casefile.CaseInquiry;
import org.openimr.server.artifact.PackagedTexts;
import org.openimr.server.command.file.GivenFile;
import org.openimr.server.command.file.PolicyFile;
import org.openimr.server.command.file.UnusableFileException;
import org.openimr.server.command.file.Usage;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A question about a case that a file describes in full, answered by the policies of the program,
 * or by one in a file.
 *
 * <p>It ends with 0 if it was answered, with 1 if something is wrong with the question, each fault
 * named on standard error, and with 2 if it cannot be read at all.
 */
abstract class QuestionCommand implements Callable<Integer> {

  private static final String STANDARD_INPUT = "-";
  private static final int LARGEST = 5_000_000;

  @Spec private CommandSpec spec;

  @picocli.CommandLine.Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = STANDARD_INPUT,
      description = "the Parameters of the operation in JSON or XML; standard input if left out")
  private String file;

  @Option(
      names = "--policy-file",
      paramLabel = "FILE",
      description = "a policy, YAML or JSON, that is held beside those of the program")
  private Path policyFile;

  @Option(names = "--json", description = "for programs: the Parameters that the operation returns")
  private boolean json;

  abstract Parameters answer(PackagedTexts known, CaseInquiry inquiry, SentParameters question);

  abstract String words(Parameters answer);

  @Override
  public Integer call() {
    PackagedTexts known = new PackagedTexts();
    HeldTexts held = new HeldTexts(known);
    if (policyFile != null && !added(held, PolicyFile.read(policyFile), known)) {
      return Usage.WRONG;
    }
    byte[] body = body();
    boolean xml = new String(body, 0, Math.min(body.length, 100)).stripLeading().startsWith("<");
    try {
      SentParameters question = SentParameters.ofFile(body, xml);
      CaseInquiry inquiry =
          new CaseInquiry(
              () -> held.book(policy(question)),
              known.vocabulary(),
              null,
              Clock.systemUTC(),
              InputLimits.DEFAULT);
      Parameters answer = answer(known, inquiry, question);
      spec.commandLine().getOut().println(json ? AnswerJson.of(answer) : words(answer));
      return 0;
    } catch (DataFormatException noResource) {
      throw new UnusableFileException(
          file
              + ": holds no FHIR resource that can be read; the Parameters of the operation were"
              + " expected, as JSON or XML in UTF-8");
    } catch (UnreadableResourceException wrong) {
      wrong.problems().forEach(this::tell);
      return Usage.WRONG;
    }
  }

  private boolean added(HeldTexts held, PolicyFile policy, PackagedTexts known) {
    List<PolicyProblem> problems = new ArrayList<>(policy.problems(known));
    problems.forEach(spec.commandLine().getErr()::println);
    if (problems.isEmpty()) {
      held.add(policy.plan(known));
    }
    return problems.isEmpty();
  }

  /** The policy that a question names, or null; what is wrong with it is told by its reader. */
  private static String policy(SentParameters question) {
    return question.peek(
        parameters ->
            parameters.getParameter("policy") == null
                    || parameters.getParameter("policy").getValue() == null
                ? null
                : parameters.getParameter("policy").getValue().primitiveValue());
  }

  private void tell(UnreadableResourceException.Problem problem) {
    String where = problem.expression() == null ? "" : problem.expression() + ": ";
    spec.commandLine().getErr().println(file + ": " + where + problem.text());
  }

  private byte[] body() {
    if (!file.equals(STANDARD_INPUT)) {
      return GivenFile.read(Path.of(file), LARGEST);
    }
    try {
      return GivenFile.fit("standard input", System.in.readNBytes(LARGEST + 1), LARGEST);
    } catch (IOException unreadable) {
      throw new UnusableFileException("standard input: cannot be read");
    }
  }
}
