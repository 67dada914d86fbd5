package org.openimr.operation.determination;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Occurrence;
import org.openimr.core.situation.Situation;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.transaction.WorkItem;
import org.openimr.fhir.reviewer.Seat;
import org.openimr.fhir.secondlook.SecondLookQuestion;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.StoredCases;

/**
 * The cases that somebody rated first: those of the seats of a reviewer of a review organization,
 * or those of the work that a plan assigned to a person.
 */
final class RatedCases {

  /** What a first rating is: of who reviews, and of who decides. */
  private record Rating(String event, String fact) {}

  private static final Rating REVIEW = new Rating("determination-made", "outcome");
  private static final Rating DECISION = new Rating("decision-made", "decision");

  private final StoredCases cases;
  private final CaseStore store;

  RatedCases(StoredCases cases, CaseStore store) {
    this.cases = cases;
    this.store = store;
  }

  /** The cases that a reviewer of the caller's organization rated in a year. */
  Set<String> of(Caller caller, SecondLookQuestion asked, Instant now) {
    List<Task> tasks =
        asked.byRole()
            ? store.seats(Set.of(asked.reviewer())).stream()
                .filter(Seat::taken)
                .filter(seat -> AccessMarks.parties(seat).contains(caller.organization()))
                .toList()
            : store.marked(
                "imr-work", WorkItem.ASSIGNED, caller.organization() + "/" + asked.reviewer());
    Set<String> found = new TreeSet<>();
    for (Task each : tasks) {
      String reference = each.getFocus().getReference();
      Resource focus = store.read(Caller.SERVER, Set.of(reference)).get(reference);
      if (focus instanceof Task task
          && CaseFile.isCase(task)
          && year(task, asked.byRole(), now) == asked.year()) {
        found.add(reference);
      }
    }
    return found;
  }

  private int year(Task task, boolean review, Instant now) {
    CaseFile file = store.load(Caller.SERVER, task.getIdElement().getIdPart());
    ReviewCase known = cases.read(file);
    ReviewPolicy policy = cases.policy(known);
    Situation situation = Situation.of(policy, known.facts(), known.events(), EventTime.at(now));
    Occurrence rated =
        situation.timeline().first(policy.vocabulary().event((review ? REVIEW : DECISION).event()));
    return rated == null ? 0 : rated.at().date().getYear();
  }

  /** What a case was decided as first; null if it is not known any more. */
  String first(String caseReference, boolean review) {
    CaseFile file = store.load(Caller.SERVER, caseReference.replaceFirst("^Task/", ""));
    ReviewCase known = cases.read(file);
    FactDefinition fact =
        cases.policy(known).vocabulary().fact((review ? REVIEW : DECISION).fact());
    Object value = known.facts().value(fact.index());
    return value == null ? null : value.toString();
  }

  /** The codes that a rating may have. */
  static String codes(boolean review) {
    return review ? "imr-outcome" : "imr-decision";
  }
}
