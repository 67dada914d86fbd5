package org.openimr.core.lifecycle;

import java.util.List;
import java.util.Set;

/**
 * One event that may be recorded.
 *
 * @param event a code of {@code imr-event}
 * @param by the roles that do it, codes of {@code imr-party}
 * @param from the statuses in which it may be recorded, in the order of the machine
 * @param to the status that follows; null if the status stays
 * @param inPerson whether those who do it are not spoken for: who records it is one of them
 * @param guard what else must hold
 * @param citation the rule or the section of the rules that it comes from
 */
public record Transition(
    String event,
    List<String> by,
    boolean inPerson,
    List<String> from,
    String to,
    Guard guard,
    String citation) {

  /** Keeps its own copies. */
  public Transition {
    by = List.copyOf(by);
    from = List.copyOf(from);
  }

  /**
   * Returns the status that follows.
   *
   * @param status the status before
   * @return the same one if the event does not change it
   */
  public String next(String status) {
    return to == null ? status : to;
  }

  /**
   * Says whether one of several roles does it.
   *
   * @param roles codes of {@code imr-party}
   * @param own those of them that are not only spoken for
   * @return true if one of them does, and is there if it must be
   */
  public boolean by(Set<String> roles, Set<String> own) {
    return by.stream().anyMatch(roles::contains)
        && (!inPerson || by.stream().anyMatch(own::contains));
  }
}
