package org.openimr.core.lifecycle;

import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.situation.Situation;

/** Says whether an entry may be struck: it is there, is not struck already, and is the caller's. */
final class StrikeCheck {

  private final StateMachine machine;
  private final Situation before;
  private final String role;

  StrikeCheck(StateMachine machine, Situation before, String role) {
    this.machine = machine;
    this.before = before;
    this.role = role;
  }

  /** What speaks against a strike, or null. */
  String objection(CaseEvent strike) {
    CaseEvent struck =
        before.entries().stream()
            .filter(each -> each.id() != null && each.id().equals(strike.refersTo()))
            .findFirst()
            .orElse(null);
    if (struck == null) {
      return "The event entered-in-error names in refersTo no entry of this case.";
    }
    if (struckAlready(struck)) {
      return "The entry that entered-in-error names in refersTo is struck already.";
    }
    return own(struck.code())
        ? null
        : "A caller in the role " + role + " cannot strike an entry " + struck.code() + ".";
  }

  private boolean struckAlready(CaseEvent entry) {
    EventDefinition error = before.policy().vocabulary().event(Vocabulary.ENTERED_IN_ERROR);
    return before.timeline().all(error).stream()
        .anyMatch(each -> entry.id().equals(each.refersTo()));
  }

  /** Who did not do something cannot say that it was never done. */
  private boolean own(String event) {
    return machine.of(event).isEmpty()
        || machine.of(event).stream().anyMatch(each -> each.by(machine.voices(role)));
  }
}
