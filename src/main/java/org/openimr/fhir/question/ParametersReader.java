package org.openimr.fhir.question;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.policy.PolicyBook;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.parameter.Part;
import org.openimr.fhir.parameter.Problems;
import org.openimr.fhir.parameter.SeenNames;
import org.openimr.fhir.question.CaseQuestion.GivenFact;

/**
 * Reads what a client asks about a case from {@code Parameters}, and names every problem at once.
 *
 * <p>Nothing is guessed: an unknown parameter, a value of another type and a code outside the
 * closed vocabulary are refused.
 */
public final class ParametersReader {

  private static final Set<String> NAMES = Set.of("policy", "asOf", "explain", "fact", "event");
  private static final Set<String> OF_STORED =
      Set.of("policy", "asOf", "knownAt", "explain", "fact", "event");

  private final Supplier<PolicyBook> policies;
  private final Vocabulary vocabulary;
  private final InputLimits limits;

  /**
   * Makes a reader.
   *
   * @param policies the policies that may be named, asked for each question
   * @param vocabulary the facts and events that may be named
   * @param limits how much a question may hold
   */
  public ParametersReader(
      Supplier<PolicyBook> policies, Vocabulary vocabulary, InputLimits limits) {
    this.policies = policies;
    this.vocabulary = vocabulary;
    this.limits = limits;
  }

  /**
   * Reads a question.
   *
   * @param parameters the parameters as sent
   * @param policyRequired whether a policy must be named, because no stored case names one
   * @return the question
   * @throws UnreadableResourceException naming all that is wrong, each with its FHIRPath
   */
  public CaseQuestion read(Parameters parameters, boolean policyRequired) {
    return new Reading().read(parameters, policyRequired, NAMES);
  }

  /**
   * Reads a question about a stored case, which may be asked what was known of it at a time.
   *
   * @param parameters the parameters as sent
   * @return the question
   * @throws UnreadableResourceException naming all that is wrong, each with its FHIRPath
   */
  public CaseQuestion readOfStored(Parameters parameters) {
    return new Reading().read(parameters, false, OF_STORED);
  }

  /** One question while it is being read. */
  private final class Reading {

    private final PolicyBook held = policies.get();
    private final Problems problems = new Problems();
    private final BitSet namedFacts = new BitSet();
    private final List<GivenFact> facts = new ArrayList<>();
    private final List<CaseEvent> events = new ArrayList<>();
    private final List<String> eventExpressions = new ArrayList<>();
    private String policy;
    private EventTime asOf;
    private Instant knownAt;
    private boolean explain = true;

    CaseQuestion read(Parameters parameters, boolean policyRequired, Set<String> names) {
      List<ParametersParameterComponent> given = parameters.getParameter();
      checkNumber(given, "event", limits.events());
      checkNumber(given, "fact", limits.facts());
      problems.report();
      SeenNames seen = new SeenNames(new Part(null, "Parameters", "The request", problems), names);
      for (int i = 0; i < given.size(); i++) {
        String name = given.get(i).getName();
        Part part = new Part(given.get(i), "Parameters.parameter[" + i + "]", name + "", problems);
        boolean repeats = "fact".equals(name) || "event".equals(name);
        if (repeats ? seen.known(part) : seen.once(part)) {
          take(part);
        }
      }
      if (policyRequired && !seen.contains("policy")) {
        problems.malformed("required", "Parameters", "The request names no policy; " + known());
      }
      problems.report();
      return new CaseQuestion(policy, asOf, knownAt, explain, facts, events, eventExpressions);
    }

    private void checkNumber(List<ParametersParameterComponent> given, String name, int most) {
      long number = given.stream().filter(part -> name.equals(part.getName())).count();
      if (number > most) {
        problems.unacceptable(
            "too-costly",
            "Parameters.parameter.where(name='" + name + "')",
            "The request has " + number + " " + name + "s; " + most + " are accepted at most.");
      }
    }

    private void take(Part part) {
      switch (part.given().getName()) {
        case "policy" -> policy = policy(part);
        case "asOf" -> asOf = part.time();
        case "knownAt" -> knownAt = part.instant();
        case "explain" -> {
          Boolean wanted = part.truth();
          explain = wanted == null || wanted;
        }
        case "fact" -> takeFact(part);
        default -> takeEvent(part);
      }
    }

    private String policy(Part part) {
      String named = part.text("code", "canonical", "uri");
      boolean known =
          named == null || held.codes().contains(named) || held.byCanonical(named).isPresent();
      if (!known) {
        problems.unacceptable(
            "code-invalid", part.path() + ".value", "No policy of that name is held; " + known());
      }
      return known ? named : null;
    }

    private String known() {
      return "there are "
          + String.join(", ", held.codes())
          + ", or in one version "
          + held.all().stream()
              .map(policy -> policy.header().canonical())
              .collect(Collectors.joining(", "));
    }

    private void takeFact(Part part) {
      GivenFact fact = FactReader.read(vocabulary, part);
      if (fact == null) {
        return;
      }
      if (namedFacts.get(fact.fact().index())) {
        problems.unacceptable(
            "duplicate",
            part.path(),
            "The fact "
                + fact.fact().name()
                + " is given twice; one fact with all its values was expected.");
        return;
      }
      namedFacts.set(fact.fact().index());
      facts.add(fact);
    }

    private void takeEvent(Part part) {
      CaseEvent event = EventReader.read(vocabulary, part);
      if (event != null) {
        events.add(event);
        eventExpressions.add(part.path());
      }
    }
  }
}
