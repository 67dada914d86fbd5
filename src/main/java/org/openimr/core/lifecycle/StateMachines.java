package org.openimr.core.lifecycle;

import java.util.List;
import org.openimr.core.policy.ReviewPolicy;

/**
 * The state machines that are held.
 *
 * @param all the machines
 */
public record StateMachines(List<StateMachine> all) {

  /** Refuses two machines for one policy or one effect. */
  public StateMachines {
    all = List.copyOf(all);
    once(all.stream().flatMap(each -> each.policies().stream()).toList());
    once(all.stream().map(StateMachine::effect).filter(each -> each != null).toList());
  }

  private static void once(List<String> names) {
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException("two state machines govern one of " + names);
    }
  }

  /**
   * Finds the machine that governs the cases of a policy: the one that names it, else the one for
   * its effect.
   *
   * @param policy a policy
   * @return the machine
   */
  public StateMachine governing(ReviewPolicy policy) {
    ReviewPolicy.Header header = policy.header();
    return all.stream()
        .filter(each -> each.policies().contains(header.code()))
        .findFirst()
        .or(() -> all.stream().filter(each -> header.effect().equals(each.effect())).findFirst())
        .orElseThrow(
            () -> new IllegalStateException("no state machine governs " + header.canonical()));
  }
}
