package org.openimr.fhir.answer;

import java.time.ZoneId;
import java.util.List;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.PositiveIntType;
import org.openimr.core.comparison.Answer;
import org.openimr.core.comparison.Comparison;
import org.openimr.core.comparison.Movement;
import org.openimr.core.deadline.Deadline;

/** Writes rows of a comparison as parameters {@code milestone}. */
public final class ComparisonWriter {

  private ComparisonWriter() {}

  /**
   * Writes a row.
   *
   * @param row the row
   * @param answers the answers that are compared, in the order of the cells
   * @return the parameter
   */
  public static ParametersParameterComponent write(Comparison.Row row, List<Answer> answers) {
    AnswerPart part = new AnswerPart("milestone").with("milestone", row.milestone());
    part.with(value("instance", new PositiveIntType(row.instance())));
    part.with(value("differs", new BooleanType(row.differs())));
    for (int i = 0; i < answers.size(); i++) {
      part.with(answer(row, answers, i));
    }
    return part.whole();
  }

  private static ParametersParameterComponent answer(
      Comparison.Row row, List<Answer> answers, int index) {
    Answer answer = answers.get(index);
    AnswerPart part = new AnswerPart("answer");
    part.with(value("policy", new CanonicalType(answer.policy())));
    part.withText("scenario", answer.scenario());
    int given = asGiven(answer, answers);
    if (answer.scenario() != null && given >= 0) {
      part.with(
          "movement", Movement.between(row.cells().get(given), row.cells().get(index)).code());
    }
    Deadline deadline = row.cells().get(index);
    if (deadline != null) {
      ZoneId zone = deadline.days().zone();
      part.with("owedBy", deadline.owedBy())
          .with("status", deadline.status().code())
          .withTime("start", deadline.start(), zone)
          .withTime("due", deadline.due(), zone)
          .withTime("target", deadline.target(), zone)
          .withTime("met", deadline.met(), zone)
          .with("rule", deadline.governing().rule().value())
          .withText("citation", deadline.governing().citation().text());
    }
    return part.whole();
  }

  /** The answer of the same policy to the case as given; -1 if it refused that. */
  private static int asGiven(Answer answer, List<Answer> answers) {
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i).scenario() == null && answers.get(i).policy().equals(answer.policy())) {
        return i;
      }
    }
    return -1;
  }

  private static ParametersParameterComponent value(String name, org.hl7.fhir.r4.model.Type value) {
    ParametersParameterComponent part = new ParametersParameterComponent();
    part.setName(name);
    part.setValue(value);
    return part;
  }
}
