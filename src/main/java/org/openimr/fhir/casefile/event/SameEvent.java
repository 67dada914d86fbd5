package org.openimr.fhir.casefile.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.fhir.UnreadableResourceException.Problem;

/**
 * Compares an event that is sent with the one that was recorded under its name: with what that one
 * brought then, not with what is known of the case by now.
 */
public final class SameEvent {

  private static final String EVENT = "Parameters.parameter.where(name='event')";

  private final CaseEvent sent;
  private final CaseEvent recorded;
  private final List<Problem> differences = new ArrayList<>();

  private SameEvent(CaseEvent sent, CaseEvent recorded) {
    this.sent = sent;
    this.recorded = recorded;
  }

  /**
   * Finds in what they differ.
   *
   * @param sent the event as sent
   * @param brought the facts that come with it
   * @param recorded the event as recorded
   * @param task the case that holds it
   * @return every difference with its place; none if it is the same event
   */
  public static List<Problem> differences(
      CaseEvent sent, Map<FactDefinition, Object> brought, CaseEvent recorded, Task task) {
    SameEvent events = new SameEvent(sent, recorded);
    events.part("code", CaseEvent::code);
    events.part("time", CaseEvent::time);
    events.part("actor", CaseEvent::actor);
    events.part("reason", CaseEvent::reason);
    events.part("until", CaseEvent::until);
    events.part("refersTo", CaseEvent::refersTo);
    events.part("evidence", CaseEvent::evidence);
    events.facts(CaseEntries.texts(brought), CaseEntries.brought(task, recorded.id()));
    return events.differences;
  }

  private void part(String name, Function<CaseEvent, Object> part) {
    if (!Objects.equals(part.apply(sent), part.apply(recorded))) {
      add(EVENT + ".part.where(name='" + name + "')", "another " + name);
    }
  }

  private void facts(Map<String, Set<String>> sent, Map<String, Set<String>> recorded) {
    Set<String> names = new TreeSet<>(sent.keySet());
    names.addAll(recorded.keySet());
    for (String name : names) {
      if (!Objects.equals(sent.get(name), recorded.get(name))) {
        add("Parameters.parameter.where(name='fact')", "said something else of the fact " + name);
      }
    }
  }

  private void add(String place, String what) {
    differences.add(
        new Problem(
            "duplicate",
            place,
            "The event of this case that has the same id has "
                + what
                + "; a correction is a new entry with its own id."));
  }
}
