package org.openimr.fhir.casefile;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;

/** Collects problems, so that all are named at once, each by where it stood when it was sent. */
public final class ProblemList {

  private final Set<Problem> problems = new LinkedHashSet<>();
  private final UnaryOperator<String> asSent;

  // more would tell nobody more, and make the answer longer than the question
  private static final int MOST = 200;

  /** Says of each FHIRPath that it stood there when it was sent. */
  public ProblemList() {
    this(UnaryOperator.identity());
  }

  /** Says of each FHIRPath, and of each sentence with one, where it stood when it was sent. */
  public ProblemList(UnaryOperator<String> asSent) {
    this.asSent = asSent;
  }

  /** Adds a problem: its code, its FHIRPath or null, and what to say of it. */
  public void add(String code, String expression, String text) {
    if (problems.size() < MOST) {
      problems.add(new Problem(code, expression, text));
    }
  }

  /** Adds problems that were found elsewhere. */
  public void addAll(List<Problem> more) {
    more.forEach(problem -> add(problem.code(), problem.expression(), problem.text()));
  }

  /** Whether an element was found wrong already. */
  public boolean blames(String expression) {
    return problems.stream().anyMatch(problem -> expression.equals(problem.expression()));
  }

  /** The problems so far. */
  public List<Problem> all() {
    return new ArrayList<>(problems);
  }

  /** Whether nothing was found wrong. */
  public boolean empty() {
    return problems.isEmpty();
  }

  /** What to throw: all problems, each by where it stood when it was sent. */
  public UnreadableResourceException exception() {
    return new UnreadableResourceException(asSent());
  }

  /** The problems, each by where it stood when it was sent. */
  public List<Problem> asSent() {
    return problems.stream()
        .map(
            each ->
                new Problem(
                    each.code(), asSent.apply(each.expression()), asSent.apply(each.text())))
        .toList();
  }
}
