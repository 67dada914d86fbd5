package org.openimr.core.casefile;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The facts or events of a case are understood but cannot be accepted; names every reason at once.
 *
 * <p>Messages speak of codes, rules and calendars, never of a person.
 */
public final class UnacceptableCaseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * One reason.
   *
   * @param event the place of the event in the list that was given, from 0; -1 if none is to blame
   * @param message what was found and what was expected
   */
  public record Problem(int event, String message) {}

  /**
   * Makes the exception.
   *
   * @param problems all reasons, at least one
   */
  public UnacceptableCaseException(List<Problem> problems) {
    super(problems.stream().map(Problem::message).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  /**
   * Returns the reasons.
   *
   * @return all reasons, in the order of the events
   */
  public List<Problem> problems() {
    return problems;
  }
}
