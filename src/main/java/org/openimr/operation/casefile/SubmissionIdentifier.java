package org.openimr.operation.casefile;

/**
 * The identifier of a submitted Bundle, which names the submission within its organization.
 *
 * @param system the system; empty if none was given
 * @param value the value, never blank
 */
public record SubmissionIdentifier(String system, String value) {

  /** Refuses a blank value. */
  public SubmissionIdentifier {
    if (system == null || value == null || value.isBlank()) {
      throw new IllegalArgumentException("an identifier needs a value");
    }
  }
}
