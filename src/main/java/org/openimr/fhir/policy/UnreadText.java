package org.openimr.fhir.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openimr.fhir.policy.plan.PlanProblem;
import org.openimr.fhir.policy.plan.PolicyDecompiler;
import org.openimr.fhir.policy.text.yaml.PolicyProblem;

/**
 * The rules of a policy text, and the keys of its head, whose form has been objected to.
 *
 * @param rules the names of the rules
 * @param keys the keys of the head
 */
record UnreadText(Set<String> rules, Set<String> keys) {

  /** How the objection to a document begins. */
  static final String DOCUMENT = "the document ";

  private static final Pattern KEY = Pattern.compile("^'([a-z-]+)'");
  private static final Pattern TERM = Pattern.compile("extension\\('([a-z-]+)'\\)$");

  /** Objections to other names follow from nothing: what could not be read has none. */
  private static final Pattern NAME =
      Pattern.compile(
          "there is no (event|fact|calendar|such) |has no value |is no code of imr-(?!milestone|rule)");

  /** What an element of the PlanDefinition is called in the text, where it has another name. */
  private static final Map<String, String> CALLED =
      Map.of(
          "id", "version",
          "url", "policy",
          "useContext", "programme",
          "effectivePeriod", "in-force",
          "effectivePeriod.end", "in-force",
          "relatedArtifact", "documents");

  static UnreadText of(List<PolicyProblem> problems) {
    Set<String> rules = new HashSet<>();
    Set<String> keys = new HashSet<>();
    for (PolicyProblem problem : problems) {
      Matcher key = KEY.matcher(problem.message());
      if (!problem.rule().isEmpty()) {
        rules.add(problem.rule());
      } else if (problem.message().startsWith(DOCUMENT)) {
        // limits of the law cite documents of theirs, so these cannot be compared either
        keys.addAll(Set.of("documents", "action"));
      } else if (key.find()) {
        keys.add(key.group(1));
      }
    }
    return new UnreadText(rules, keys);
  }

  /** Whether a problem only follows from what could not be read. */
  boolean concerns(PlanProblem problem) {
    if (problem.action().isEmpty()) {
      return keys.contains(key(problem));
    }
    return rules.contains(problem.action()) && !NAME.matcher(problem.message()).find()
        || !rules.isEmpty() && problem.message().equals(PolicyDecompiler.TWICE);
  }

  /** The key of the head under which the text has what a problem of the head concerns. */
  static String key(PlanProblem problem) {
    Matcher term = TERM.matcher(problem.element());
    return term.find() ? term.group(1) : CALLED.getOrDefault(problem.element(), problem.element());
  }
}
