package org.openimr.fhir.policy.text.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** A policy text cannot be read; names everything that is wrong with it. */
public final class UnreadablePolicyTextException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<PolicyProblem> problems;

  /**
   * Makes the exception.
   *
   * @param problems everything that is wrong, at least one
   */
  public UnreadablePolicyTextException(List<PolicyProblem> problems) {
    super(problems.stream().map(PolicyProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /**
   * Returns what is wrong.
   *
   * @return all problems in the order of the file
   */
  public List<PolicyProblem> problems() {
    return problems;
  }
}
