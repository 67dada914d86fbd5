package org.openimr.core.lifecycle;

import java.util.List;
import java.util.Set;

/** An event cannot be recorded in a case; names every reason, and what can be recorded instead. */
public final class RefusedEventException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> reasons;
  private final transient Set<String> allowed;

  /**
   * Makes the exception.
   *
   * @param reasons why, at least one sentence; nothing about a person
   * @param allowed codes of the events that the caller may record of the case as it is
   */
  public RefusedEventException(List<String> reasons, Set<String> allowed) {
    super(String.join(" ", reasons));
    this.reasons = List.copyOf(reasons);
    this.allowed = Set.copyOf(allowed);
  }

  /**
   * Returns why.
   *
   * @return the reasons
   */
  public List<String> reasons() {
    return reasons;
  }

  /**
   * Returns what may be recorded.
   *
   * @return codes of {@code imr-event}
   */
  public Set<String> allowed() {
    return allowed;
  }
}
