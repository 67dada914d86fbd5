package org.openimr.fhir;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.hl7.fhir.r4.model.DateTimeType;
import org.openimr.core.calendar.Moment;
import org.openimr.core.casefile.EventTime;

/**
 * Times as FHIR writes them.
 *
 * @see <a href="../../../../../../docs/readings.md">R-01, R-21</a>
 */
public final class TimeText {

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx");
  private static final int DATE_LENGTH = 10;
  private static final int SECONDS_COLON = 16;

  private TimeText() {}

  /**
   * Reads a time with seconds and offset, or a date alone.
   *
   * @return the time, or null if it is less precise
   */
  public static EventTime read(String text) {
    try {
      if (text.length() == DATE_LENGTH) {
        return EventTime.on(LocalDate.parse(text));
      }
      if (text.length() <= SECONDS_COLON || text.charAt(SECONDS_COLON) != ':') {
        return null;
      }
      return EventTime.at(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return null;
    }
  }

  /**
   * Writes a moment with seconds and the offset of a zone; milliseconds only if there are any.
   *
   * @param moment the moment
   * @param zone the zone in which it is read
   * @return the time
   */
  public static DateTimeType write(Moment moment, ZoneId zone) {
    return write(moment.instant(), zone);
  }

  /**
   * Writes an instant with seconds and the offset of a zone; milliseconds only if there are any.
   *
   * @param instant the instant
   * @param zone the zone in which it is read
   * @return the time
   */
  public static DateTimeType write(Instant instant, ZoneId zone) {
    DateTimeFormatter format = instant.getNano() == 0 ? SECONDS : MILLISECONDS;
    return new DateTimeType(format.format(instant.atZone(zone)));
  }
}
