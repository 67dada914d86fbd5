package org.openimr.fhir.question;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.parameter.Part;
import org.openimr.fhir.parameter.Problems;

/**
 * Reads what is to be compared: one case, under one or several policies, as given and with changes.
 *
 * <p>A {@code scenario} is the case with facts replaced, events added or another time asked about.
 * Every question is read by {@link ParametersReader}, so that nothing is accepted here that would
 * be refused there.
 */
public final class ComparisonReader {

  /** More columns than these nobody reads, and every one is computed. */
  private static final int MOST_SCENARIOS = 20;

  private static final Pattern PLACE =
      Pattern.compile("^Parameters\\.parameter\\[(\\d+)](.*)$", Pattern.DOTALL);

  private final ParametersReader reader;
  private final Set<String> codes;

  /**
   * One question of the comparison.
   *
   * @param scenario the name of the scenario, or null for the case as given
   * @param question the question; its policy is the one asked
   */
  public record Column(String scenario, CaseQuestion question) {}

  /**
   * Makes a reader.
   *
   * @param reader reads each question
   * @param codes the codes of the policies that are compared when none is named
   */
  public ComparisonReader(ParametersReader reader, Set<String> codes) {
    this.reader = reader;
    this.codes = codes;
  }

  /**
   * Reads the questions.
   *
   * @param parameters the parameters as sent
   * @return policies in the order given, for each the case as given and then its scenarios
   * @throws UnreadableResourceException naming all that is wrong, each with its FHIRPath
   */
  public List<Column> read(Parameters parameters) {
    List<Placed> policies = new ArrayList<>();
    List<Placed> common = new ArrayList<>();
    Map<String, List<Placed>> scenarios = new LinkedHashMap<>();
    scenarios.put(null, List.of());
    Problems problems = new Problems();
    List<ParametersParameterComponent> given = parameters.getParameter();
    for (int i = 0; i < given.size(); i++) {
      Placed placed = new Placed(given.get(i), "Parameters.parameter[" + i + "]");
      if ("policy".equals(given.get(i).getName())) {
        policies.add(placed);
      } else if ("scenario".equals(given.get(i).getName())) {
        scenario(new Part(given.get(i), placed.path(), "scenario", problems), scenarios);
      } else {
        common.add(placed);
      }
    }
    if (scenarios.size() > MOST_SCENARIOS + 1) {
      problems.unacceptable(
          "too-costly",
          "Parameters.parameter.where(name='scenario')",
          "More than " + MOST_SCENARIOS + " scenarios were sent; so many are accepted at most.");
    }
    problems.report();
    if (policies.isEmpty()) {
      codes.forEach(code -> policies.add(new Placed(policy(code), "Parameters")));
    }
    return columns(policies, common, scenarios);
  }

  private List<Column> columns(
      List<Placed> policies, List<Placed> common, Map<String, List<Placed>> scenarios) {
    List<Column> columns = new ArrayList<>();
    Set<Problem> problems = new java.util.LinkedHashSet<>();
    boolean malformed = false;
    for (Placed policy : policies) {
      for (Map.Entry<String, List<Placed>> scenario : scenarios.entrySet()) {
        List<Placed> places = merged(policy, common, scenario.getValue());
        Parameters one = new Parameters();
        places.forEach(place -> one.addParameter(place.parameter()));
        try {
          columns.add(new Column(scenario.getKey(), reader.read(one, true)));
        } catch (UnreadableResourceException e) {
          malformed |= e.malformed();
          e.problems().forEach(problem -> problems.add(placed(problem, places)));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new UnreadableResourceException(List.copyOf(problems), malformed);
    }
    return columns;
  }

  private static void scenario(Part scenario, Map<String, List<Placed>> into) {
    List<Placed> changes = new ArrayList<>();
    String name = null;
    int parts = scenario.parted() ? scenario.given().getPart().size() : 0;
    for (int i = 0; i < parts; i++) {
      Part part = scenario.part(i);
      switch (part.given().getName() + "") {
        case "name" -> name = part.text("string", "code");
        case "fact", "event", "asOf" -> changes.add(new Placed(part.given(), part.path()));
        default ->
            part.problems()
                .malformed(
                    "structure",
                    part.path(),
                    "A scenario has no such part; name, fact, event and asOf were expected.");
      }
    }
    if (name == null || name.isBlank() || name.length() > 100 || into.containsKey(name)) {
      scenario
          .problems()
          .malformed(
              "required",
              scenario.path(),
              "A scenario needs a name of its own, of 100 characters at most.");
    } else {
      into.put(name, changes);
    }
  }

  /** The case as given, with what a scenario replaces taken out. */
  private static List<Placed> merged(Placed policy, List<Placed> common, List<Placed> changes) {
    Set<String> replaced = new HashSet<>();
    changes.forEach(change -> replaced.add(subject(change.parameter())));
    List<Placed> places = new ArrayList<>();
    places.add(policy);
    for (Placed place : common) {
      String subject = subject(place.parameter());
      if (subject.isEmpty() || !replaced.contains(subject)) {
        places.add(place);
      }
    }
    places.addAll(changes);
    return places;
  }

  /** What a later parameter of the same subject replaces; events never replace each other. */
  private static String subject(ParametersParameterComponent parameter) {
    if ("fact".equals(parameter.getName())) {
      return parameter.getPart().stream()
          .filter(part -> "name".equals(part.getName()) && part.hasValue())
          .map(part -> "fact " + part.getValue().primitiveValue())
          .findFirst()
          .orElse("");
    }
    return "asOf".equals(parameter.getName()) ? "asOf" : "";
  }

  private static ParametersParameterComponent policy(String code) {
    ParametersParameterComponent parameter = new ParametersParameterComponent();
    parameter.setName("policy");
    parameter.setValue(new CodeType(code));
    return parameter;
  }

  private static Problem placed(Problem problem, List<Placed> places) {
    Matcher place = PLACE.matcher(problem.expression() == null ? "" : problem.expression());
    if (!place.matches()) {
      return problem;
    }
    String path = places.get(Integer.parseInt(place.group(1))).path();
    return new Problem(problem.code(), path + place.group(2), problem.text());
  }

  /** A parameter and where it was sent. */
  private record Placed(ParametersParameterComponent parameter, String path) {}
}
