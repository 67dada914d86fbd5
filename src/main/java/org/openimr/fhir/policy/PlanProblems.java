package org.openimr.fhir.policy;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one PlanDefinition. */
final class PlanProblems {

  private final List<PlanProblem> found = new ArrayList<>();

  void add(String action, String message) {
    PlanProblem problem = new PlanProblem(action == null ? "" : action, message);
    if (!found.contains(problem)) {
      found.add(problem);
    }
  }

  List<PlanProblem> found() {
    return found;
  }
}
