package org.openimr.fhir.answer;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.openimr.core.eligibility.EligibilityDecision;
import org.openimr.core.eligibility.Finding;

/** Writes a decision about eligibility as parameters. */
public final class EligibilityWriter {

  private EligibilityWriter() {}

  /**
   * Writes a decision.
   *
   * @param decision the decision
   * @param explanation what explanations are given
   * @return {@code outcome}, then every {@code finding}, {@code missing} and {@code route}
   */
  public static List<ParametersParameterComponent> write(
      EligibilityDecision decision, Explanation explanation) {
    List<ParametersParameterComponent> answer = new ArrayList<>();
    answer.add(AnswerPart.code("outcome", decision.outcome().code()));
    for (Finding finding : decision.findings()) {
      answer.add(
          new AnswerPart("finding")
              .with("rule", finding.criterion().rule().value())
              .with("result", finding.result().code())
              .withText("citation", finding.criterion().citation().text())
              .withText("explanation", explanation.of(finding::explain))
              .whole());
    }
    decision.missing().forEach(fact -> answer.add(AnswerPart.code("missing", fact)));
    decision.routes().forEach(route -> answer.add(AnswerPart.code("route", route)));
    return answer;
  }
}
