package org.openimr.core.policy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.KnownInPart;

/**
 * A condition over the facts of a case, with three truth values.
 *
 * <p>Its text form is the FHIRPath from which it was read.
 */
public sealed interface Condition {

  /**
   * Evaluates the condition.
   *
   * @param facts the facts
   * @return whether it holds
   */
  Truth evaluate(Facts facts);

  /**
   * Adds the facts that would decide the condition, if it is undecided.
   *
   * @param facts the facts
   * @param names where the names of unknown facts go
   */
  void addMissing(Facts facts, Set<String> names);

  /**
   * Adds every fact that the condition looks at.
   *
   * @param into where the facts go
   */
  void addFacts(Set<FactDefinition> into);

  /** A condition that always or never holds. */
  record Constant(boolean value) implements Condition {
    @Override
    public Truth evaluate(Facts facts) {
      return Truth.of(value);
    }

    @Override
    public void addMissing(Facts facts, Set<String> names) {
      // it is never undecided
    }

    @Override
    public void addFacts(Set<FactDefinition> into) {
      // it looks at none
    }

    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  /** The opposite of a condition. */
  record Not(Condition operand) implements Condition {
    @Override
    public Truth evaluate(Facts facts) {
      return operand.evaluate(facts).not();
    }

    @Override
    public void addMissing(Facts facts, Set<String> names) {
      operand.addMissing(facts, names);
    }

    @Override
    public void addFacts(Set<FactDefinition> into) {
      operand.addFacts(into);
    }

    @Override
    public String toString() {
      return "(" + operand + ").not()";
    }
  }

  /** All of several conditions, or any of them. */
  record Junction(boolean all, List<Condition> operands) implements Condition {
    /** Keeps its own copy. */
    public Junction {
      operands = List.copyOf(operands);
    }

    @Override
    public Truth evaluate(Facts facts) {
      Truth deciding = all ? Truth.FALSE : Truth.TRUE;
      Truth result = deciding.not();
      for (int i = 0; i < operands.size(); i++) {
        Truth truth = operands.get(i).evaluate(facts);
        if (truth == deciding) {
          return deciding;
        }
        if (truth == Truth.UNKNOWN) {
          result = Truth.UNKNOWN;
        }
      }
      return result;
    }

    @Override
    public void addMissing(Facts facts, Set<String> names) {
      if (evaluate(facts) == Truth.UNKNOWN) {
        for (int i = 0; i < operands.size(); i++) {
          operands.get(i).addMissing(facts, names);
        }
      }
    }

    @Override
    public void addFacts(Set<FactDefinition> into) {
      operands.forEach(operand -> operand.addFacts(into));
    }

    @Override
    public String toString() {
      return operands.stream()
          .map(operand -> operand instanceof Junction ? "(" + operand + ")" : operand.toString())
          .collect(Collectors.joining(all ? " and " : " or "));
    }
  }

  /** A condition about one fact: only that fact, while unknown, would decide it. */
  sealed interface OfOneFact extends Condition {

    /**
     * Returns the fact.
     *
     * @return the fact that the condition looks at
     */
    FactDefinition fact();

    @Override
    default void addMissing(Facts facts, Set<String> names) {
      if (evaluate(facts) == Truth.UNKNOWN) {
        names.add(fact().name());
      }
    }

    @Override
    default void addFacts(Set<FactDefinition> into) {
      into.add(fact());
    }
  }

  /** A fact of one value that is one of several. */
  record OneOf(FactDefinition fact, Set<Object> values) implements OfOneFact {
    /** Keeps its own copy. */
    public OneOf {
      values = Set.copyOf(values);
    }

    @Override
    public Truth evaluate(Facts facts) {
      Object value = facts.value(fact.index());
      return value == null ? Truth.UNKNOWN : Truth.of(values.contains(value));
    }

    @Override
    public String toString() {
      String left = ConditionText.name(fact);
      if (values.size() == 1) {
        return left + " = " + ConditionText.literal(values.iterator().next());
      }
      return left
          + " in ("
          + values.stream().map(ConditionText::literal).sorted().collect(Collectors.joining(" | "))
          + ")";
    }
  }

  /** A many-valued fact that has a value among others. */
  record HasValue(FactDefinition fact, Object value) implements OfOneFact {
    @Override
    public Truth evaluate(Facts facts) {
      Object values = facts.value(fact.index());
      if (values instanceof KnownInPart known) {
        return known.values().contains(value) ? Truth.TRUE : Truth.UNKNOWN;
      }
      return values == null ? Truth.UNKNOWN : Truth.of(((Set<?>) values).contains(value));
    }

    @Override
    public String toString() {
      return ConditionText.name(fact) + " contains " + ConditionText.literal(value);
    }
  }

  /** A whole number compared with another. */
  record Compared(FactDefinition fact, Order order, int value) implements OfOneFact {
    @Override
    public Truth evaluate(Facts facts) {
      Object found = facts.value(fact.index());
      return found == null ? Truth.UNKNOWN : Truth.of(order.holds((Integer) found, value));
    }

    @Override
    public String toString() {
      return ConditionText.name(fact) + " " + order.sign() + " " + value;
    }
  }

  /** How two numbers are compared. */
  enum Order {
    /** Less. */
    LESS("<"),
    /** Less or equal. */
    AT_MOST("<="),
    /** Greater. */
    GREATER(">"),
    /** Greater or equal. */
    AT_LEAST(">=");

    private final String sign;

    Order(String sign) {
      this.sign = sign;
    }

    /**
     * Returns the sign.
     *
     * @return the sign as FHIRPath writes it
     */
    public String sign() {
      return sign;
    }

    boolean holds(int left, int right) {
      return switch (this) {
        case LESS -> left < right;
        case AT_MOST -> left <= right;
        case GREATER -> left > right;
        default -> left >= right;
      };
    }
  }
}
