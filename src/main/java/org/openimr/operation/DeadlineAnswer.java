package org.openimr.operation;

import org.hl7.fhir.r4.model.Parameters;
import org.openimr.core.deadline.Deadline;
import org.openimr.core.deadline.DeadlineCalculator;
import org.openimr.core.deadline.ExposureTerms;
import org.openimr.core.lifecycle.StateMachines;
import org.openimr.core.situation.Situation;
import org.openimr.fhir.answer.DeadlineWriter;
import org.openimr.fhir.answer.Explanation;

/**
 * Answers who owes what by when, and to what a delay exposes.
 *
 * <p>Holds no case and may be used by many threads.
 */
public final class DeadlineAnswer {

  private final StateMachines machines;
  private final ExposureTerms exposure;

  /**
   * Makes it.
   *
   * @param machines what governs the cases
   * @param exposure what may be imposed for delays
   */
  public DeadlineAnswer(StateMachines machines, ExposureTerms exposure) {
    this.machines = machines;
    this.exposure = exposure;
  }

  /** The deadlines of a case. */
  Parameters of(Situation situation, Explanation explanation) {
    String machine = machines.governing(situation.policy()).code();
    Parameters answer = new Parameters();
    for (Deadline deadline : DeadlineCalculator.deadlines(situation)) {
      answer.addParameter(
          DeadlineWriter.write(
              deadline, explanation, exposure.of(deadline, machine, situation.asOf())));
    }
    return answer;
  }
}
