package org.openimr.fhir.policy.compiler;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openimr.fhir.policy.condition.ConditionParser;
import org.openimr.fhir.policy.condition.ConditionTree;
import org.openimr.fhir.policy.plan.PolicyShape;

/** Says a condition in words. */
public final class ConditionWords {

  private static final Map<String, String> SIGNS =
      Map.of(
          "=", "is",
          "!=", "is not",
          "<", "is less than",
          "<=", "is at most",
          ">", "is more than",
          ">=", "is at least");

  private ConditionWords() {}

  /** Says an expression in words; one that is outside the subset stays as it is written. */
  public static String of(String fhirPath) {
    ConditionTree tree;
    try {
      tree = ConditionParser.parse(fhirPath);
    } catch (IllegalArgumentException e) {
      return fhirPath;
    }
    return say(tree);
  }

  private static String say(ConditionTree tree) {
    if (tree instanceof ConditionTree.Literal literal) {
      return literal.value() ? "always" : "never";
    }
    if (tree instanceof ConditionTree.Not not) {
      return "not (" + say(not.operand()) + ")";
    }
    if (tree instanceof ConditionTree.Implies implies) {
      return "if " + inside(implies.premise()) + ", then " + inside(implies.conclusion());
    }
    if (tree instanceof ConditionTree.Junction junction) {
      return junction.operands().stream()
          .map(ConditionWords::inside)
          .collect(Collectors.joining(junction.all() ? " and " : " or "));
    }
    return sayFact(tree);
  }

  private static String inside(ConditionTree tree) {
    boolean compound =
        tree instanceof ConditionTree.Junction || tree instanceof ConditionTree.Implies;
    return compound ? "(" + say(tree) + ")" : say(tree);
  }

  private static String sayFact(ConditionTree tree) {
    if (tree instanceof ConditionTree.Compared compared) {
      return name(compared.fact()) + " " + SIGNS.get(compared.sign()) + " " + say(compared.value());
    }
    if (tree instanceof ConditionTree.Contains contains) {
      return name(contains.fact()) + " includes " + say(contains.value());
    }
    ConditionTree.In in = (ConditionTree.In) tree;
    return name(in.fact()) + " is " + list(in.values().stream().map(ConditionWords::say).toList());
  }

  private static String list(List<String> words) {
    if (words.size() == 1) {
      return words.get(0);
    }
    int last = words.size() - 1;
    return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }

  private static String name(ConditionTree.FactName fact) {
    return PolicyShape.words(fact.name());
  }

  private static String say(Object value) {
    return PolicyShape.words(value.toString());
  }
}
