package org.openimr.fhir.policy.text.file;

import java.util.Map;
import org.openimr.fhir.policy.text.PolicyText;
import org.openimr.fhir.policy.text.yaml.PolicyProblem;

/**
 * A policy text together with the place of each of its parts, so that a later objection can still
 * name file and line.
 *
 * @param file the name of the file
 * @param text the policy
 * @param lines the line (from 1) of each part, by the id of its action in the PlanDefinition, and
 *     of each value of the head, by the value in quotes, and of each key of the head, by the key
 *     with a colon
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
   * @return the objection with file and line; one to the head stands where the value stands that it
   *     quotes, else in line 1
   */
  public PolicyProblem problem(String action, String message) {
    String rule = action == null ? "" : action;
    int line = rule.isEmpty() ? quoted(message, 1) : lines.getOrDefault(rule, 1);
    return new PolicyProblem(file, line, rule, message);
  }

  /**
   * Places an objection to a key of the head.
   *
   * @param key the key, for example {@code zone}; empty if none is to blame
   * @param message what is wrong
   * @return the objection, where the value stands that it quotes, else where the key stands, else
   *     in line 1
   */
  public PolicyProblem problemOfHead(String key, String message) {
    int line = quoted(message, lines.getOrDefault(key + ":", 1));
    return new PolicyProblem(file, line, "", message);
  }

  private int quoted(String message, int otherwise) {
    return lines.entrySet().stream()
        .filter(value -> value.getKey().startsWith("'") && message.contains(value.getKey()))
        .mapToInt(Map.Entry::getValue)
        .findFirst()
        .orElse(otherwise);
  }
}
