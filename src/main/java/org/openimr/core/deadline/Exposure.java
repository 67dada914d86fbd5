package org.openimr.core.deadline;

import java.math.BigDecimal;

/**
 * What may be imposed for a delay; never what was imposed.
 *
 * @param terms by what it is worked out
 * @param days the local days after the due day that had begun, at least one
 */
public record Exposure(ExposureTerms terms, int days) {

  /**
   * Returns the amount.
   *
   * @return the least amount for all days
   */
  public BigDecimal amount() {
    return terms.perDay().multiply(BigDecimal.valueOf(days));
  }

  /**
   * Says what it is.
   *
   * @return sentences
   */
  public String explanation() {
    return "Late by "
        + days
        + (days == 1 ? " day" : " days")
        + ", each counted that had begun after the last day: at least "
        + days
        + " times "
        + terms.perDay().toPlainString()
        + " "
        + terms.currency()
        + ". This is what the plan is exposed to, and no decision: whether anything is imposed, and"
        + " how much, the department decides.";
  }
}
