package org.openimr.fhir.policy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.openimr.core.calendar.HolidayCalendars;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.body.BodyFaults;
import org.openimr.fhir.policy.compiler.PolicyCompiler;
import org.openimr.fhir.policy.plan.PlanProblem;
import org.openimr.fhir.policy.plan.UnreadablePlanException;
import org.openimr.fhir.policy.text.Laws;
import org.openimr.fhir.policy.text.file.LawTextReader;
import org.openimr.fhir.policy.text.file.PolicySource;
import org.openimr.fhir.policy.text.file.PolicyTextReader;
import org.openimr.fhir.policy.text.yaml.PolicyProblem;
import org.openimr.fhir.policy.text.yaml.UnreadablePolicyTextException;

/**
 * Says everything that is wrong with a policy, be it written in YAML or a PlanDefinition in JSON.
 */
public final class PolicyCheck {

  /** The most bytes that a file may have; the longest that comes with us has some 120 000. */
  public static final int LARGEST = 3 * 1024 * 1024;

  private static final Pattern LINE = Pattern.compile("line (\\d{1,9})");

  private PolicyCheck() {}

  /**
   * Checks a policy.
   *
   * @param file the name of the file; one that ends with {@code .json} holds a PlanDefinition
   * @param content the content of the file
   * @param vocabulary the vocabulary that the policy must speak
   * @param calendars the holiday calendars that there are
   * @param laws the laws that it may name
   * @return all problems with file, line and rule; empty if the policy can be put to work. In JSON
   *     the line is always 1
   */
  public static List<PolicyProblem> check(
      String file, String content, Vocabulary vocabulary, HolidayCalendars calendars, Laws laws) {
    try {
      if (!isPlanDefinition(file)) {
        return checkText(file, content, vocabulary, calendars, laws);
      }
      PlanDefinitionReader.read(parse(content), vocabulary, calendars, laws);
      return List.of();
    } catch (UnreadablePolicyTextException e) {
      return e.problems();
    } catch (UnreadableResourceException e) {
      return e.problems().stream().map(fault -> placed(file, fault)).toList();
    } catch (DataFormatException e) {
      return List.of(new PolicyProblem(file, 1, "", e.getMessage()));
    } catch (UnreadablePlanException e) {
      return placed(e, file, null);
    }
  }

  private static List<PolicyProblem> checkText(
      String file, String content, Vocabulary vocabulary, HolidayCalendars calendars, Laws laws) {
    List<PolicyProblem> problems = new ArrayList<>();
    PolicySource source = PolicyTextReader.readWhatCanBe(file, content, problems);
    for (String taken : laws.taken(source.text())) {
      problems.add(
          source.problem("", UnreadText.DOCUMENT + "'" + taken + "' comes with the law named"));
    }
    // What is wrong in form is not objected to again for what could not be read of it.
    UnreadText unread = UnreadText.of(problems);
    try {
      PlanDefinition plan = PolicyCompiler.compile(source.text().withAnyDocument(), laws);
      PlanDefinitionReader.read(plan, vocabulary, calendars, laws);
    } catch (UnreadablePlanException e) {
      e.problems().stream()
          .filter(problem -> !unread.concerns(problem))
          .map(problem -> placed(problem, source))
          .forEach(problems::add);
    }
    problems.sort(Comparator.comparingInt(PolicyProblem::line));
    return problems;
  }

  /**
   * Checks the limits of a law, as those of a policy are checked.
   *
   * @param file the name of the file
   * @param content the content of the file
   * @param vocabulary the vocabulary that it must speak
   * @param calendars the holiday calendars that there are
   * @return all problems with file, line and rule; empty if policies can name the law
   */
  public static List<PolicyProblem> checkLaw(
      String file, String content, Vocabulary vocabulary, HolidayCalendars calendars) {
    PolicySource source = null;
    try {
      source = LawTextReader.read(file, content).source();
      PlanDefinition plan = PolicyCompiler.compile(source.text(), Laws.NONE);
      PlanDefinitionReader.read(plan, vocabulary, calendars, Laws.NONE);
      return List.of();
    } catch (UnreadablePolicyTextException e) {
      return e.problems();
    } catch (UnreadablePlanException e) {
      return placed(e, file, source);
    }
  }

  /**
   * Reads the PlanDefinition that a file holds or compiles to.
   *
   * @param file the name of the file
   * @param content the content of the file, in which {@link #check} found nothing wrong
   * @param laws the laws that it may name
   * @return the PlanDefinition
   */
  public static PlanDefinition plan(String file, String content, Laws laws) {
    return isPlanDefinition(file)
        ? parse(content)
        : PolicyCompiler.compile(PolicyTextReader.read(file, content).text(), laws);
  }

  /**
   * Says in which of the two forms a file holds a policy.
   *
   * @param file the name of the file
   * @return true for a PlanDefinition in JSON, false for a text in YAML
   */
  public static boolean isPlanDefinition(String file) {
    return file.endsWith(".json");
  }

  private static PlanDefinition parse(String content) {
    FhirContext context = FhirContext.forR4Cached();
    List<Problem> faults =
        BodyFaults.in(content.getBytes(StandardCharsets.UTF_8), false, context).all();
    if (!faults.isEmpty()) {
      throw new UnreadableResourceException(faults, true);
    }
    IParser parser = context.newJsonParser();
    parser.setParserErrorHandler(new StrictErrorHandler());
    IBaseResource resource = parser.parseResource(content);
    if (resource instanceof PlanDefinition plan) {
      return plan;
    }
    throw new DataFormatException("found a " + resource.fhirType() + ", expected a PlanDefinition");
  }

  private static PolicyProblem placed(String file, Problem fault) {
    Matcher line = LINE.matcher(fault.text());
    String place = fault.expression() == null ? "" : fault.expression() + ": ";
    return new PolicyProblem(
        file, line.find() ? Integer.parseInt(line.group(1)) : 1, "", place + fault.text());
  }

  private static List<PolicyProblem> placed(
      UnreadablePlanException e, String file, PolicySource source) {
    return e.problems().stream()
        .map(
            each ->
                source == null
                    ? new PolicyProblem(file, 1, each.action(), each.message())
                    : placed(each, source))
        .sorted(Comparator.comparingInt(PolicyProblem::line))
        .toList();
  }

  private static PolicyProblem placed(PlanProblem problem, PolicySource source) {
    return problem.action().isEmpty()
        ? source.problemOfHead(UnreadText.key(problem), problem.message())
        : source.problem(problem.action(), problem.message());
  }
}
