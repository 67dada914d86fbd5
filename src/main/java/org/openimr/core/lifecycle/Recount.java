package org.openimr.core.lifecycle;

import java.util.Set;
import org.openimr.core.casefile.CaseEvent;

/**
 * What somebody may tell of the deeds of others when a case comes in: they happened before, and the
 * file tells of them.
 *
 * @param who the roles that submit, codes of {@code imr-party}
 * @param whom the roles whose deeds they may tell of
 * @param events the events; empty for all
 * @param reasons the reasons that these may give, if they give one; empty for all
 * @param named whether the event must name who did it
 * @param facts the facts that they may state as these would
 * @see <a href="../../../../../../../docs/readings.md">R-59</a>
 */
public record Recount(
    Set<String> who,
    Set<String> whom,
    Set<String> events,
    Set<String> reasons,
    boolean named,
    Set<String> facts) {

  /** Keeps its own copies. */
  public Recount {
    who = Set.copyOf(who);
    whom = Set.copyOf(whom);
    events = Set.copyOf(events);
    reasons = Set.copyOf(reasons);
    facts = Set.copyOf(facts);
  }

  /** Whether it covers an event that somebody submits. */
  boolean covers(String role, CaseEvent event) {
    return who.contains(role)
        && (events.isEmpty() || events.contains(event.code()))
        && (reasons.isEmpty() || event.reason() == null || reasons.contains(event.reason()))
        && (event.actor() == null ? !named : whom.contains(event.actor()));
  }
}
