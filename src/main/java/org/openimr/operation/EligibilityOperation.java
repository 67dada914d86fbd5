package org.openimr.operation;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.openimr.core.eligibility.EligibilityAssessor;
import org.openimr.core.situation.Situation;
import org.openimr.fhir.answer.EligibilityWriter;
import org.openimr.fhir.answer.Explanation;
import org.openimr.fhir.parameter.SentParameters;
import org.openimr.operation.casefile.CaseInquiry;

/**
 * {@code $check-eligibility}: whether a case is eligible for review, and why. Changes nothing.
 *
 * @see <a href="../../../../../../docs/operations/check-eligibility.md">check-eligibility</a>
 */
public final class EligibilityOperation {

  private static final String DEFINITION =
      "https://openimr.org/fhir/OperationDefinition/check-eligibility";

  private final CaseInquiry inquiry;

  /** Makes the operation. */
  public EligibilityOperation(CaseInquiry inquiry) {
    this.inquiry = inquiry;
  }

  /** Answers for the case that the request describes. */
  @Operation(
      name = "$check-eligibility",
      typeName = "Task",
      canonicalUrl = DEFINITION,
      manualRequest = true)
  public Parameters described(RequestDetails request) {
    return inquiry.answer(request, EligibilityOperation::eligibility);
  }

  /**
   * Answers for the case that a question describes, without a server.
   *
   * @param question the parameters of the operation
   * @return its answer
   * @throws org.openimr.fhir.UnreadableResourceException naming all that is wrong with the question
   */
  public Parameters answer(SentParameters question) {
    return inquiry.answer(question, EligibilityOperation::eligibility);
  }

  /** Answers for a stored case. */
  @Operation(
      name = "$check-eligibility",
      typeName = "Task",
      canonicalUrl = DEFINITION,
      idempotent = true,
      manualRequest = true)
  public Parameters stored(@IdParam IdType id, RequestDetails request) {
    return inquiry.answer(id.getIdPart(), request, EligibilityOperation::eligibility);
  }

  private static Parameters eligibility(Situation situation, Explanation explanation) {
    Parameters answer = new Parameters();
    EligibilityWriter.write(EligibilityAssessor.assess(situation), explanation)
        .forEach(answer::addParameter);
    return answer;
  }
}
