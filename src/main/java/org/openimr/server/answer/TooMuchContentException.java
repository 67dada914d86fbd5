package org.openimr.server.answer;

import ca.uhn.fhir.rest.server.exceptions.PayloadTooLargeException;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.server.http.Outcomes;

/** Stored contents that are wanted at once do not fit into memory together. */
final class TooMuchContentException extends PayloadTooLargeException {

  private static final long serialVersionUID = 1L;

  private static final String SENTENCE =
      "What this asks for is too large to be answered at once;"
          + " ask for less, without _include and _revinclude or one by one.";

  private final int fitting;

  /**
   * Makes it.
   *
   * @param fitting how many of them, from the first on, do fit
   */
  TooMuchContentException(int fitting) {
    super(SENTENCE);
    this.fitting = fitting;
    Outcomes.carriedBy(this, IssueType.TOOLONG, SENTENCE);
  }

  /** How many of them, from the first on, do fit. */
  int fitting() {
    return fitting;
  }
}
