package org.openimr.fhir.policy.plan;

/**
 * One thing that is wrong with a PlanDefinition.
 *
 * @param action the id of the action concerned; empty for the head
 * @param element the element of the head concerned, as a FHIRPath from the PlanDefinition; empty
 *     for an action, or for the PlanDefinition as a whole
 * @param message what was found and what was expected; within a condition also the column
 */
public record PlanProblem(String action, String element, String message) {

  /**
   * Says where the problem is.
   *
   * @return a FHIRPath from the PlanDefinition
   */
  public String expression() {
    if (action.isEmpty()) {
      return element.isEmpty() ? "PlanDefinition" : "PlanDefinition." + element;
    }
    return "PlanDefinition.repeat(action).where(id = '" + action.replace("'", "\\'") + "')";
  }

  @Override
  public String toString() {
    return (action.isEmpty() ? "policy" : action) + ": " + message;
  }
}
