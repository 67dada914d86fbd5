package org.openimr.fhir.casefile;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.fhirpath.FhirPathExecutionException;
import ca.uhn.fhir.fhirpath.IFhirPath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.hapi.fluentpath.FhirPathR4;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.ParameterComponent;
import org.hl7.fhir.r4.model.Type;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.Vocabulary;

/**
 * Reads the facts of a case: those that its Task states, and the others by the FHIRPath that the
 * CodeSystem {@code imr-fact} gives for them.
 *
 * <p>The expressions are compiled once; a reader may be used by many threads.
 */
final class CaseFactReader {

  static final String SYSTEM = "https://openimr.org/fhir/CodeSystem/imr-fact";

  private record Compiled(FactDefinition fact, IFhirPath.IParsedExpression expression) {}

  private final Vocabulary vocabulary;
  private final FhirPathR4 fhirPath;
  private final List<Compiled> expressions = new ArrayList<>();

  /** Compiles the expressions. */
  CaseFactReader(Vocabulary vocabulary, FhirContext context) {
    this.vocabulary = vocabulary;
    this.fhirPath = new FhirPathR4(context);
    for (FactDefinition fact : vocabulary.facts()) {
      if (fact.expression() != null) {
        expressions.add(new Compiled(fact, fhirPath.parse(fact.expression())));
      }
    }
  }

  /**
   * Reads the facts.
   *
   * @param task the case
   * @param path FHIRPath of the Task
   * @param bundle the Task and all that belongs to it
   * @param problems where values go that a fact may not have
   * @return the facts as given
   */
  Facts read(Task task, String path, Bundle bundle, ProblemList problems) {
    Facts facts = Facts.none(vocabulary);
    Set<FactDefinition> stated = new LinkedHashSet<>();
    for (int i = 0; i < task.getInput().size(); i++) {
      ParameterComponent input = task.getInput().get(i);
      for (Coding coding : input.getType().getCoding()) {
        if (SYSTEM.equals(coding.getSystem())) {
          facts =
              stated(facts, coding.getCode(), input, path + ".input[" + i + "]", stated, problems);
        }
      }
    }
    for (Compiled compiled : expressions) {
      if (!stated.contains(compiled.fact())) {
        facts = found(facts, compiled, bundle, problems);
      }
    }
    return facts;
  }

  private Facts stated(
      Facts facts,
      String name,
      ParameterComponent input,
      String path,
      Set<FactDefinition> stated,
      ProblemList problems) {
    FactDefinition fact = vocabulary.fact(name);
    if (fact == null) {
      // an unknown code is reported with the profile
      return facts;
    }
    boolean first = stated.add(fact);
    if (!first && !fact.many()) {
      problems.add("duplicate", path, "The fact " + name + " is stated twice; it has one value.");
      return facts;
    }
    Object value = value(fact, input.getValue());
    if (value == null) {
      problems.add(
          "value",
          path + ".value",
          "The fact " + name + " has values of type " + typeName(fact) + ".");
      return facts;
    }
    return with(facts, fact, value, path + ".value", problems);
  }

  private Facts found(Facts facts, Compiled compiled, Bundle bundle, ProblemList problems) {
    FactDefinition fact = compiled.fact();
    Set<Object> values = new LinkedHashSet<>();
    try {
      for (IBase found : fhirPath.evaluate(bundle, compiled.expression(), IBase.class)) {
        values.add(value(fact, (Base) found));
      }
    } catch (FhirPathExecutionException e) {
      problems.add(
          "processing", "Bundle", "The fact " + fact.name() + " cannot be read from the Bundle.");
      return facts;
    }
    values.remove(null);
    if (values.size() > 1 && !fact.many()) {
      problems.add(
          "business-rule",
          "Bundle",
          "The Bundle gives "
              + values.size()
              + " values for the fact "
              + fact.name()
              + "; state it in the input of the Task.");
      return facts;
    }
    Facts with = facts;
    for (Object value : values) {
      with = with(with, fact, value, "Bundle", problems);
    }
    return with;
  }

  private static Facts with(
      Facts facts, FactDefinition fact, Object value, String path, ProblemList problems) {
    String objection = fact.objectionTo(value);
    if (objection == null) {
      return facts.with(fact.name(), value);
    }
    problems.add(
        "code-invalid",
        path,
        "The fact "
            + fact.name()
            + " has a value that is not one of: "
            + Vocabulary.listed(fact.codes())
            + ".");
    return facts;
  }

  private static Object value(FactDefinition fact, Base given) {
    if (!(given instanceof Type) || !(given instanceof PrimitiveType<?> primitive)) {
      return null;
    }
    return switch (fact.type()) {
      case BOOLEAN -> given instanceof BooleanType bool ? bool.getValue() : null;
      case INTEGER -> given instanceof IntegerType integer ? integer.getValue() : null;
      case CODE ->
          given instanceof BooleanType || given instanceof IntegerType
              ? null
              : primitive.getValueAsString();
    };
  }

  private static String typeName(FactDefinition fact) {
    return fact.type().name().toLowerCase(java.util.Locale.ROOT);
  }
}
