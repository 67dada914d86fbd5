package org.openimr.operation;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.openimr.core.deadline.Deadline;
import org.openimr.core.deadline.DeadlineCalculator;
import org.openimr.core.situation.Situation;
import org.openimr.fhir.DeadlineWriter;
import org.openimr.fhir.Explanation;

/**
 * {@code $compute-deadlines}: who owes what by when. Changes nothing.
 *
 * @see <a href="../../../../../../docs/operations/compute-deadlines.md">compute-deadlines</a>
 */
public final class DeadlinesOperation {

  private static final String DEFINITION =
      "https://openimr.org/fhir/OperationDefinition/compute-deadlines";

  private final CaseInquiry inquiry;

  /** Makes the operation. */
  public DeadlinesOperation(CaseInquiry inquiry) {
    this.inquiry = inquiry;
  }

  /** Answers for the case that the request describes. */
  @Operation(
      name = "$compute-deadlines",
      typeName = "Task",
      canonicalUrl = DEFINITION,
      manualRequest = true)
  public Parameters described(RequestDetails request) {
    return inquiry.answer(request, DeadlinesOperation::deadlines);
  }

  /** Answers for a stored case. */
  @Operation(
      name = "$compute-deadlines",
      typeName = "Task",
      canonicalUrl = DEFINITION,
      idempotent = true,
      manualRequest = true)
  public Parameters stored(@IdParam IdType id, RequestDetails request) {
    return inquiry.answer(id.getIdPart(), request, DeadlinesOperation::deadlines);
  }

  static Parameters deadlines(Situation situation, Explanation explanation) {
    Parameters answer = new Parameters();
    for (Deadline deadline : DeadlineCalculator.deadlines(situation)) {
      answer.addParameter(DeadlineWriter.write(deadline, explanation));
    }
    return answer;
  }
}
