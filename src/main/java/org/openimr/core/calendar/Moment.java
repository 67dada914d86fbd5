package org.openimr.core.calendar;

import java.time.Instant;
import java.time.LocalDate;

/**
 * A point of time as the law sees it: an instant, or a whole local day.
 *
 * <p>Times given with a clock time compare as instants. As soon as one of two moments is a whole
 * day (a date without time, or the last day of a limit counted in days) they compare by local date,
 * and the whole day counts.
 *
 * @param epochMilli the instant in milliseconds since 1970-01-01T00:00Z; of a whole day its first
 *     second where the day starts something and its last where it ends something
 * @param epochDay the local date in days since 1970-01-01, in the zone of the policy
 * @param wholeDay whether the local date is all that counts
 * @see <a href="../../../../../../../docs/readings.md">R-10, R-21</a>
 */
public record Moment(long epochMilli, int epochDay, boolean wholeDay) {

  /**
   * Says whether this moment lies before the other; a whole day is not before anything on it.
   *
   * @param other the moment to compare with
   * @return true if this one is certainly earlier
   */
  public boolean isBefore(Moment other) {
    if (wholeDay || other.wholeDay) {
      return epochDay < other.epochDay;
    }
    return epochMilli < other.epochMilli;
  }

  /**
   * Says whether this moment lies after the other; a whole day is not after anything on it.
   *
   * @param other the moment to compare with
   * @return true if this one is certainly later
   */
  public boolean isAfter(Moment other) {
    return other.isBefore(this);
  }

  /**
   * Returns the instant.
   *
   * @return the instant, of a whole day the one described at {@link #epochMilli()}
   */
  public Instant instant() {
    return Instant.ofEpochMilli(epochMilli);
  }

  /**
   * Returns the local date.
   *
   * @return the date in the zone of the policy
   */
  public LocalDate date() {
    return LocalDate.ofEpochDay(epochDay);
  }
}
