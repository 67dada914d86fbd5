package org.openimr.core.casefile;

import java.time.Instant;
import java.time.LocalDate;

/**
 * When something happened: an instant, or a date without a time of day.
 *
 * @param instant the instant, or null if only the date is known
 * @param date the local date of the policy's zone, or null if the instant is known
 * @see <a href="../../../../../../../docs/readings.md">R-21</a>
 */
public record EventTime(Instant instant, LocalDate date) {

  /** Refuses both or neither. */
  public EventTime {
    if ((instant == null) == (date == null)) {
      throw new IllegalArgumentException("a time is either an instant or a date");
    }
  }

  /**
   * Makes a time from an instant.
   *
   * @param instant the instant
   * @return the time
   */
  public static EventTime at(Instant instant) {
    return new EventTime(instant, null);
  }

  /**
   * Makes a time from a date alone.
   *
   * @param date the local date
   * @return the time
   */
  public static EventTime on(LocalDate date) {
    return new EventTime(null, date);
  }

  @Override
  public String toString() {
    return instant == null ? date.toString() : instant.toString();
  }
}
