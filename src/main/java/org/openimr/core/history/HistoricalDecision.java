package org.openimr.core.history;

import java.util.List;
import org.openimr.core.report.PublicRow;

/**
 * A decision of former years, as a row of the department's public file tells it. What is not known
 * is empty, or -1 for days.
 *
 * @param reference the reference of the department, such as {@code MN25-1}
 * @param year the year of the report that has it
 * @param category what it is about, by the names of the file
 * @param overturned whether the plan's decision fell
 * @param type the type of review, a code of the fact {@code review-type}
 * @param age the band of the member's age, as the current form writes it
 * @param gender the member's gender, a code
 * @param urgency standard or expedited, a code; the earlier form does not tell it
 * @param daysToReview days to the determination
 * @param daysToAdopt days from it to the decision
 * @param findings the reasons
 * @param form the form of the file
 */
public record HistoricalDecision(
    String reference,
    int year,
    PublicRow.Category category,
    boolean overturned,
    String type,
    String age,
    String gender,
    String urgency,
    int daysToReview,
    int daysToAdopt,
    String findings,
    DecisionForm form) {

  /** All that it says, in one text: two decisions that say the same have the same. */
  public String content() {
    return String.join(
        "\u001f",
        List.of(
            reference,
            String.valueOf(year),
            category.diagnosis(),
            category.diagnosisPart(),
            category.treatment(),
            category.treatmentPart(),
            String.valueOf(overturned),
            type,
            age,
            gender,
            urgency,
            String.valueOf(daysToReview),
            String.valueOf(daysToAdopt),
            findings,
            form.code()));
  }
}
