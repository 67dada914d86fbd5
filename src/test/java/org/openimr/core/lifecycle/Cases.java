package org.openimr.core.lifecycle;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.openimr.HeldPolicies;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.Facts;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Situation;

/** Made-up cases under the policies that are held, in short words. */
final class Cases {

  private Cases() {}

  /** A case as of the end of 2026; events as {@code code[:reason]@date[Ttime]}. */
  static Situation of(String policy, Facts facts, String... events) {
    List<CaseEvent> all = new ArrayList<>();
    for (int i = 0; i < events.length; i++) {
      all.add(event(events[i]));
    }
    return Situation.of(
        policy(policy),
        facts,
        all,
        EventTime.at(OffsetDateTime.parse("2026-12-31T23:59:59-08:00").toInstant()));
  }

  /** The same case with one more event. */
  static Situation with(Situation before, CaseEvent more) {
    List<CaseEvent> all = new ArrayList<>(before.entries());
    all.add(more);
    return Situation.of(
        before.policy(), before.facts(), all, EventTime.at(before.asOf().instant()));
  }

  static CaseEvent event(String text) {
    String[] parts = text.split("@");
    String[] names = parts[0].split(":");
    String code = names[0];
    String reason = names.length > 1 && !names[1].isEmpty() ? names[1] : null;
    String actor = names.length > 2 && !names[2].isEmpty() ? names[2] : null;
    String refersTo = names.length > 3 ? names[3] : null;
    String id = code.equals("entered-in-error") ? null : code + "-" + parts[1];
    EventTime time =
        parts[1].contains("T")
            ? EventTime.at(OffsetDateTime.parse(parts[1] + ":00-07:00").toInstant())
            : EventTime.on(java.time.LocalDate.parse(parts[1]));
    return new CaseEvent(id, code, time, actor, reason, null, refersTo, null);
  }

  static Facts facts(String... facts) {
    Facts all = Facts.none(HeldPolicies.VOCABULARY);
    for (String text : facts) {
      String[] parts = text.split("=");
      FactDefinition fact = HeldPolicies.VOCABULARY.fact(parts[0]);
      Object value =
          switch (fact.type()) {
            case BOOLEAN -> Boolean.valueOf(parts[1]);
            case INTEGER -> Integer.valueOf(parts[1]);
            case CODE -> parts[1];
          };
      all = all.set(fact, fact.many() ? Set.of(value) : value);
    }
    return all;
  }

  /** A status that was stated before all that happens in these cases; or null. */
  static StatedStatus stated(String code) {
    return code == null
        ? null
        : new StatedStatus(code, OffsetDateTime.parse("2026-05-01T10:00:00-07:00").toInstant());
  }

  static StatusPath path(Situation situation, StatedStatus stated) {
    return StatusPath.of(machine(situation), situation, stated, CaseAssessment::outcome);
  }

  static EventAdmission admission(Situation situation, String stated, String role) {
    return admission(situation, stated(stated), role);
  }

  static EventAdmission admission(Situation situation, StatedStatus stated, String role) {
    return new EventAdmission(machine(situation), situation, stated, role, CaseAssessment::outcome);
  }

  static StateMachine machine(Situation situation) {
    return HeldPolicies.MACHINES.governing(situation.policy());
  }

  static ReviewPolicy policy(String code) {
    return HeldPolicies.policy(code);
  }
}
