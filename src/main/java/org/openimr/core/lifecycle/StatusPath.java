package org.openimr.core.lifecycle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.openimr.core.calendar.Moment;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.Facts;
import org.openimr.core.situation.Occurrence;
import org.openimr.core.situation.Situation;

/**
 * The statuses that a case has gone through, worked out from what has happened in the order of
 * time, whatever the order in which it was recorded.
 *
 * <p>What is recorded has happened. So an event that shows a later status than the events before it
 * leads there, even if others between them were never recorded.
 *
 * @see <a href="../../../../../../../docs/readings.md">R-54</a>
 */
public final class StatusPath {

  /**
   * What one event did, or one statement.
   *
   * @param at when
   * @param event the event; null for the statement of a status
   * @param before the status before
   * @param after the status after
   * @param gap whether events that lead there were not recorded
   */
  public record Step(Moment at, Occurrence event, String before, String after, boolean gap) {}

  private final StateMachine machine;
  private final Situation situation;
  private final Function<Situation, String> eligibility;
  private final List<Step> steps = new ArrayList<>();
  private final Set<String> happened = new HashSet<>();
  private String status;

  private StatusPath(
      StateMachine machine, Situation situation, Function<Situation, String> eligibility) {
    this.machine = machine;
    this.situation = situation;
    this.eligibility = eligibility;
    this.status = machine.start();
  }

  /**
   * Works the statuses out.
   *
   * @param machine what governs the case
   * @param situation the case at the time asked about
   * @param stated the status that was stated for the case, or null
   * @param eligibility what the criteria say of a case, a code
   * @return the statuses
   */
  public static StatusPath of(
      StateMachine machine,
      Situation situation,
      StatedStatus stated,
      Function<Situation, String> eligibility) {
    StatusPath path = new StatusPath(machine, situation, eligibility);
    boolean used = stated != null && machine.status(stated.code()) != null;
    Moment at = used ? situation.policy().days().at(stated.at()) : null;
    for (Occurrence event : path.events()) {
      if (at != null && event.at().isAfter(at)) {
        path.state(stated.code(), at);
        at = null;
      }
      path.take(event);
    }
    if (at != null) {
      path.state(stated.code(), at);
    }
    return path;
  }

  /**
   * Says whether what happened shows the status of a case, so that none that is stated counts.
   *
   * @param machine what governs the case
   * @param situation the case
   * @return true if one of its entries can change a status
   */
  public static boolean shown(StateMachine machine, Situation situation) {
    return situation.entries().stream()
        .flatMap(each -> machine.of(each.code()).stream())
        .anyMatch(each -> each.to() != null);
  }

  /** By then the case was there, whatever older events that are recorded later show. */
  private void state(String stated, Moment at) {
    boolean further =
        !machine.status(status).ends() && machine.rank(stated) >= machine.rank(status);
    go(at, null, further ? stated : status, further);
  }

  private List<Occurrence> events() {
    List<Occurrence> events = new ArrayList<>();
    for (EventDefinition kind : situation.policy().vocabulary().events()) {
      events.addAll(situation.timeline().all(kind));
    }
    events.sort(
        Comparator.<Occurrence>comparingLong(each -> each.at().epochMilli())
            .thenComparingInt(Occurrence::index));
    return events;
  }

  private void take(Occurrence event) {
    happened.add(event.kind().code());
    List<Transition> own = machine.of(event.kind().code());
    Known known = known(event);
    for (Transition each : own) {
      if (each.from().contains(status) && each.guard().holds(known)) {
        go(event.at(), event, each.next(status), false);
        return;
      }
    }
    for (Transition each : own) {
      if (leadsOn(each) && each.guard().holds(known)) {
        go(event.at(), event, each.to(), true);
        return;
      }
    }
    go(event.at(), event, status, false);
  }

  private boolean leadsOn(Transition transition) {
    return transition.to() != null
        && !machine.status(status).ends()
        && machine.rank(transition.to()) > machine.rank(status);
  }

  private void go(Moment at, Occurrence event, String after, boolean gap) {
    steps.add(new Step(at, event, status, after, gap));
    status = after;
  }

  private Known known(Occurrence event) {
    return new Known() {
      @Override
      public Facts facts() {
        return situation.factsAt(event.at());
      }

      @Override
      public boolean happened(String code) {
        return happened.contains(code);
      }

      @Override
      public String reason() {
        return event.reason();
      }

      @Override
      public String eligibility() {
        return eligibility.apply(situation.at(event.at()));
      }
    };
  }

  /**
   * Returns the status at the time asked about.
   *
   * @return a status of the machine
   */
  public StateMachine.Status status() {
    return machine.status(status);
  }

  /**
   * Returns what each event did.
   *
   * @return the steps in the order of time
   */
  public List<Step> steps() {
    return List.copyOf(steps);
  }

  /**
   * Returns the statuses in which the case may have been at a moment: that which the events before
   * it show, those of events at the same time, and those of a gap in what was recorded.
   *
   * @param moment the moment
   * @return one or more statuses
   */
  public Set<String> statusesAt(Moment moment) {
    Set<String> statuses = new TreeSet<>();
    String before = steps.isEmpty() ? status : steps.get(0).before();
    for (Step step : steps) {
      if (step.at().isAfter(moment)) {
        if (step.gap()) {
          statuses.addAll(between(step));
        }
        if (!step.before().equals(step.after())) {
          break;
        }
      } else if (step.at().isBefore(moment)) {
        before = step.after();
      } else {
        statuses.add(step.after());
      }
    }
    statuses.add(before);
    return statuses;
  }

  /** What may have been before a step; a status that was stated may have begun long before. */
  private List<String> between(Step step) {
    int last = machine.rank(step.after()) + (step.event() == null ? 1 : 0);
    return machine.statuses().subList(machine.rank(step.before()), last).stream()
        .filter(each -> !each.ends())
        .map(StateMachine.Status::code)
        .toList();
  }
}
