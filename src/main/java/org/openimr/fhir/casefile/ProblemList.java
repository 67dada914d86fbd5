package org.openimr.fhir.casefile;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;

/** Collects problems, so that all are named at once, each by where it stood when it was sent. */
final class ProblemList {

  private final Set<Problem> problems = new LinkedHashSet<>();
  private final UnaryOperator<String> asSent;

  // more would tell nobody more, and make the answer longer than the question
  private static final int MOST = 200;

  ProblemList() {
    this(UnaryOperator.identity());
  }

  /** Says of each FHIRPath, and of each sentence with one, where it stood when it was sent. */
  ProblemList(UnaryOperator<String> asSent) {
    this.asSent = asSent;
  }

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

  /** The problems so far. */
  List<Problem> all() {
    return new ArrayList<>(problems);
  }

  boolean empty() {
    return problems.isEmpty();
  }

  UnreadableResourceException exception() {
    return new UnreadableResourceException(asSent());
  }

  /** The problems, each by where it stood when it was sent. */
  List<Problem> asSent() {
    return problems.stream()
        .map(
            each ->
                new Problem(
                    each.code(), asSent.apply(each.expression()), asSent.apply(each.text())))
        .toList();
  }
}
