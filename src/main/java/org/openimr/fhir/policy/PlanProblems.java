package org.openimr.fhir.policy;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one PlanDefinition. */
final class PlanProblems {

  private final List<PlanProblem> found;
  private final String element;

  PlanProblems() {
    this(new ArrayList<>(), "");
  }

  private PlanProblems(List<PlanProblem> found, String element) {
    this.found = found;
    this.element = element;
  }

  /** The same collection, for problems of one element of the head, given as a FHIRPath. */
  PlanProblems of(String headElement) {
    return new PlanProblems(found, headElement);
  }

  /** The same collection, for problems of one of the terms of the policy. */
  PlanProblems ofTerm(String part) {
    return of(
        "extension('" + PolicyShape.STRUCTURE + PartsReader.TERMS + "').extension('" + part + "')");
  }

  void add(String action, String message) {
    boolean head = action == null || action.isEmpty();
    PlanProblem problem = new PlanProblem(head ? "" : action, head ? element : "", message);
    if (!found.contains(problem)) {
      found.add(problem);
    }
  }

  List<PlanProblem> found() {
    return found;
  }
}
