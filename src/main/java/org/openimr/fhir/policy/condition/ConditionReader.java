package org.openimr.fhir.policy.condition;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.FactDefinition.Type;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.policy.Condition;

/**
 * Turns FHIRPath into a condition of the core, once it is known which facts there are.
 *
 * <p>Facts that do not exist, values that a fact cannot have and comparisons that make no sense for
 * its type are all named at once.
 */
public final class ConditionReader {

  private static final Condition ALWAYS = new Condition.Constant(true);

  private final Vocabulary vocabulary;
  private final Consumer<String> problems;

  /** Reads conditions over the facts of a vocabulary, and tells each objection. */
  public ConditionReader(Vocabulary vocabulary, Consumer<String> problems) {
    this.vocabulary = vocabulary;
    this.problems = problems;
  }

  /** Reads an expression; one that is absent always holds, as does one that is refused. */
  public Condition read(String fhirPath) {
    if (fhirPath == null) {
      return ALWAYS;
    }
    try {
      return condition(ConditionParser.parse(fhirPath));
    } catch (IllegalArgumentException e) {
      problems.accept(e.getMessage());
      return ALWAYS;
    }
  }

  private Condition condition(ConditionTree tree) {
    if (tree instanceof ConditionTree.Literal literal) {
      return new Condition.Constant(literal.value());
    }
    if (tree instanceof ConditionTree.Not not) {
      return new Condition.Not(condition(not.operand()));
    }
    if (tree instanceof ConditionTree.Junction junction) {
      return new Condition.Junction(
          junction.all(), junction.operands().stream().map(this::condition).toList());
    }
    if (tree instanceof ConditionTree.Implies implies) {
      Condition premise = new Condition.Not(condition(implies.premise()));
      return new Condition.Junction(false, List.of(premise, condition(implies.conclusion())));
    }
    if (tree instanceof ConditionTree.Compared compared) {
      return compared(compared);
    }
    if (tree instanceof ConditionTree.In in) {
      FactDefinition fact = single(in.fact(), "in");
      in.values().forEach(value -> checkValue(in.fact(), fact, value));
      return fact == null ? ALWAYS : new Condition.OneOf(fact, Set.copyOf(in.values()));
    }
    return contains((ConditionTree.Contains) tree);
  }

  private Condition compared(ConditionTree.Compared compared) {
    FactDefinition fact = single(compared.fact(), compared.sign());
    checkValue(compared.fact(), fact, compared.value());
    if (fact == null) {
      return ALWAYS;
    }
    switch (compared.sign()) {
      case "=":
        return new Condition.OneOf(fact, Set.of(compared.value()));
      case "!=":
        return new Condition.Not(new Condition.OneOf(fact, Set.of(compared.value())));
      default:
        return ordered(compared, fact);
    }
  }

  private Condition ordered(ConditionTree.Compared compared, FactDefinition fact) {
    if (fact.type() != Type.INTEGER || !(compared.value() instanceof Integer value)) {
      problem(compared.fact(), "'" + compared.sign() + "' compares whole numbers only");
      return ALWAYS;
    }
    for (Condition.Order order : Condition.Order.values()) {
      if (order.sign().equals(compared.sign())) {
        return new Condition.Compared(fact, order, value);
      }
    }
    throw new IllegalStateException("no order '" + compared.sign() + "'");
  }

  private Condition contains(ConditionTree.Contains contains) {
    FactDefinition fact = fact(contains.fact());
    checkValue(contains.fact(), fact, contains.value());
    if (fact != null && !fact.many()) {
      problem(contains.fact(), "'contains' asks of a fact that has one value; use '='");
      return ALWAYS;
    }
    return fact == null ? ALWAYS : new Condition.HasValue(fact, contains.value());
  }

  private FactDefinition fact(ConditionTree.FactName name) {
    FactDefinition fact = vocabulary.fact(name.name());
    if (fact == null) {
      String known =
          vocabulary.facts().stream().map(FactDefinition::name).collect(Collectors.joining(", "));
      problem(name, "there is no such fact; known: " + known);
    }
    return fact;
  }

  private FactDefinition single(ConditionTree.FactName name, String sign) {
    FactDefinition fact = fact(name);
    if (fact != null && fact.many()) {
      problem(name, "'" + sign + "' asks of a fact that has many values; use 'contains'");
      return null;
    }
    return fact;
  }

  private void checkValue(ConditionTree.FactName name, FactDefinition fact, Object value) {
    String objection = fact == null ? null : fact.objectionTo(value);
    if (objection != null) {
      problem(name, objection);
    }
  }

  private void problem(ConditionTree.FactName name, String message) {
    problems.accept("at column " + name.column() + ", %" + name.name() + ": " + message);
  }
}
