package org.openimr.core.lifecycle;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.openimr.core.calendar.Moment;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Occurrence;
import org.openimr.core.situation.Situation;

/**
 * Says whether a case may come in with the events and facts that its submitter states: each event
 * as if it had been recorded after the others, and besides those that the submitter may tell of.
 *
 * @see <a href="../../../../../../../docs/readings.md">R-59</a>
 */
public final class SubmittedHistory {

  /**
   * What speaks against one event.
   *
   * @param event its index among the events of the case
   * @param text a sentence
   */
  public record Objection(int event, String text) {}

  private final StateMachine machine;
  private final ReviewPolicy policy;
  private final ReviewCase submitted;
  private final String role;
  private final Instant received;
  private final Function<Situation, String> eligibility;
  private final Situation whole;
  private final StatedStatus status;

  /**
   * Prepares the question.
   *
   * @param machine what governs the case
   * @param policy the policy that is bound to it
   * @param submitted the case
   * @param role the role of who submits it, a code of {@code imr-party}
   * @param received when it arrived
   * @param status the status that is stated for it; or null
   * @param eligibility what the criteria say of a case, a code
   */
  public SubmittedHistory(
      StateMachine machine,
      ReviewPolicy policy,
      ReviewCase submitted,
      String role,
      Instant received,
      String status,
      Function<Situation, String> eligibility) {
    this.machine = machine;
    this.policy = policy;
    this.submitted = submitted;
    this.role = role;
    this.received = received;
    this.eligibility = eligibility;
    this.whole = situation(submitted.events());
    boolean counts = machine.status(status) != null && !StatusPath.shown(machine, whole);
    this.status = counts ? new StatedStatus(status, received) : null;
  }

  private Situation situation(List<CaseEvent> events) {
    return Situation.of(policy, submitted.facts(), events, EventTime.at(received));
  }

  private EventAdmission admission(Situation before) {
    return new EventAdmission(machine, before, status, role, eligibility, true);
  }

  /**
   * Finds what speaks against the events.
   *
   * @param stated how many of the events, from the first, the submitter states
   * @return an objection for each event that may not be told, in their order
   */
  public List<Objection> events(int stated) {
    List<Objection> objections = new ArrayList<>();
    EventAdmission others = admission(whole);
    for (int i = 0; i < stated; i++) {
      CaseEvent event = submitted.events().get(i);
      String objection =
          later(event.time())
              ? "The event " + event.code() + " lies in the future; it has not happened yet."
              : struck(event)
                  ? null
                  : (plain(event) || repeats(event, i) ? others : admission(without(i)))
                      .objection(event, asked(event), submitted.facts());
      if (objection != null) {
        objections.add(new Objection(i, objection));
      }
    }
    return objections;
  }

  /**
   * Finds what speaks against a fact that the submitter states.
   *
   * @param fact the fact
   * @return a sentence; null if nothing
   */
  public String fact(FactDefinition fact) {
    return new StatementCheck(machine, role, machine.start()).objection(fact.name(), whole.facts());
  }

  /** The case without an event, and without those that answer it. */
  private Situation without(int event) {
    List<CaseEvent> events = new ArrayList<>(submitted.events());
    Deque<CaseEvent> gone = new ArrayDeque<>(List.of(events.remove(event)));
    while (!gone.isEmpty()) {
      String id = gone.remove().id();
      if (id != null) {
        events.stream().filter(each -> id.equals(each.refersTo())).forEach(gone::add);
        events.removeAll(gone);
      }
    }
    return situation(events);
  }

  /** An event that changes nothing stands in nothing's way, itself included. */
  private boolean plain(CaseEvent event) {
    return !event.code().equals(Vocabulary.ENTERED_IN_ERROR)
        && machine.of(event.code()).stream()
            .allMatch(each -> each.to() == null && each.guard().empty());
  }

  /** What an earlier account of the same stands for already changes nothing either. */
  private boolean repeats(CaseEvent event, int index) {
    if (policy.vocabulary().event(event.code()).repeatable()) {
      return false;
    }
    return !moment(event.time()).equals(asked(event))
        || submitted.events().subList(0, index).stream()
            .anyMatch(
                each ->
                    each.code().equals(event.code())
                        && each.time().equals(event.time())
                        && !struck(each));
  }

  private boolean struck(CaseEvent event) {
    return event.id() != null
        && whole.timeline().all(policy.vocabulary().event(event.code())).stream()
            .noneMatch(each -> event.id().equals(each.id()));
  }

  private boolean later(EventTime time) {
    return time.date() == null
        ? time.instant().isAfter(received)
        : time.date().isAfter(LocalDate.ofInstant(received, policy.days().zone()));
  }

  /** Of an event that happens once and is told twice the earliest counts. */
  private Moment asked(CaseEvent event) {
    EventDefinition kind = policy.vocabulary().event(event.code());
    Occurrence first = kind.repeatable() ? null : whole.timeline().first(kind);
    return first == null ? moment(event.time()) : first.at();
  }

  private Moment moment(EventTime time) {
    return time.instant() == null
        ? policy.days().wholeDay(time.date())
        : policy.days().at(time.instant());
  }
}
