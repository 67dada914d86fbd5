package org.openimr.fhir.policy.text;

import java.util.Map;

/**
 * A policy text together with the place of each of its parts, so that a later objection can still
 * name file and line.
 *
 * @param file the name of the file
 * @param text the policy
 * @param lines the line (from 1) of each part, by the id of its action in the PlanDefinition
 */
public record PolicySource(String file, PolicyText text, Map<String, Integer> lines) {

  /** Keeps its own copy. */
  public PolicySource {
    lines = Map.copyOf(lines);
  }

  /**
   * Places an objection to a part of the policy.
   *
   * @param action the id of the action that is objected to, or null
   * @param message what is wrong
   * @return the objection with file and line; line 1 if the part is not known
   */
  public PolicyProblem problem(String action, String message) {
    String rule = action == null ? "" : action;
    return new PolicyProblem(file, lines.getOrDefault(rule, 1), rule, message);
  }
}
