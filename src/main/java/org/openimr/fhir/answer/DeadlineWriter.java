package org.openimr.fhir.answer;

import java.math.BigDecimal;
import java.time.ZoneId;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Money;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.openimr.core.deadline.Deadline;
import org.openimr.core.deadline.DeadlineBound;
import org.openimr.core.deadline.Exposure;

/** Writes deadlines as parameters {@code deadline}; times in the zone of the policy. */
public final class DeadlineWriter {

  /** The code of {@code imr-source} for law that nobody here has read. */
  private static final String UNREAD = "law-unverified";

  private DeadlineWriter() {}

  /**
   * Writes a deadline.
   *
   * @param deadline the deadline
   * @param explanation what explanations are given
   * @return the parameter
   */
  public static ParametersParameterComponent write(Deadline deadline, Explanation explanation) {
    return write(deadline, explanation, null);
  }

  /**
   * Writes a deadline with what its delay exposes to.
   *
   * @param deadline the deadline
   * @param explanation what explanations are given
   * @param exposure what its delay exposes to, or null
   * @return the parameter
   */
  public static ParametersParameterComponent write(
      Deadline deadline, Explanation explanation, Exposure exposure) {
    ZoneId zone = deadline.days().zone();
    AnswerPart answer =
        new AnswerPart("deadline")
            .with("milestone", deadline.milestone().code())
            .with("owedBy", deadline.owedBy())
            .with("status", deadline.status().code())
            .with("startedBy", deadline.startedBy())
            .withTime("start", deadline.start(), zone)
            .withTime("due", deadline.due(), zone)
            .withTime("target", deadline.target(), zone)
            .withTime("met", deadline.met(), zone)
            .with("rule", deadline.governing().rule().value())
            .withText("citation", deadline.governing().citation().text())
            .withText("explanation", explanation.of(deadline::explain));
    for (String fact : deadline.missing()) {
      answer.with("missing", fact);
    }
    for (DeadlineBound bound : deadline.bounds()) {
      answer.with(bound(bound, zone));
    }
    if (exposure != null) {
      answer.with(exposure(exposure, explanation));
    }
    return answer.whole();
  }

  private static ParametersParameterComponent exposure(Exposure exposure, Explanation explanation) {
    ParametersParameterComponent whole =
        new AnswerPart("exposure")
            .with("rule", exposure.terms().rule())
            .withText("citation", exposure.terms().citation())
            .withText("explanation", explanation.of(exposure::explanation))
            .whole();
    whole.addPart().setName("days").setValue(new IntegerType(exposure.days()));
    String currency = exposure.terms().currency();
    money(whole, "perDay", exposure.terms().perDay(), currency);
    money(whole, "amount", exposure.amount(), currency);
    return whole;
  }

  private static void money(
      ParametersParameterComponent whole, String name, BigDecimal amount, String currency) {
    whole.addPart().setName(name).setValue(new Money().setValue(amount).setCurrency(currency));
  }

  private static ParametersParameterComponent bound(DeadlineBound bound, ZoneId zone) {
    return new AnswerPart("bound")
        .with("rule", bound.bound().rule().value())
        .with("status", bound.status().code())
        .with("startedBy", bound.startedBy())
        .withTime("start", bound.start(), zone)
        .withText("limit", bound.bound().limitText())
        .withTime("due", bound.due(), zone)
        .withText("citation", bound.bound().citation().text())
        .with("source", bound.bound().counts() ? null : UNREAD)
        .whole();
  }
}
