package org.openimr.core.lifecycle;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openimr.core.calendar.Moment;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.policy.Truth;
import org.openimr.core.situation.Occurrence;
import org.openimr.core.situation.Situation;

/**
 * Says whether an event may be recorded in a case: whether the status that the case had at the time
 * of the event, who did it and who records it, and what else was recorded allow it.
 *
 * @see <a href="../../../../../../../docs/readings.md">R-54, R-55</a>
 */
public final class EventAdmission {

  private final StateMachine machine;
  private final Situation before;
  private final StatusPath path;
  private final String role;
  private final boolean submitted;

  /**
   * Prepares the question for an event that is recorded.
   *
   * @param machine what governs the case
   * @param before the case without the event
   * @param stated the status that was stated for the case, or null
   * @param role the role of who records
   * @param eligibility what the criteria say of a case, a code
   */
  public EventAdmission(
      StateMachine machine,
      Situation before,
      StatedStatus stated,
      String role,
      Function<Situation, String> eligibility) {
    this(machine, before, stated, role, eligibility, false);
  }

  /** Prepares the question; what is submitted may tell of the deeds of more. */
  EventAdmission(
      StateMachine machine,
      Situation before,
      StatedStatus stated,
      String role,
      Function<Situation, String> eligibility,
      boolean submitted) {
    this.submitted = submitted;
    this.machine = machine;
    this.before = before;
    this.path = StatusPath.of(machine, before, stated, eligibility);
    this.role = role;
  }

  /**
   * Finds what speaks against an event.
   *
   * @param event the event
   * @param at when it happened
   * @param given the facts stated for the case, those that come with the event included
   * @return why it may not be recorded; null if it may
   */
  public String objection(CaseEvent event, Moment at, Facts given) {
    List<Transition> own = machine.of(event.code());
    if (own.isEmpty()) {
      return "The event "
          + event.code()
          + " has no place in "
          + machine.title()
          + ": "
          + why(event);
    }
    if (event.code().equals(Vocabulary.ENTERED_IN_ERROR)) {
      String objection = new StrikeCheck(machine, before, role).objection(event, at);
      if (objection != null) {
        return objection;
      }
    }
    Set<String> statuses = path.statusesAt(at);
    List<Transition> here =
        own.stream().filter(each -> each.from().stream().anyMatch(statuses::contains)).toList();
    if (here.isEmpty()) {
      return "A case in status " + listed(statuses) + " has no event " + event.code() + ".";
    }
    List<Transition> mine =
        here.stream().filter(each -> each.by(doers(event), own(event))).toList();
    if (mine.isEmpty() || !mayName(event)) {
      return role(event, here);
    }
    Facts facts = before.factsAt(at, given);
    return mine.stream().anyMatch(each -> against(each.guard(), event, facts, at) == null)
        ? null
        : guarded(event, mine, facts, at);
  }

  private String why(CaseEvent event) {
    return machine.unused().stream()
            .filter(each -> each.events().contains(event.code()))
            .map(StateMachine.Unused::why)
            .findFirst()
            .orElse("no rule speaks of it")
        + ".";
  }

  private Set<String> doers(CaseEvent event) {
    return event.actor() == null ? voices(event) : Set.of(event.actor());
  }

  private Set<String> voices(CaseEvent event) {
    Set<String> voices = own(event);
    voices.addAll(machine.voices(role));
    return voices;
  }

  /** Who records, and those of whose deeds it may tell. */
  private Set<String> own(CaseEvent event) {
    Set<String> own = new TreeSet<>(Set.of(role));
    if (submitted) {
      own.addAll(machine.recounted(role, event));
    }
    return own;
  }

  private boolean mayName(CaseEvent event) {
    return event.actor() == null || voices(event).contains(event.actor());
  }

  private String role(CaseEvent event, List<Transition> here) {
    Set<String> doers =
        here.stream()
            .flatMap(each -> each.by().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    String text =
        "The event "
            + event.code()
            + " is recorded for one of "
            + listed(doers)
            + ", not by the role ";
    return event.actor() == null
        ? text + role + (submitted ? "; an event that tells of others names its actor." : ".")
        : text + role + " for the actor " + event.actor() + ".";
  }

  private String guarded(CaseEvent event, List<Transition> mine, Facts facts, Moment at) {
    return "The event "
        + event.code()
        + " is refused to the role "
        + (event.actor() == null ? role : event.actor())
        + ": "
        + mine.stream()
            .map(each -> against(each.guard(), event, facts, at))
            .collect(Collectors.joining("; "))
        + ". See "
        + mine.get(0).citation()
        + ".";
  }

  /** What a guard has against an event; null if nothing. */
  private String against(Guard guard, CaseEvent event, Facts facts, Moment at) {
    if (event.reason() == null && Guard.ANY.equals(guard.reason())) {
      return "it gives no reason";
    }
    return against(guard, facts, at);
  }

  private String against(Guard guard, Facts facts, Moment at) {
    if (guard.unless() != null && guard.unless().evaluate(facts) == Truth.TRUE) {
      return "it is true that " + guard.unless();
    }
    if (guard.onlyIf() != null && guard.onlyIf().evaluate(facts) != Truth.TRUE) {
      return "it is not certain that " + guard.onlyIf();
    }
    if (guard.after() != null && !happened(guard.after(), at)) {
      return "no " + guard.after() + " lies before it";
    }
    Occurrence first = first(guard.notBefore());
    return first != null && at.isBefore(first.at()) ? "it lies before " + guard.notBefore() : null;
  }

  private Occurrence first(String event) {
    return event == null
        ? null
        : before.timeline().first(before.policy().vocabulary().event(event));
  }

  private boolean happened(String event, Moment at) {
    Occurrence first = first(event);
    return first != null && !first.at().isAfter(at);
  }

  /**
   * Returns what the caller may record of the case as it is.
   *
   * @return codes of events in alphabetical order
   */
  public Set<String> allowed() {
    Set<String> events = new TreeSet<>();
    String status = path.status().code();
    for (Transition each : machine.transitions()) {
      if (each.from().contains(status)
          && each.by(machine.voices(role), Set.of(role))
          && against(each.guard(), before.facts(), before.asOf()) == null) {
        events.add(each.event());
      }
    }
    return events;
  }

  /**
   * Finds what speaks against stating a fact.
   *
   * @param fact the fact
   * @param event the event with which it comes
   * @param at when that happened
   * @param known the facts as they were stated before
   * @param given the facts as they are stated with the event
   * @return why it may not be stated; null if it may, or says nothing new
   */
  public String objection(
      FactDefinition fact, CaseEvent event, Moment at, Facts known, Facts given) {
    Object before = known.value(fact.index());
    if (Objects.equals(given.value(fact.index()), before)) {
      return null;
    }
    return new StatementCheck(machine, role, path.status().code())
        .objection(
            fact.name(),
            before == null,
            event,
            this.before.factsAt(at, known),
            this.before.factsAt(at, given));
  }

  private static String listed(Set<String> codes) {
    return Vocabulary.listed(codes);
  }
}
