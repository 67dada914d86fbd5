package org.openimr.core.report;

import java.util.List;

/**
 * One row of the department's public file of decisions, in the order of its columns. What is not
 * known is empty.
 *
 * @param reference the reference of the department, such as {@code MN26-1}
 * @param year the year that the reference names
 * @param category what the case is about, by the categories of the current form
 * @param determination whether the plan's decision stands
 * @param type the type of the review
 * @param age the band of the member's age, as the current form writes it
 * @param gender the member's gender
 * @param urgency standard or expedited
 * @param daysToReview days from the receipt of the records to the determination
 * @param daysToAdopt days from the receipt of the determination to the decision
 * @param findings the reasons, de-identified
 * @param earlier category and age as the earlier form writes them
 * @param outcome the code of the outcome, which determination and findings say in words
 * @see <a href="../../../../../../../docs/operations/regulator-report.md">regulator-report</a>
 */
public record PublicRow(
    String reference,
    String year,
    Category category,
    String determination,
    String type,
    String age,
    String gender,
    String urgency,
    String daysToReview,
    String daysToAdopt,
    String findings,
    Earlier earlier,
    String outcome) {

  /** The columns of the current form. */
  public static final List<String> COLUMNS =
      List.of(
          "ReferenceID",
          "ReportYear",
          "DiagnosisCategory",
          "DiagnosisSubCategory",
          "TreatmentCategory",
          "TreatmentSubCategory",
          "Determination",
          "Type",
          "AgeRange",
          "PatientGender",
          "IMRType",
          "DaysToReview",
          "DaysToAdopt",
          "Findings");

  /** The columns of the earlier form. */
  public static final List<String> EARLIER_COLUMNS =
      List.of(
          "Reference ID",
          "Report Year",
          "Diagnosis Category",
          "Diagnosis Sub Category",
          "Treatment Category",
          "Treatment Sub Category",
          "Determination",
          "Type",
          "Age Range",
          "Patient Gender",
          "Findings");

  /**
   * What a case is about.
   *
   * @param diagnosis the category of the diagnosis
   * @param diagnosisPart its sub-category
   * @param treatment the category of the treatment
   * @param treatmentPart its sub-category
   */
  public record Category(
      String diagnosis, String diagnosisPart, String treatment, String treatmentPart) {}

  /**
   * What the earlier form writes otherwise.
   *
   * @param category what the case is about, by its categories
   * @param age the band of the member's age
   */
  public record Earlier(Category category, String age) {}

  /** What the current form tells of the member. */
  public Likeness likeness() {
    return new Likeness(year, category, age, gender);
  }

  /** What the earlier form tells of the member. */
  public Likeness earlierLikeness() {
    return new Likeness(year, earlier.category(), earlier.age(), gender);
  }

  /**
   * The same with less in it, and without reasons and qualifications.
   *
   * @param step how much is left out; more than nothing
   * @param format how the file says things
   */
  public PublicRow coarser(Coarseness step, PublicFormat format) {
    Likeness now = likeness().at(step, format.current().other());
    Likeness before = earlierLikeness().at(step, format.earlier().other());
    return new PublicRow(
        reference,
        year,
        now.category(),
        determination,
        type,
        now.age(),
        now.gender(),
        urgency,
        daysToReview,
        daysToAdopt,
        new Findings(
                format.sentences().fewReasons(),
                format.sentences().fewQualifications(),
                format.finals().get(outcome))
            .about(format, now.category(), type),
        new Earlier(before.category(), before.age()),
        outcome);
  }

  /** The values by the columns of the current form. */
  public List<String> values() {
    return List.of(
        reference,
        year,
        category.diagnosis(),
        category.diagnosisPart(),
        category.treatment(),
        category.treatmentPart(),
        determination,
        type,
        age,
        gender,
        urgency,
        daysToReview,
        daysToAdopt,
        findings);
  }

  /** The values by the columns of the earlier form. */
  public List<String> earlierValues() {
    Category before = earlier.category();
    return List.of(
        reference,
        year,
        before.diagnosis(),
        before.diagnosisPart(),
        before.treatment(),
        before.treatmentPart(),
        determination,
        type,
        earlier.age(),
        gender,
        findings);
  }
}
