package org.openimr.fhir.policy.plan;

import java.util.List;
import java.util.stream.Collectors;
import org.openimr.fhir.UnreadableResourceException;

/** A PlanDefinition is no policy that can be computed; names everything that is wrong with it. */
public final class UnreadablePlanException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<PlanProblem> problems;

  /**
   * Makes the exception.
   *
   * @param plan the PlanDefinition, as {@code url|version}
   * @param problems everything that is wrong, at least one
   */
  public UnreadablePlanException(String plan, List<PlanProblem> problems) {
    super(
        plan
            + " cannot be read:\n"
            + problems.stream().map(PlanProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /**
   * Returns what is wrong.
   *
   * @return all problems in the order of the PlanDefinition
   */
  public List<PlanProblem> problems() {
    return problems;
  }

  /**
   * Returns the same objection as it is answered to whoever sent the PlanDefinition.
   *
   * @return all problems, each with the FHIRPath of its action
   */
  public UnreadableResourceException toUnreadableResource() {
    return new UnreadableResourceException(
        problems.stream()
            .map(
                each ->
                    new UnreadableResourceException.Problem(
                        "invalid", each.expression(), each.toString()))
            .toList());
  }
}
