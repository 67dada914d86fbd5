package org.openimr.core.report;

/**
 * What a row tells of the member to somebody who knows the member.
 *
 * @param year the year of the report
 * @param category what was wrong and what was asked for
 * @param age the band of the age, or empty
 * @param gender the gender, or empty
 */
public record Likeness(String year, PublicRow.Category category, String age, String gender) {

  /**
   * The same with less in it.
   *
   * @param step how much is left out
   * @param other what stands where a category is left out
   */
  public Likeness at(Coarseness step, String other) {
    return new Likeness(
        year,
        new PublicRow.Category(
            step.reaches(Coarseness.DIAGNOSIS) ? other : category.diagnosis(),
            step.reaches(Coarseness.PARTS) ? other : category.diagnosisPart(),
            step.reaches(Coarseness.TREATMENT) ? other : category.treatment(),
            step.reaches(Coarseness.PARTS) ? other : category.treatmentPart()),
        step.reaches(Coarseness.AGE) ? "" : age,
        step.reaches(Coarseness.GENDER) ? "" : gender);
  }
}
