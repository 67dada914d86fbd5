package org.openimr.fhir.casefile.intake;

import java.time.Instant;
import java.util.Map;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.lifecycle.StateMachine;
import org.openimr.core.lifecycle.StateMachines;
import org.openimr.core.lifecycle.SubmittedHistory;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.fhir.casefile.ProblemList;
import org.openimr.fhir.casefile.event.CaseEventReader;
import org.openimr.fhir.casefile.fact.FactSource;

/**
 * Checks that a case comes in with nothing that its submitter may not tell: events and facts that
 * its Task states are held against the tables by which events are recorded.
 *
 * @see <a href="../../../../../../../../docs/readings.md">R-59</a>
 */
final class HistoryCheck {

  /**
   * How a case arrives.
   *
   * @param path FHIRPath of its Task
   * @param role who submits it, a code of {@code imr-party}
   * @param received when
   * @param status the status that it states; or null
   */
  record Arrival(String path, String role, Instant received, String status) {}

  private final StateMachines machines;

  HistoryCheck(StateMachines machines) {
    this.machines = machines;
  }

  /**
   * Checks a case.
   *
   * @param judged the case
   * @param stated the events that its Task states
   * @param facts the facts that it states
   * @param arrival who submits it, and when
   */
  void check(
      CaseJudge.Judged judged,
      CaseEventReader.Read stated,
      Map<FactDefinition, FactSource> facts,
      Arrival arrival,
      ProblemList problems) {
    ReviewPolicy policy = judged.bound().policy();
    StateMachine machine = machines.governing(policy);
    SubmittedHistory history =
        new SubmittedHistory(
            machine,
            policy,
            judged.reviewCase(),
            arrival.role(),
            arrival.received(),
            arrival.status(),
            CaseAssessment::outcome);
    for (SubmittedHistory.Objection each : history.events(stated.events().size())) {
      problems.add(
          "business-rule",
          arrival.path() + ".input[" + stated.inputs().get(each.event()) + "]",
          each.text());
    }
    facts.forEach(
        (fact, source) -> {
          String objection = history.fact(fact);
          if (objection != null) {
            source.places().forEach(place -> problems.add("business-rule", place, objection));
          }
        });
  }
}
