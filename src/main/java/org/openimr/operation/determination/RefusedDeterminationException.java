package org.openimr.operation.determination;

import java.util.List;
import org.openimr.core.lifecycle.RefusedEventException;
import org.openimr.fhir.UnreadableResourceException.Problem;

/** A determination cannot be recorded: its content or its event is refused, or both are. */
public final class RefusedDeterminationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;
  private final transient RefusedEventException event;

  /**
   * Makes the exception.
   *
   * @param problems what is wrong with the content
   * @param event why the case has no such event now; null if it may have it
   */
  public RefusedDeterminationException(List<Problem> problems, RefusedEventException event) {
    super("The determination is refused.", event);
    this.problems = List.copyOf(problems);
    this.event = event;
  }

  /** What is wrong with the content. */
  public List<Problem> problems() {
    return problems;
  }

  /** Why the case has no such event now; null if it may have it. */
  public RefusedEventException event() {
    return event;
  }
}
