package org.openimr.fhir.policy.condition;

import java.util.List;

/** A condition as it is written, before it is known which facts there are. */
public sealed interface ConditionTree {

  /** Always or never. */
  record Literal(boolean value) implements ConditionTree {}

  /** The opposite. */
  record Not(ConditionTree operand) implements ConditionTree {}

  /** All of several conditions, or any of them. */
  record Junction(boolean all, List<ConditionTree> operands) implements ConditionTree {
    /** Keeps its own copy. */
    public Junction {
      operands = List.copyOf(operands);
    }
  }

  /** If the one, then the other. */
  record Implies(ConditionTree premise, ConditionTree conclusion) implements ConditionTree {}

  /**
   * A fact compared with a value.
   *
   * @param fact where and which
   * @param sign {@code =}, {@code !=}, {@code <}, {@code <=}, {@code >} or {@code >=}
   * @param value Boolean, Integer or String
   */
  record Compared(FactName fact, String sign, Object value) implements ConditionTree {}

  /**
   * A fact that has one of several values.
   *
   * @param fact where and which
   * @param values Boolean, Integer or String
   */
  record In(FactName fact, List<Object> values) implements ConditionTree {
    /** Keeps its own copy. */
    public In {
      values = List.copyOf(values);
    }
  }

  /**
   * A many-valued fact that has a value among others.
   *
   * @param fact where and which
   * @param value Boolean, Integer or String
   */
  record Contains(FactName fact, Object value) implements ConditionTree {}

  /**
   * A fact as it is named.
   *
   * @param name its name
   * @param column where it stands in the expression, from 1
   */
  record FactName(String name, int column) {}
}
