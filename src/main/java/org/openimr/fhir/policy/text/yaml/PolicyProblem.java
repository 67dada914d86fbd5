package org.openimr.fhir.policy.text.yaml;

/**
 * One thing that is wrong with a policy text.
 *
 * @param file the name of the file
 * @param line the line, from 1
 * @param rule the rule or part concerned; empty for the policy as a whole
 * @param message what was found and what was expected
 */
public record PolicyProblem(String file, int line, String rule, String message) {

  @Override
  public String toString() {
    return file + ":" + line + (rule.isEmpty() ? "" : " " + rule) + ": " + message;
  }
}
