package org.openimr.fhir.determination;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.openimr.core.casefile.ServiceLine;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.determination.DeterminationQuestion.Line;

/**
 * Which lines of the claim the lines of a determination are about: those in dispute, each once.
 * Without numbers they are meant in the order of the claim.
 */
final class DecidedLines {

  private final Map<Integer, ServiceLine> disputed = new TreeMap<>();
  private final List<Problem> problems;

  DecidedLines(List<ServiceLine> lines, List<Problem> problems) {
    lines.stream()
        .filter(ServiceLine::disputed)
        .forEach(each -> disputed.put(each.sequence(), each));
    this.problems = problems;
  }

  /** The line of the claim for each line told, null if the claim has none; empty if that fails. */
  List<ServiceLine> meant(List<Line> told) {
    int before = problems.size();
    List<ServiceLine> meant = new ArrayList<>();
    if (disputed.isEmpty()) {
      whole(told);
      told.forEach(line -> meant.add(null));
    } else if (told.stream().allMatch(line -> line.sequence() == null)) {
      number(told);
      meant.addAll(disputed.values());
    } else {
      each(told, meant);
    }
    return problems.size() == before ? meant : List.of();
  }

  private void whole(List<Line> told) {
    if (told.size() != 1) {
      problems.add(
          new Problem(
              "business-rule",
              "Parameters.parameter.where(name='line')",
              "The request has "
                  + told.size()
                  + " lines; the dispute has no lines of a claim, and one was expected for the"
                  + " whole."));
    }
  }

  private void number(List<Line> told) {
    if (told.size() != disputed.size()) {
      problems.add(
          new Problem(
              "business-rule",
              "Parameters.parameter.where(name='line')",
              "The request has "
                  + told.size()
                  + " lines without sequence; in dispute are the lines "
                  + numbers(disputed.keySet())
                  + " of the claim."));
    }
  }

  private void each(List<Line> told, List<ServiceLine> meant) {
    Set<Integer> seen = new TreeSet<>();
    for (Line line : told) {
      Integer number = line.sequence();
      if (number == null) {
        add("required", line, "The line names no sequence, and others do; each names its own.");
      } else if (!disputed.containsKey(number)) {
        add(
            "business-rule",
            line,
            "Line "
                + number
                + " of the claim is not in dispute; in dispute are the lines "
                + numbers(disputed.keySet())
                + ".");
      } else if (!seen.add(number)) {
        add("duplicate", line, "Line " + number + " of the claim is decided twice.");
      }
      meant.add(disputed.get(number == null ? -1 : number));
    }
    Set<Integer> left = new TreeSet<>(disputed.keySet());
    left.removeAll(seen);
    if (!left.isEmpty()) {
      problems.add(
          new Problem(
              "required",
              "Parameters",
              "Nothing is determined of the disputed lines " + numbers(left) + " of the claim."));
    }
  }

  private void add(String code, Line line, String text) {
    problems.add(new Problem(code, line.place(), text));
  }

  private static String numbers(Set<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
