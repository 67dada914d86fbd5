package org.openimr.fhir.casefile.intake;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.casefile.UnacceptableCaseException;
import org.openimr.fhir.casefile.ProblemList;
import org.openimr.fhir.casefile.event.CaseEventReader;
import org.openimr.fhir.casefile.event.ToldEvent;

/**
 * Binds a submitted case to its policy and finds out whether its events can be.
 *
 * <p>An event that the Task states and that cannot be is a problem. One that something else tells,
 * such as a form, is then left out, and that is remarked: what a member remembers stops no
 * application.
 */
final class CaseJudge {

  /**
   * A case with its policy.
   *
   * @param bound the policy; null if none was found
   * @param reviewCase facts and events; those that are told follow those that are stated
   * @param told the events that are told and count
   * @param problems why the case cannot be
   */
  record Judged(
      PolicyBinding.Bound bound,
      ReviewCase reviewCase,
      List<ToldEvent> told,
      ProblemList problems) {}

  private final PolicyBinding binding;
  private final Task task;
  private final String path;
  private final Facts facts;
  private final CaseEventReader.Read stated;
  private final Instant received;

  CaseJudge(
      PolicyBinding binding,
      Task task,
      String path,
      Facts facts,
      CaseEventReader.Read stated,
      Instant received) {
    this.binding = binding;
    this.task = task;
    this.path = path;
    this.facts = facts;
    this.stated = stated;
    this.received = received;
  }

  /**
   * Judges the case.
   *
   * @param told the events that are told
   * @param remarks where it is named which of them do not count, and why
   * @return the case with those that count
   */
  Judged judge(List<ToldEvent> told, ProblemList remarks) {
    Judged judged = attempt(List.of());
    if (judged.bound() == null || !judged.problems().empty()) {
      return judged;
    }
    ZoneId zone = judged.bound().policy().days().zone();
    for (ToldEvent event : told) {
      if (isStated(event)) {
        compare(event, zone, remarks);
        event.others().forEach(other -> compare(other, zone, remarks));
        continue;
      }
      List<ToldEvent> more = new ArrayList<>(judged.told());
      more.add(event);
      Judged next = attempt(more);
      if (next.problems().empty()) {
        judged = next;
        event.others().forEach(other -> compare(other, event, zone, remarks));
      } else {
        remarks.add(
            "business-rule",
            event.place(),
            "The event "
                + event.code()
                + " is not read from this: "
                + next.problems().all().get(0).text());
      }
    }
    return judged;
  }

  private boolean isStated(ToldEvent told) {
    return stated.events().stream().anyMatch(event -> event.code().equals(told.code()));
  }

  private void compare(ToldEvent told, ZoneId zone, ProblemList remarks) {
    LocalDate date = told.date(zone);
    boolean same =
        stated.events().stream()
            .filter(event -> event.code().equals(told.code()))
            .anyMatch(event -> date(event.time(), zone).equals(date));
    if (!same) {
      remarks.add(
          "business-rule",
          told.place(),
          "This tells another date of the event "
              + told.code()
              + " than the input of the Task; the latter counts.");
    }
  }

  private static void compare(ToldEvent other, ToldEvent counts, ZoneId zone, ProblemList remarks) {
    if (!other.date(zone).equals(counts.date(zone))) {
      remarks.add(
          "business-rule",
          other.place(),
          "This tells another date of the event "
              + other.code()
              + " than "
              + counts.place()
              + "; the latter counts.");
    }
  }

  private static LocalDate date(EventTime time, ZoneId zone) {
    return time.date() == null ? LocalDate.ofInstant(time.instant(), zone) : time.date();
  }

  private Judged attempt(List<ToldEvent> told) {
    ProblemList problems = new ProblemList();
    List<CaseEvent> events = new ArrayList<>(stated.events());
    told.forEach(each -> events.add(each.event()));
    PolicyBinding.Bound bound = binding.find(task, events, received, path, problems);
    if (bound == null) {
      return new Judged(null, null, List.of(), problems);
    }
    ReviewCase reviewCase = new ReviewCase(bound.policy().header().canonical(), facts, events);
    try {
      CaseAssessment.ofNew(bound.policy(), reviewCase, List.of(), last(events));
    } catch (UnacceptableCaseException e) {
      e.problems().forEach(each -> problems.add("business-rule", place(each), each.message()));
    }
    return new Judged(bound, reviewCase, told, problems);
  }

  /** Works everything out once, also what lies in the future, to find what cannot be. */
  private Instant last(List<CaseEvent> events) {
    Instant last = received;
    for (CaseEvent event : events) {
      Instant time = event.time().instant();
      last = time != null && time.isAfter(last) ? time : last;
    }
    return last;
  }

  private String place(UnacceptableCaseException.Problem problem) {
    boolean input = problem.event() >= 0 && problem.event() < stated.inputs().size();
    return input ? path + ".input[" + stated.inputs().get(problem.event()) + "]" : path;
  }
}
