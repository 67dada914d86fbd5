package org.openimr.fhir.casefile.fact;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.ClaimResponse;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.ParameterComponent;

/**
 * A case as it would be if its claim, and the answer to it, had some of their lines only. Each line
 * is told by its number in the claim.
 */
final class DisputedLines {

  static final String FACT = "disputed-line";

  private static final Set<String> LINES = Set.of("item", "addItem");

  private DisputedLines() {}

  /** The numbers of the lines that a case says are in dispute; empty if it says nothing. */
  static Set<Integer> stated(Task task) {
    Set<Integer> stated = new LinkedHashSet<>();
    for (ParameterComponent input : task.getInput()) {
      if (states(input)) {
        stated.add(((IntegerType) input.getValue()).getValue());
      }
    }
    return stated;
  }

  /** Whether an input of a case says that a line is in dispute. */
  static boolean states(ParameterComponent input) {
    return input.getValue() instanceof IntegerType number
        && number.hasValue()
        && input.getType().getCoding().stream()
            .anyMatch(
                each -> FACT.equals(each.getCode()) && StatedFacts.SYSTEM.equals(each.getSystem()));
  }

  /** Whether a case names an entry as what it is about, or as the plan's answer to it. */
  static boolean named(Task task, BundleEntryComponent entry) {
    return names(task.getFocus(), entry) || names(task.getReasonReference(), entry);
  }

  private static boolean names(Reference reference, BundleEntryComponent entry) {
    String url = entry.getFullUrl();
    String named = reference.getReference();
    return url != null && named != null && (url.equals(named) || url.endsWith("/" + named));
  }

  /**
   * Leaves out the other lines.
   *
   * @param task the case
   * @param bundle the case and all that belongs to it; it stays as it is
   * @param lines the numbers of the lines to keep
   * @return a Bundle with the same resources, but those that the case names with these lines only
   */
  static Bundle only(Task task, Bundle bundle, Set<Integer> lines) {
    Bundle only = new Bundle().setType(bundle.getType());
    for (BundleEntryComponent entry : bundle.getEntry()) {
      Resource resource = entry.getResource();
      only.addEntry()
          .setFullUrl(entry.getFullUrl())
          .setResource(resource != null && named(task, entry) ? only(resource, lines) : resource);
    }
    return only;
  }

  /**
   * Leaves out the other lines of a claim, or of an answer to one.
   *
   * @param resource the resource; it stays as it is
   * @param lines the numbers of the lines to keep
   * @return a resource that shares the elements that stay; the same if it has no lines
   */
  static Resource only(Resource resource, Set<Integer> lines) {
    Resource only =
        resource instanceof Claim
            ? new Claim()
            : resource instanceof ClaimResponse
                ? new ClaimResponse()
                : resource instanceof ExplanationOfBenefit ? new ExplanationOfBenefit() : null;
    if (only == null) {
      return resource;
    }
    boolean own = false;
    for (Property property : resource.children()) {
      for (Base value : property.getValues()) {
        if (!LINES.contains(property.getName()) || !disjoint(numbers(value), lines)) {
          only.setProperty(property.getName(), value);
          own |= LINES.contains(property.getName()) && has(value, "adjudication");
        }
      }
    }
    if (own && !(resource instanceof Claim)) {
      // what is said of a line goes before what is said of the whole
      clear(only);
    }
    return only;
  }

  /** The numbers in the claim of a line, or of a line that the plan has added. */
  static Set<Integer> numbers(Base line) {
    Set<Integer> numbers = new LinkedHashSet<>();
    for (String name : List.of("sequence", "itemSequence")) {
      Property property = line.getNamedProperty(name);
      if (property != null) {
        for (Base value : property.getValues()) {
          if (value instanceof IntegerType number && number.hasValue()) {
            numbers.add(number.getValue());
          }
        }
      }
    }
    return numbers;
  }

  private static boolean disjoint(Set<Integer> some, Set<Integer> others) {
    return some.stream().noneMatch(others::contains);
  }

  private static boolean has(Base element, String name) {
    Property property = element.getNamedProperty(name);
    return property != null && property.hasValues();
  }

  private static void clear(Resource answer) {
    if (answer instanceof ClaimResponse response) {
      response.setAdjudication(null);
    } else if (answer instanceof ExplanationOfBenefit benefit) {
      benefit.setAdjudication(null);
    }
  }
}
