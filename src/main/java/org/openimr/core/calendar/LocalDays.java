package org.openimr.core.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The local days of one time zone, as a table from 1900 to 2200.
 *
 * <p>Turns instants into local dates and dates into their first and last second. The last second of
 * a day is the one before the next day begins, so that days of 23 and 25 hours end when they end.
 *
 * @see <a href="../../../../../../../docs/readings.md">R-01, R-03</a>
 */
public final class LocalDays {

  private static final int FIRST = (int) LocalDate.of(1900, 1, 1).toEpochDay();
  private static final int LAST = (int) LocalDate.of(2200, 12, 31).toEpochDay();
  private static final long DAY_MILLIS = 86_400_000L;
  private static final Map<ZoneId, LocalDays> TABLES = new ConcurrentHashMap<>();

  private final ZoneId zone;
  private final long[] startMillis;

  /** Makes the table; see {@link #of}, which makes it once. */
  LocalDays(ZoneId zone) {
    this.zone = zone;
    this.startMillis = new long[LAST - FIRST + 2];
    long offset = 0;
    long changes = Long.MIN_VALUE;
    for (int i = 0; i < startMillis.length; i++) {
      // until the offset changes all days begin alike
      long start = (FIRST + i) * DAY_MILLIS - offset;
      if (start >= changes) {
        ZonedDateTime first = LocalDate.ofEpochDay((long) FIRST + i).atStartOfDay(zone);
        ZoneOffsetTransition next = zone.getRules().nextTransition(first.toInstant());
        start = first.toInstant().toEpochMilli();
        offset = first.getOffset().getTotalSeconds() * 1000L;
        changes = next == null ? Long.MAX_VALUE : next.getInstant().toEpochMilli();
      }
      startMillis[i] = start;
    }
  }

  /**
   * Returns the days of a zone; the table is made once per zone.
   *
   * @param zone the zone
   * @return its days
   */
  public static LocalDays of(ZoneId zone) {
    return TABLES.computeIfAbsent(zone, LocalDays::new);
  }

  /**
   * Returns the zone.
   *
   * @return the zone of these days
   */
  public ZoneId zone() {
    return zone;
  }

  /**
   * Returns the moment of an instant.
   *
   * @param instant a time between 1900 and 2200
   * @return the moment with its local date
   * @throws DateNotCoveredException if the time lies outside the table
   */
  public Moment at(Instant instant) {
    long milli;
    try {
      milli = instant.toEpochMilli();
    } catch (ArithmeticException e) {
      throw new DateNotCoveredException("times are counted from 1900 to 2200 only");
    }
    return at(milli);
  }

  /**
   * Returns the moment of an instant.
   *
   * @param epochMilli milliseconds since 1970-01-01T00:00Z
   * @return the moment with its local date
   * @throws DateNotCoveredException if the time lies outside the table
   */
  public Moment at(long epochMilli) {
    return new Moment(epochMilli, dayOf(epochMilli), false);
  }

  /**
   * Returns a whole local day as something that starts or happens: its instant is its first second.
   *
   * @param date the local date
   * @return the whole day
   * @throws DateNotCoveredException if the date lies outside the table
   */
  public Moment wholeDay(LocalDate date) {
    int day = checked(date.toEpochDay());
    return new Moment(startMillis[day - FIRST], day, true);
  }

  /**
   * Returns the first second of a local day.
   *
   * @param epochDay the local date in days since 1970-01-01
   * @return 00:00:00, as an instant
   * @throws DateNotCoveredException if the date lies outside the table
   */
  public Moment startOf(int epochDay) {
    return new Moment(startMillis[checked(epochDay) - FIRST], epochDay, false);
  }

  /**
   * Returns a whole local day as the end of a limit: its instant is its last second.
   *
   * @param epochDay the local date in days since 1970-01-01
   * @return the whole day, at 23:59:59
   * @throws DateNotCoveredException if the date lies outside the table
   */
  public Moment endOf(int epochDay) {
    return new Moment(startMillis[checked(epochDay) - FIRST + 1] - 1000, epochDay, true);
  }

  private int dayOf(long epochMilli) {
    // the local day is that of Greenwich or one beside it, even where the table ends
    int day = (int) Math.max(FIRST, Math.min(LAST, Math.floorDiv(epochMilli, DAY_MILLIS)));
    if (startMillis[day - FIRST] > epochMilli) {
      day--;
    } else if (startMillis[day - FIRST + 1] <= epochMilli) {
      day++;
    }
    return checked(day);
  }

  private static int checked(long epochDay) {
    if (epochDay < FIRST || epochDay > LAST) {
      throw new DateNotCoveredException("times are counted from 1900 to 2200 only");
    }
    return (int) epochDay;
  }
}
