package org.openimr.core.casefile;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/**
 * What is known of one case: the policy that judges it, its facts as given, and what happened.
 *
 * <p>Conclusions (deadlines, eligibility) are no part of it; they are worked out whenever they are
 * asked for.
 *
 * @param policy the policy bound to the case, {@code url|version}
 * @param facts the facts as given
 * @param events what happened, in the order in which it was recorded
 */
public record ReviewCase(String policy, Facts facts, List<CaseEvent> events) {

  /** Keeps its own copy. */
  public ReviewCase {
    events = List.copyOf(events);
  }

  /**
   * Returns the local date on which a case was opened: that of its earliest event.
   *
   * @param events what happened
   * @param zone the zone of the policy
   * @param otherwise the time that counts if nothing has happened before it
   * @return the date
   */
  public static LocalDate opened(List<CaseEvent> events, ZoneId zone, Instant otherwise) {
    LocalDate opened = LocalDate.ofInstant(otherwise, zone);
    for (CaseEvent event : events) {
      EventTime time = event.time();
      LocalDate date =
          time.date() != null ? time.date() : LocalDate.ofInstant(time.instant(), zone);
      opened = date.isBefore(opened) ? date : opened;
    }
    return opened;
  }
}
