package org.openimr.core.calendar;

/**
 * A date lies outside the years that a calendar, or this program, can count.
 *
 * <p>The message names the calendar and the years that it covers.
 */
public final class DateNotCoveredException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message a sentence that names calendar and years
   */
  public DateNotCoveredException(String message) {
    super(message);
  }
}
