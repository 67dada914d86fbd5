package org.openimr.server.command.question;

import java.util.List;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;

/** Says what operations answer about a case in lines that people read. */
final class AnswerWords {

  private static final String DEADLINE = "%-28s %-14s %-13s %-25s %s";

  private AnswerWords() {}

  static String deadlines(Parameters answer) {
    StringBuilder lines =
        new StringBuilder(String.format(DEADLINE, "DUTY", "OWED BY", "STATUS", "DUE", "RULE"));
    for (ParametersParameterComponent each : answer.getParameter()) {
      lines
          .append('\n')
          .append(
              String.format(
                  DEADLINE,
                  part(each, "milestone"),
                  part(each, "owedBy"),
                  part(each, "status"),
                  part(each, "due").isEmpty() ? "-" : part(each, "due"),
                  part(each, "rule") + ", " + part(each, "citation")));
      List<String> missing = parts(each, "missing");
      if (!missing.isEmpty()) {
        lines.append("\n  depends on ").append(String.join(", ", missing));
      }
      explain(lines, each);
    }
    return lines.toString();
  }

  static String eligibility(Parameters answer) {
    StringBuilder lines = new StringBuilder(all(answer, "outcome"));
    for (ParametersParameterComponent each : answer.getParameter()) {
      if (each.getName().equals("finding")) {
        lines
            .append('\n')
            .append(
                String.format(
                    "%-15s %-8s %s",
                    part(each, "result"), part(each, "rule"), part(each, "citation")));
        explain(lines, each);
      }
    }
    add(lines, "would decide: ", all(answer, "missing"));
    add(lines, "goes to: ", all(answer, "route"));
    return lines.toString();
  }

  private static void explain(StringBuilder lines, ParametersParameterComponent each) {
    part(each, "explanation").lines().forEach(line -> lines.append("\n    ").append(line));
  }

  private static void add(StringBuilder lines, String label, String values) {
    if (!values.isEmpty()) {
      lines.append('\n').append(label).append(values);
    }
  }

  private static String all(Parameters answer, String name) {
    return answer.getParameter().stream()
        .filter(each -> each.getName().equals(name))
        .map(each -> each.getValue().primitiveValue())
        .collect(Collectors.joining(", "));
  }

  private static String part(ParametersParameterComponent whole, String name) {
    return String.join(", ", parts(whole, name));
  }

  private static List<String> parts(ParametersParameterComponent whole, String name) {
    return whole.getPart().stream()
        .filter(each -> each.getName().equals(name))
        .map(each -> each.getValue().primitiveValue())
        .toList();
  }
}
