package org.openimr.operation;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.openimr.fhir.parameter.SentParameters;
import org.openimr.operation.casefile.CaseInquiry;

/**
 * {@code $compute-deadlines}: who owes what by when. Changes nothing.
 *
 * @see <a href="../../../../../../docs/operations/compute-deadlines.md">compute-deadlines</a>
 */
public final class DeadlinesOperation {

  private static final String DEFINITION =
      "https://openimr.org/fhir/OperationDefinition/compute-deadlines";

  private final CaseInquiry inquiry;
  private final DeadlineAnswer answer;

  /** Makes the operation. */
  public DeadlinesOperation(CaseInquiry inquiry, DeadlineAnswer answer) {
    this.inquiry = inquiry;
    this.answer = answer;
  }

  /** Answers for the case that the request describes. */
  @Operation(
      name = "$compute-deadlines",
      typeName = "Task",
      canonicalUrl = DEFINITION,
      manualRequest = true)
  public Parameters described(RequestDetails request) {
    return inquiry.answer(request, answer::of);
  }

  /**
   * Answers for the case that a question describes, without a server.
   *
   * @param question the parameters of the operation
   * @return its answer
   * @throws org.openimr.fhir.UnreadableResourceException naming all that is wrong with the question
   */
  public Parameters answer(SentParameters question) {
    return inquiry.answer(question, answer::of);
  }

  /** Answers for a stored case. */
  @Operation(
      name = "$compute-deadlines",
      typeName = "Task",
      canonicalUrl = DEFINITION,
      idempotent = true,
      manualRequest = true)
  public Parameters stored(@IdParam IdType id, RequestDetails request) {
    return inquiry.answer(id.getIdPart(), request, answer::of);
  }
}
