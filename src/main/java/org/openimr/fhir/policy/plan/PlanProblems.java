package org.openimr.fhir.policy.plan;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one PlanDefinition. */
public final class PlanProblems {

  private final List<PlanProblem> found;
  private final String element;

  /** None so far; those of the head are of no element. */
  public PlanProblems() {
    this(new ArrayList<>(), "");
  }

  private PlanProblems(List<PlanProblem> found, String element) {
    this.found = found;
    this.element = element;
  }

  /** The same collection, for problems of one element of the head, given as a FHIRPath. */
  public PlanProblems of(String headElement) {
    return new PlanProblems(found, headElement);
  }

  /** The same collection, for problems of one of the terms of the policy. */
  public PlanProblems ofTerm(String part) {
    return of(
        "extension('" + PolicyShape.STRUCTURE + PartsReader.TERMS + "').extension('" + part + "')");
  }

  /**
   * Adds a problem of one action, or of the head if that is null or empty; once if it is said
   * twice.
   */
  public void add(String action, String message) {
    boolean head = action == null || action.isEmpty();
    PlanProblem problem = new PlanProblem(head ? "" : action, head ? element : "", message);
    if (!found.contains(problem)) {
      found.add(problem);
    }
  }

  /** All problems so far, in the order in which they were found. */
  public List<PlanProblem> found() {
    return found;
  }
}
