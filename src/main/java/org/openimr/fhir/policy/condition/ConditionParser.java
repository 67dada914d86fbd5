package org.openimr.fhir.policy.condition;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
import org.hl7.fhir.r4.fhirpath.ExpressionNode.Kind;
import org.hl7.fhir.r4.fhirpath.ExpressionNode.Operation;
import org.hl7.fhir.r4.fhirpath.FHIRPathUtilityClasses.FHIRConstant;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.StringType;

/**
 * Parses conditions: FHIRPath over facts as constants, ``%`review-type` = 'medical-necessity'``.
 *
 * <p>The subset is {@code and}, {@code or}, {@code implies}, {@code .not()}, {@code =}, {@code !=},
 * {@code <}, {@code <=}, {@code >}, {@code >=}, {@code in} with a list of literals, {@code
 * contains} with a literal, {@code true} and {@code false}; a fact stands on the left, a literal on
 * the right. A name with a hyphen stands in backticks. HAPI parses; what a condition means when a
 * fact is unknown is decided by the core, because HAPI's own evaluation is not three-valued.
 */
public final class ConditionParser {

  private final String source;
  private int cursor;
  private int column = 1;

  private ConditionParser(String source) {
    this.source = source;
  }

  /**
   * Parses a condition.
   *
   * @param fhirPath the expression
   * @return the condition as it is written
   * @throws IllegalArgumentException saying where the expression leaves the subset
   */
  public static ConditionTree parse(String fhirPath) {
    return new ConditionParser(fhirPath).chain(FhirPathSyntax.parse(fhirPath));
  }

  private ConditionTree chain(ExpressionNode first) {
    if (first.getKind() == Kind.Constant && first.getConstant() instanceof FHIRConstant) {
      return comparison(first);
    }
    ConditionTree result = operand(first);
    for (ExpressionNode node = first; node.getOperation() != null; node = node.getOpNext()) {
      ConditionTree right = operand(node.getOpNext());
      result = joined(result, node, right);
    }
    return result;
  }

  private ConditionTree joined(ConditionTree left, ExpressionNode node, ConditionTree right) {
    Operation operation = node.getOperation();
    if (operation == Operation.Implies) {
      return new ConditionTree.Implies(left, right);
    }
    if (operation != Operation.And && operation != Operation.Or) {
      throw outside("'" + operation.toCode() + "' has no place here");
    }
    boolean all = operation == Operation.And;
    List<ConditionTree> operands = new ArrayList<>();
    if (left instanceof ConditionTree.Junction junction && junction.all() == all) {
      operands.addAll(junction.operands());
    } else {
      operands.add(left);
    }
    operands.add(right);
    return new ConditionTree.Junction(all, operands);
  }

  private ConditionTree operand(ExpressionNode node) {
    if (node.getKind() == Kind.Group) {
      ConditionTree inside = chain(node.getGroup());
      return node.getInner() == null ? inside : negated(inside, node.getInner());
    }
    if (node.getKind() == Kind.Constant && node.getConstant() instanceof BooleanType literal) {
      return new ConditionTree.Literal(literal.booleanValue());
    }
    if (node.getKind() == Kind.Constant && node.getConstant() instanceof FHIRConstant) {
      throw outside("a fact alone is no condition; compare it with a value");
    }
    throw outside("expected a fact compared with a value");
  }

  private ConditionTree negated(ConditionTree inside, ExpressionNode function) {
    if (function.getKind() == Kind.Function
        && function.getFunction() == ExpressionNode.Function.Not
        && function.getInner() == null) {
      return new ConditionTree.Not(inside);
    }
    throw outside("'." + function.getName() + "' is not known; only .not() is");
  }

  private ConditionTree comparison(ExpressionNode node) {
    ConditionTree.FactName fact = fact(node);
    Operation operation = node.getOperation();
    ExpressionNode right = node.getOpNext();
    if (operation == null) {
      throw outside("a fact alone is no condition; compare it with a value");
    }
    if (right.getOperation() != null) {
      throw outside("one comparison follows another without and, or, implies");
    }
    return switch (operation) {
      case Equals, NotEquals, LessThan, LessOrEqual, Greater, GreaterOrEqual ->
          new ConditionTree.Compared(fact, operation.toCode(), literal(right));
      case In -> new ConditionTree.In(fact, literals(right));
      case Contains -> new ConditionTree.Contains(fact, literal(right));
      default -> throw outside("'" + operation.toCode() + "' is not known");
    };
  }

  private ConditionTree.FactName fact(ExpressionNode node) {
    String written = ((FHIRConstant) node.getConstant()).getValue();
    moveTo(written);
    String name = written.substring(1);
    if (node.getInner() != null) {
      throw outside("nothing may follow a fact but a comparison");
    }
    if (name.startsWith("`")) {
      name = name.substring(1, name.length() - 1);
    } else if (name.contains("-")) {
      throw outside("%" + name + ": a name with a hyphen stands in backticks");
    }
    return new ConditionTree.FactName(name, column);
  }

  private Object literal(ExpressionNode node) {
    if (node.getKind() == Kind.Group && node.getGroup() != null && node.getInner() == null) {
      return literalInGroup(node);
    }
    if (node.getKind() == Kind.Constant && node.getInner() == null) {
      if (node.getConstant() instanceof BooleanType value) {
        return value.booleanValue();
      }
      if (node.getConstant() instanceof IntegerType value) {
        return value.getValue();
      }
      if (node.getConstant() instanceof StringType value) {
        return value.getValue();
      }
    }
    throw outside("expected a literal: 'code', a whole number, true or false");
  }

  private Object literalInGroup(ExpressionNode group) {
    if (group.getGroup().getOperation() != null) {
      throw outside("expected one literal");
    }
    return literal(group.getGroup());
  }

  private List<Object> literals(ExpressionNode node) {
    ExpressionNode first = node.getKind() == Kind.Group ? node.getGroup() : node;
    List<Object> values = new ArrayList<>();
    for (ExpressionNode each = first; each != null; each = each.getOpNext()) {
      values.add(literal(each));
      if (each.getOperation() != null && each.getOperation() != Operation.Union) {
        throw outside("a list is written ('a' | 'b')");
      }
    }
    return values;
  }

  /** Facts are met from left to right, so each is found after the one before. */
  private void moveTo(String written) {
    int found = source.indexOf(written, cursor);
    if (found >= 0) {
      column = found + 1;
      cursor = found + written.length();
    }
  }

  private IllegalArgumentException outside(String message) {
    return new IllegalArgumentException("near column " + column + ": " + message);
  }
}
