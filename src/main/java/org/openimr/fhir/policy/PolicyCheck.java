package org.openimr.fhir.policy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.openimr.core.calendar.HolidayCalendars;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.fhir.policy.text.LawTextReader;
import org.openimr.fhir.policy.text.Laws;
import org.openimr.fhir.policy.text.PolicyProblem;
import org.openimr.fhir.policy.text.PolicySource;
import org.openimr.fhir.policy.text.PolicyTextReader;
import org.openimr.fhir.policy.text.UnreadablePolicyTextException;

/**
 * Says everything that is wrong with a policy, be it written in YAML or a PlanDefinition in JSON.
 */
public final class PolicyCheck {

  /** The most bytes that a file may have; the longest that comes with us has some 120 000. */
  public static final int LARGEST = 3 * 1024 * 1024;

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
    if (source.text().documents().isEmpty()) {
      return problems;
    }
    for (String taken : laws.taken(source.text())) {
      problems.add(source.problem("", "the document '" + taken + "' comes with the law named"));
    }
    // What is wrong in form is not objected to again for what could not be read of it.
    Set<String> unread = problems.stream().map(PolicyProblem::rule).collect(Collectors.toSet());
    try {
      PlanDefinition plan = PolicyCompiler.compile(source.text(), laws);
      PlanDefinitionReader.read(plan, vocabulary, calendars, laws);
    } catch (UnreadablePlanException e) {
      placed(e, file, source).stream()
          .filter(problem -> !unread.contains(problem.rule()))
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
    IParser parser = FhirContext.forR4Cached().newJsonParser();
    parser.setParserErrorHandler(new StrictErrorHandler());
    IBaseResource resource = parser.parseResource(content);
    if (resource instanceof PlanDefinition plan) {
      return plan;
    }
    throw new DataFormatException("found a " + resource.fhirType() + ", expected a PlanDefinition");
  }

  private static List<PolicyProblem> placed(
      UnreadablePlanException e, String file, PolicySource source) {
    return e.problems().stream()
        .map(
            each ->
                source == null
                    ? new PolicyProblem(file, 1, each.action(), each.message())
                    : source.problem(each.action(), each.message()))
        .sorted(Comparator.comparingInt(PolicyProblem::line))
        .toList();
  }
}
