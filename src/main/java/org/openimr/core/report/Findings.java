package org.openimr.core.report;

/**
 * What the column Findings says, in the shape that the file gives it.
 *
 * @param reasons why it was determined so
 * @param qualifications who determined it
 * @param result what came of it
 */
public record Findings(String reasons, String qualifications, String result) {

  /**
   * The text of the column.
   *
   * @param format how the file says things
   * @param category what the case is about
   * @param type the type of the review, as the file calls it
   */
  public String about(PublicFormat format, PublicRow.Category category, String type) {
    return "Nature of Statutory Criteria/Case Summary: "
        + format
            .sentences()
            .summary()
            .replace("{treatment}", '"' + category.treatment() + '"')
            .replace("{diagnosis}", '"' + category.diagnosis() + '"')
            .replace("{type}", '"' + type + '"')
        + " Findings: "
        + reasons
        + " Final Result: "
        + result
        + " Credentials/Qualifications: "
        + qualifications;
  }
}
