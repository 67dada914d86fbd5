package org.openimr.fhir.casefile.fact;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.fhirpath.FhirPathExecutionException;
import ca.uhn.fhir.fhirpath.IFhirPath.IParsedExpression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.hapi.fluentpath.FhirPathR4;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.FactReading;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.fhir.casefile.ProblemList;

/**
 * Reads the facts of a case: those that its Task states, and the others by the FHIRPaths that the
 * CodeSystem {@code imr-fact} gives for them.
 *
 * <p>What the Task states counts, then the first expression that finds something; what the others
 * tell is compared with it. The expressions are compiled once; a reader may be used by many
 * threads.
 */
public final class CaseFactReader {

  // what is said of a code in a remark tells of no person
  private static final Pattern PLAIN =
      Pattern.compile("(https?://|urn:oid:)[A-Za-z0-9./_-]{1,100}\\|[A-Za-z0-9.-]{1,12}");

  private final Vocabulary vocabulary;
  private final StatedFacts stated;
  private final FhirPathR4 fhirPath;
  private final Map<FactDefinition, List<IParsedExpression>> expressions = new LinkedHashMap<>();

  /** Compiles the expressions. */
  public CaseFactReader(Vocabulary vocabulary, FhirContext context) {
    this.vocabulary = vocabulary;
    this.stated = new StatedFacts(vocabulary);
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
  public Facts read(
      Task task, String path, Bundle bundle, ProblemList problems, ProblemList remarks) {
    Map<FactDefinition, FactSource> stated = this.stated.read(task, path, problems);
    BundleValues values = values(task, bundle);
    Facts facts = Facts.none(vocabulary);
    for (FactDefinition fact : vocabulary.facts()) {
      FactSource counts = stated.get(fact);
      for (IParsedExpression expression : expressions.get(fact)) {
        FactSource told = told(fact, expression, values, problems);
        if (!stated.containsKey(fact)) {
          told.strange().forEach((concept, place) -> strange(fact, concept, place, remarks));
        }
        if (told.silent(fact)) {
          continue;
        }
        if (counts == null) {
          counts = told;
          decided(fact, told, problems);
        } else if (!told.contradictory(fact) && !told.agreesWith(counts, fact)) {
          otherwise(fact, told, counts, remarks);
        }
      }
      if (counts != null) {
        facts = with(facts, fact, counts, problems);
      }
    }
    return facts;
  }

  /**
   * Reads the facts of a stored case: those that its Task states, and what others tell of the rest.
   * What these tell and cannot be tells nothing, so that nobody makes a case unreadable by writing
   * something that belongs to it.
   */
  public Facts stored(Task task, Bundle bundle, ProblemList problems) {
    Map<FactDefinition, FactSource> stated = this.stated.read(task, "Task", problems);
    BundleValues values = values(task, bundle);
    Facts facts = Facts.none(vocabulary);
    for (FactDefinition fact : vocabulary.facts()) {
      if (stated.containsKey(fact)) {
        facts = with(facts, fact, stated.get(fact), problems);
      } else if (fact.reading().keeping() != FactReading.Keeping.READ_ONCE) {
        facts = with(facts, fact, first(fact, values, new ProblemList()), new ProblemList());
      }
    }
    return facts;
  }

  /**
   * What the resources of a stored case tell of the facts that were stated when it came in,
   * whatever it states.
   *
   * @param problems where values go that a fact may not have, whatever the fact
   */
  public Map<FactDefinition, FactSource> told(Task task, Bundle bundle, ProblemList problems) {
    BundleValues values = values(task, bundle);
    Map<FactDefinition, FactSource> told = new LinkedHashMap<>();
    for (FactDefinition fact : vocabulary.facts()) {
      FactSource first = first(fact, values, problems);
      decided(fact, first, problems);
      with(Facts.none(vocabulary), fact, first, problems);
      if (fact.reading().keeping() == FactReading.Keeping.STATED) {
        told.put(fact, first);
      }
    }
    return told;
  }

  /** The first that tells something; what it does not understand tells nothing. */
  private FactSource first(FactDefinition fact, BundleValues values, ProblemList problems) {
    for (IParsedExpression expression : expressions.get(fact)) {
      FactSource told = told(fact, expression, values, problems);
      if (!told.silent(fact)) {
        return told;
      }
    }
    return new FactSource();
  }

  /** Of a case that says which lines are in dispute, what these lines tell. */
  private BundleValues values(Task task, Bundle bundle) {
    Set<Integer> lines = DisputedLines.stated(task);
    return lines.isEmpty()
        ? new BundleValues(fhirPath, bundle, bundle)
        : new BundleValues(fhirPath, DisputedLines.only(task, bundle, lines), bundle);
  }

  /**
   * Reads one fact, whatever the case states.
   *
   * @param name the name of the fact
   * @param bundle the case and what belongs to it
   * @return its whole value; null if it stays unknown
   */
  Object whole(String name, Bundle bundle) {
    FactDefinition fact = vocabulary.fact(name);
    return read(fact, bundle).whole(fact);
  }

  /**
   * Reads the values of one fact, whatever the case states.
   *
   * @param name the name of the fact
   * @param bundle the case and what belongs to it
   * @return the values that are understood
   */
  Set<Object> values(String name, Bundle bundle) {
    return read(vocabulary.fact(name), bundle).values().keySet();
  }

  /** What the resources tell of a fact, whatever the case states. */
  public FactSource read(FactDefinition fact, Bundle bundle) {
    return first(fact, new BundleValues(fhirPath, bundle, bundle), new ProblemList());
  }

  /** What the resources tell of a fact, whatever the case states, of the lines in dispute. */
  public FactSource read(FactDefinition fact, Task task, Bundle bundle) {
    return first(fact, values(task, bundle), new ProblemList());
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
      return new FactSource();
    }
  }

  private static void decided(FactDefinition fact, FactSource told, ProblemList problems) {
    if (told.contradictory(fact)) {
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

  private static void strange(
      FactDefinition fact, Base concept, String place, ProblemList remarks) {
    List<Coding> codings =
        concept instanceof CodeableConcept many
            ? many.getCoding()
            : concept instanceof Coding one ? List.of(one) : List.of();
    String said =
        codings.stream()
            .filter(each -> PLAIN.matcher(each.getSystem() + "|" + each.getCode()).matches())
            .map(each -> " " + each.getCode() + " of " + each.getSystem())
            .collect(Collectors.joining(","));
    remarks.add(
        "code-invalid",
        place,
        "The code"
            + said
            + " is not understood here; it tells nothing of the fact "
            + fact.name()
            + ", which can be stated in the input of the Task.");
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
    boolean known = true;
    for (Map.Entry<Object, String> value : counts.values().entrySet()) {
      if (fact.objectionTo(value.getKey()) != null) {
        known = false;
        problems.add(
            fact.type() == FactDefinition.Type.CODE ? "code-invalid" : "value",
            value.getValue(),
            "The fact "
                + fact.name()
                + (fact.type() == FactDefinition.Type.CODE
                    ? " has a value that is not one of: " + Vocabulary.listed(fact.codes()) + "."
                    : " counts from 0 on."));
      }
    }
    Object whole = counts.whole(fact);
    return known && whole != null ? facts.set(fact, whole) : facts;
  }
}
