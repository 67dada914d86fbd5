package org.openimr.fhir.casefile;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;

/** Collects problems, so that all are named at once. */
final class ProblemList {

  private final Set<Problem> problems = new LinkedHashSet<>();

  // more would tell nobody more, and make the answer longer than the question
  private static final int MOST = 200;

  void add(String code, String expression, String text) {
    if (problems.size() < MOST) {
      problems.add(new Problem(code, expression, text));
    }
  }

  void addAll(List<Problem> more) {
    more.forEach(problem -> add(problem.code(), problem.expression(), problem.text()));
  }

  /** Whether an element was found wrong already. */
  boolean blames(String expression) {
    return problems.stream().anyMatch(problem -> expression.equals(problem.expression()));
  }

  boolean empty() {
    return problems.isEmpty();
  }

  UnreadableResourceException exception() {
    return new UnreadableResourceException(new ArrayList<>(problems));
  }
}
