package org.openimr.core.assessment;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openimr.core.calendar.DateNotCoveredException;
import org.openimr.core.calendar.LocalDays;
import org.openimr.core.calendar.Moment;
import org.openimr.core.casefile.CaseDocument;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.DerivedFact;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.casefile.UnacceptableCaseException;
import org.openimr.core.lifecycle.EventAdmission;
import org.openimr.core.lifecycle.Impartiality;
import org.openimr.core.lifecycle.RefusedEventException;
import org.openimr.core.lifecycle.StateMachine;
import org.openimr.core.lifecycle.StatedStatus;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Situation;

/**
 * Records one more event in a case: refuses it where status, role, order or time forbid it, and
 * says what is concluded about the case that has it.
 *
 * @see <a href="../../../../../../../docs/operations/record-event.md">record-event</a>
 */
public final class EventRecording {

  /**
   * An event with what comes with it.
   *
   * @param event the event
   * @param stated the facts stated with it, each with its whole value
   * @param role the role of who records it
   * @param involved whether who records it was personally involved in the care
   */
  public record Entry(
      CaseEvent event, Map<FactDefinition, Object> stated, String role, boolean involved) {

    /** Keeps its own copy. */
    public Entry {
      stated = Map.copyOf(stated);
    }
  }

  /**
   * A case that has the event.
   *
   * @param entry the event with what came with it
   * @param facts the facts that are stated anew
   * @param reviewCase the case with them and the event, which stands last
   * @param assessment what is concluded about it
   * @param status the status that it is in
   */
  public record Recorded(
      Entry entry,
      Map<FactDefinition, Object> facts,
      ReviewCase reviewCase,
      CaseAssessment assessment,
      StateMachine.Status status) {}

  private final ReviewPolicy policy;
  private final StateMachine machine;
  private final ReviewCase known;
  private final StatedStatus statedStatus;
  private final Instant now;

  /**
   * Prepares a recording.
   *
   * @param policy the policy bound to the case
   * @param machine what governs the case
   * @param known the case as it is known
   * @param statedStatus the status that was stated for it, or null
   * @param now when it is recorded
   */
  public EventRecording(
      ReviewPolicy policy,
      StateMachine machine,
      ReviewCase known,
      StatedStatus statedStatus,
      Instant now) {
    this.policy = policy;
    this.machine = machine;
    this.known = known;
    this.statedStatus = statedStatus;
    this.now = now;
  }

  /**
   * Records.
   *
   * @param entry the event with what comes with it
   * @param documents what is in the file of the case
   * @return the case that has the event
   * @throws RefusedEventException naming every reason, and what may be recorded instead
   */
  public Recorded record(Entry entry, List<CaseDocument> documents) {
    Situation before = Situation.of(policy, known.facts(), known.events(), EventTime.at(now));
    EventAdmission admission =
        new EventAdmission(machine, before, statedStatus, entry.role(), CaseAssessment::outcome);
    Map<FactDefinition, Object> stated = new HashMap<>(entry.stated());
    stated.keySet().removeIf(fact -> sets(entry.event(), fact));
    Facts facts = known.facts();
    for (Map.Entry<FactDefinition, Object> each : stated.entrySet()) {
      facts = facts.set(each.getKey(), each.getValue());
    }
    List<String> reasons = new ArrayList<>(objections(entry, stated, facts, admission));
    if (!reasons.isEmpty()) {
      throw new RefusedEventException(reasons, admission.allowed());
    }
    List<CaseEvent> events = new ArrayList<>(known.events());
    events.add(entry.event());
    ReviewCase grown = new ReviewCase(known.policy(), facts, events);
    try {
      CaseAssessment assessment = CaseAssessment.ofGrown(policy, grown, documents, now);
      return new Recorded(
          entry, stated, grown, assessment, assessment.path(machine, statedStatus).status());
    } catch (UnacceptableCaseException e) {
      throw new RefusedEventException(
          e.problems().stream().map(problem -> sentence(problem.message())).distinct().toList(),
          admission.allowed());
    }
  }

  private static String sentence(String message) {
    String end = message.endsWith(".") ? "" : ".";
    return "The case cannot be with this event: " + message + end;
  }

  /** What an event sets is not stated besides. */
  private boolean sets(CaseEvent event, FactDefinition fact) {
    for (DerivedFact derived : policy.vocabulary().derivedFacts()) {
      if (derived.fact().equals(fact)
          && derived.byEvent().stream()
              .anyMatch(
                  by ->
                      by.event().code().equals(event.code())
                          && (by.value() != null || event.reason() != null))) {
        return true;
      }
    }
    return false;
  }

  private List<String> objections(
      Entry entry, Map<FactDefinition, Object> stated, Facts facts, EventAdmission admission) {
    CaseEvent event = entry.event();
    if (later(event.time())) {
      return List.of("The event " + event.code() + " lies in the future; it has not happened yet.");
    }
    List<String> reasons = new ArrayList<>();
    try {
      Moment at = moment(event.time());
      stated.keySet().stream()
          .sorted(Comparator.comparingInt(FactDefinition::index))
          .map(fact -> admission.objection(fact, event, at, known.facts(), facts))
          .filter(Objects::nonNull)
          .forEach(reasons::add);
      if (entry.involved()) {
        reasons.addAll(partiality(entry, stated));
      }
      String objection = admission.objection(event, at, facts);
      if (objection != null) {
        reasons.add(objection);
      }
    } catch (DateNotCoveredException e) {
      reasons.add(event.code() + ": " + e.getMessage());
    }
    return reasons;
  }

  private List<String> partiality(Entry entry, Map<FactDefinition, Object> stated) {
    List<String> changed =
        stated.entrySet().stream()
            .filter(
                each ->
                    !Objects.equals(each.getValue(), known.facts().value(each.getKey().index())))
            .map(each -> each.getKey().name())
            .toList();
    return new Impartiality(machine, known.events(), entry.role())
        .objections(entry.event(), changed);
  }

  private boolean later(EventTime time) {
    return time.date() == null
        ? time.instant().isAfter(now)
        : time.date().isAfter(LocalDate.ofInstant(now, policy.days().zone()));
  }

  private Moment moment(EventTime time) {
    LocalDays days = policy.days();
    return time.instant() == null ? days.wholeDay(time.date()) : days.at(time.instant());
  }
}
