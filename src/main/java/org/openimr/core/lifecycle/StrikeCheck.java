package org.openimr.core.lifecycle;

import java.util.HashSet;
import java.util.Set;
import org.openimr.core.calendar.LocalDays;
import org.openimr.core.calendar.Moment;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.policy.Truth;
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

  /** What speaks against a strike at a moment, or null. */
  String objection(CaseEvent strike, Moment at) {
    CaseEvent struck = entry(strike.refersTo());
    if (struck == null) {
      return "The event entered-in-error names in refersTo no entry of this case.";
    }
    if (struckAlready(struck)) {
      return "The entry that entered-in-error names in refersTo is struck already.";
    }
    if (at.isBefore(moment(struck.time()))) {
      return "The event entered-in-error lies before the entry that it strikes.";
    }
    String meant = meant(struck);
    return own(meant)
        ? null
        : "A caller in the role " + role + " cannot strike an entry " + meant + ".";
  }

  private CaseEvent entry(String id) {
    return before.entries().stream()
        .filter(each -> each.id() != null && each.id().equals(id))
        .findFirst()
        .orElse(null);
  }

  private Moment moment(EventTime time) {
    LocalDays days = before.policy().days();
    return time.instant() == null ? days.wholeDay(time.date()) : days.at(time.instant());
  }

  /** Who strikes a strike brings back what was struck. */
  private String meant(CaseEvent struck) {
    CaseEvent meant = struck;
    Set<String> seen = new HashSet<>();
    while (meant.code().equals(Vocabulary.ENTERED_IN_ERROR) && seen.add(meant.id())) {
      CaseEvent next = entry(meant.refersTo());
      if (next == null) {
        break;
      }
      meant = next;
    }
    return meant.code();
  }

  private boolean struckAlready(CaseEvent entry) {
    EventDefinition error = before.policy().vocabulary().event(Vocabulary.ENTERED_IN_ERROR);
    return before.timeline().all(error).stream()
        .anyMatch(each -> entry.id().equals(each.refersTo()));
  }

  /** Who could not have recorded something cannot say that it was never done, or was. */
  private boolean own(String event) {
    return machine.of(event).isEmpty()
        || machine.of(event).stream()
            .anyMatch(each -> each.by(machine.voices(role), Set.of(role)) && left(each.guard()));
  }

  /** Whether what the case says leaves it to the role; U30 asks who says no, however it is said. */
  private boolean left(Guard guard) {
    return guard.onlyIf() == null || guard.onlyIf().evaluate(before.facts()) == Truth.TRUE;
  }
}
