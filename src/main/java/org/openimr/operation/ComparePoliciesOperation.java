package org.openimr.operation;

import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.StringType;
import org.openimr.core.comparison.Answer;
import org.openimr.core.comparison.Comparison;
import org.openimr.core.deadline.DeadlineCalculator;
import org.openimr.core.eligibility.EligibilityAssessor;
import org.openimr.core.situation.Situation;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.answer.ComparisonWriter;
import org.openimr.fhir.question.ComparisonReader;
import org.openimr.operation.casefile.CaseInquiry;

/**
 * {@code $compare-policies}: one case under several policies, and with changes, side by side.
 * Changes nothing.
 *
 * @see <a href="../../../../../../docs/operations/compare-policies.md">compare-policies</a>
 */
public final class ComparePoliciesOperation {

  private static final String DEFINITION =
      "https://openimr.org/fhir/OperationDefinition/compare-policies";

  private final CaseInquiry inquiry;

  /** Makes the operation. */
  public ComparePoliciesOperation(CaseInquiry inquiry) {
    this.inquiry = inquiry;
  }

  /** Compares what the request describes. */
  @Operation(
      name = "$compare-policies",
      typeName = "Task",
      canonicalUrl = DEFINITION,
      manualRequest = true)
  public Parameters compare(RequestDetails request) {
    Parameters compared = new Parameters();
    List<Answer> answers = new ArrayList<>();
    List<UnreadableResourceException> refusals = new ArrayList<>();
    for (ComparisonReader.Column column : inquiry.columns(request)) {
      answer(column, compared, answers, refusals);
    }
    if (answers.isEmpty()) {
      throw refusals.get(0);
    }
    for (Comparison.Row row : Comparison.of(answers).rows()) {
      compared.addParameter(ComparisonWriter.write(row, answers));
    }
    return compared;
  }

  /** A policy that refuses the case is told as such, and the others still answer. */
  private void answer(
      ComparisonReader.Column column,
      Parameters compared,
      List<Answer> answers,
      List<UnreadableResourceException> refusals) {
    String policy = inquiry.canonical(column.question());
    ParametersParameterComponent heading = compared.addParameter().setName("column");
    heading.addPart().setName("policy").setValue(new CanonicalType(policy));
    if (column.scenario() != null) {
      heading.addPart().setName("scenario").setValue(new StringType(column.scenario()));
    }
    try {
      Situation situation = inquiry.place(column.question());
      answers.add(new Answer(policy, column.scenario(), DeadlineCalculator.deadlines(situation)));
      String outcome = EligibilityAssessor.assess(situation).outcome().code();
      heading.addPart().setName("outcome").setValue(new CodeType(outcome));
    } catch (org.openimr.core.casefile.UnacceptableCaseException e) {
      UnreadableResourceException refusal = inquiry.refusal(e, column.question());
      refusals.add(refusal);
      for (UnreadableResourceException.Problem problem : refusal.problems()) {
        heading.addPart().setName("refused").setValue(new StringType(problem.text()));
      }
    }
  }
}
