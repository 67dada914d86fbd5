package org.openimr.fhir.casefile;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.fhirpath.FhirPathExecutionException;
import ca.uhn.fhir.fhirpath.IFhirPath.IParsedExpression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.hapi.fluentpath.FhirPathR4;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.ParameterComponent;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.Vocabulary;

/**
 * Reads the facts of a case: those that its Task states, and the others by the FHIRPaths that the
 * CodeSystem {@code imr-fact} gives for them.
 *
 * <p>What the Task states counts, then the first expression that finds something; what the others
 * tell is compared with it. The expressions are compiled once; a reader may be used by many
 * threads.
 */
final class CaseFactReader {

  static final String SYSTEM = "https://openimr.org/fhir/CodeSystem/imr-fact";

  private final Vocabulary vocabulary;
  private final FhirPathR4 fhirPath;
  private final Map<FactDefinition, List<IParsedExpression>> expressions = new LinkedHashMap<>();

  /** Compiles the expressions. */
  CaseFactReader(Vocabulary vocabulary, FhirContext context) {
    this.vocabulary = vocabulary;
    this.fhirPath = new FhirPathR4(context);
    for (FactDefinition fact : vocabulary.facts()) {
      List<IParsedExpression> compiled = new ArrayList<>();
      fact.expressions().forEach(expression -> compiled.add(fhirPath.parse(expression)));
      expressions.put(fact, compiled);
    }
  }

  /**
   * Reads the facts.
   *
   * @param task the case
   * @param path FHIRPath of the Task
   * @param bundle the Task and all that belongs to it
   * @param problems where values go that a fact may not have
   * @param remarks where it is named that something tells a fact otherwise than what counts
   * @return the facts as given
   */
  Facts read(Task task, String path, Bundle bundle, ProblemList problems, ProblemList remarks) {
    Map<FactDefinition, FactSource> stated = stated(task, path, problems);
    BundleValues values = new BundleValues(fhirPath, bundle);
    Facts facts = Facts.none(vocabulary);
    for (FactDefinition fact : vocabulary.facts()) {
      FactSource counts = stated.get(fact);
      for (IParsedExpression expression : expressions.get(fact)) {
        FactSource told = told(fact, expression, values, problems);
        if (told.silent()) {
          continue;
        }
        if (counts == null) {
          counts = told;
          decided(fact, told, problems);
        } else if (!told.agreesWith(counts)) {
          otherwise(fact, told, counts, remarks);
        }
      }
      if (counts != null) {
        facts = with(facts, fact, counts, problems);
      }
    }
    return facts;
  }

  private Map<FactDefinition, FactSource> stated(Task task, String path, ProblemList problems) {
    Map<FactDefinition, FactSource> stated = new LinkedHashMap<>();
    for (int i = 0; i < task.getInput().size(); i++) {
      ParameterComponent input = task.getInput().get(i);
      for (Coding coding : input.getType().getCoding()) {
        // an unknown code is reported with the profile
        FactDefinition fact =
            SYSTEM.equals(coding.getSystem()) ? vocabulary.fact(coding.getCode()) : null;
        if (fact != null) {
          state(stated, fact, input, path + ".input[" + i + "]", problems);
        }
      }
    }
    return stated;
  }

  private static void state(
      Map<FactDefinition, FactSource> stated,
      FactDefinition fact,
      ParameterComponent input,
      String path,
      ProblemList problems) {
    if (stated.containsKey(fact) && !fact.many()) {
      problems.add(
          "duplicate", path, "The fact " + fact.name() + " is stated twice; it has one value.");
      return;
    }
    FactSource source = stated.computeIfAbsent(fact, any -> new FactSource(new LinkedHashMap<>()));
    Object value = FactSource.value(fact, input.getValue());
    if (value == null) {
      problems.add(
          "value",
          path + ".value",
          "The fact " + fact.name() + " has values of type " + typeName(fact) + ".");
    } else {
      source.values().putIfAbsent(value, path + ".value");
    }
  }

  private static FactSource told(
      FactDefinition fact,
      IParsedExpression expression,
      BundleValues values,
      ProblemList problems) {
    try {
      return FactSource.of(fact, expression, values);
    } catch (FhirPathExecutionException e) {
      problems.add(
          "processing", "Bundle", "The fact " + fact.name() + " cannot be read from the Bundle.");
      return new FactSource(Map.of());
    }
  }

  private static void decided(FactDefinition fact, FactSource told, ProblemList problems) {
    if (told.values().size() > 1 && !fact.many()) {
      for (String place : told.places()) {
        problems.add(
            "business-rule",
            place,
            "The Bundle gives "
                + told.values().size()
                + " values for the fact "
                + fact.name()
                + "; state it in the input of the Task.");
      }
    }
  }

  private static void otherwise(
      FactDefinition fact, FactSource told, FactSource counts, ProblemList remarks) {
    for (String place : told.places()) {
      remarks.add(
          "business-rule",
          place,
          "This tells the fact "
              + fact.name()
              + " otherwise than "
              + String.join(", ", counts.places())
              + "; the latter counts.");
    }
  }

  private static Facts with(
      Facts facts, FactDefinition fact, FactSource counts, ProblemList problems) {
    Facts with = facts;
    for (Map.Entry<Object, String> value : counts.values().entrySet()) {
      if (fact.objectionTo(value.getKey()) == null) {
        with = with.with(fact.name(), value.getKey());
      } else {
        problems.add(
            "code-invalid",
            value.getValue(),
            "The fact "
                + fact.name()
                + " has a value that is not one of: "
                + Vocabulary.listed(fact.codes())
                + ".");
      }
    }
    return with;
  }

  private static String typeName(FactDefinition fact) {
    return fact.type().name().toLowerCase(java.util.Locale.ROOT);
  }
}
