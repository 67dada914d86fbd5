package org.openimr.core.lifecycle;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.openimr.core.casefile.CaseEvent;

/**
 * Who may record what in which status of a case, and what the status is then.
 *
 * @param code what it is called
 * @param title what it is called for people
 * @param policies the codes of the policies whose cases it governs
 * @param effect the code of {@code imr-effect} whose cases it governs if no machine names their
 *     policy; null if none
 * @param statuses every status that it uses, in order; a case begins in the first
 * @param transitions what may be recorded; the first that fits counts
 * @param speaksFor for a role the others whose deeds it may record
 * @param recounts what who submits a case may tell of the deeds of others
 * @param statements who may say what of a case
 * @param impartial what nobody records who was personally involved in the care
 * @param unused the events and statuses that it leaves out
 * @see <a href="../../../../../../../docs/lifecycle/README.md">lifecycle</a>
 */
public record StateMachine(
    String code,
    String title,
    List<String> policies,
    String effect,
    List<Status> statuses,
    List<Transition> transitions,
    Map<String, Set<String>> speaksFor,
    List<Recount> recounts,
    List<Statement> statements,
    Impartial impartial,
    List<Unused> unused) {

  /**
   * What decides about the care of somebody.
   *
   * @param who the roles that decide, codes of {@code imr-party}
   * @param events codes of {@code imr-event}
   * @param facts the names of the facts that say the same
   * @param citation the rule that says so; null if there are no events
   */
  public record Impartial(Set<String> who, Set<String> events, Set<String> facts, String citation) {

    /** Nothing. */
    public static final Impartial NONE = new Impartial(Set.of(), Set.of(), Set.of(), null);

    /** Keeps its own copies. */
    public Impartial {
      who = Set.copyOf(who);
      events = Set.copyOf(events);
      facts = Set.copyOf(facts);
    }
  }

  /**
   * A stage of a case.
   *
   * @param code a code of {@code imr-business-status}
   * @param owner who must act where no clock runs, a code of {@code imr-party}
   * @param ends whether nothing more is expected
   */
  public record Status(String code, String owner, boolean ends) {}

  /**
   * Events and statuses that do not occur.
   *
   * @param events codes of {@code imr-event}
   * @param statuses codes of {@code imr-business-status}
   * @param why the reason
   */
  public record Unused(List<String> events, List<String> statuses, String why) {

    /** Keeps its own copies. */
    public Unused {
      events = List.copyOf(events);
      statuses = List.copyOf(statuses);
    }
  }

  /** Keeps its own copies. */
  public StateMachine {
    policies = List.copyOf(policies);
    statuses = List.copyOf(statuses);
    transitions = List.copyOf(transitions);
    speaksFor = Map.copyOf(speaksFor);
    recounts = List.copyOf(recounts);
    statements = List.copyOf(statements);
    unused = List.copyOf(unused);
  }

  /**
   * Returns the status in which a case begins.
   *
   * @return the first
   */
  public String start() {
    return statuses.get(0).code();
  }

  /**
   * Finds a status.
   *
   * @param code a code of {@code imr-business-status}
   * @return the status, or null if the machine does not use it
   */
  public Status status(String code) {
    return statuses.stream().filter(each -> each.code().equals(code)).findFirst().orElse(null);
  }

  /**
   * Returns the roles in whose name a caller may record.
   *
   * @param role the role of the caller
   * @return that role and those that it speaks for
   */
  public Set<String> voices(String role) {
    Set<String> voices = new TreeSet<>(speaksFor.getOrDefault(role, Set.of()));
    voices.add(role);
    return voices;
  }

  /**
   * Returns the roles of whose deed an event of a submission may tell.
   *
   * @param role the role of who submits
   * @param event the event
   * @return those for whom it does not speak otherwise
   */
  Set<String> recounted(String role, CaseEvent event) {
    Set<String> roles = new TreeSet<>();
    for (Recount each : recounts) {
      if (each.covers(role, event)) {
        roles.addAll(each.whom());
      }
    }
    return roles;
  }

  /**
   * Returns what may be done with an event.
   *
   * @param event a code of {@code imr-event}
   * @return its transitions, in order; none if the machine does not use it
   */
  public List<Transition> of(String event) {
    return transitions.stream().filter(each -> each.event().equals(event)).toList();
  }

  /** The place of a status in the order; -1 if it has none. */
  int rank(String code) {
    for (int i = 0; i < statuses.size(); i++) {
      if (statuses.get(i).code().equals(code)) {
        return i;
      }
    }
    return -1;
  }
}
