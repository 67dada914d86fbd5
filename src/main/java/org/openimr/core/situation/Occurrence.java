package org.openimr.core.situation;

import org.openimr.core.calendar.Moment;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventDefinition;

/**
 * An event that has happened, placed in the local days of a policy.
 *
 * @param kind what kind of event it is
 * @param at when
 * @param entry the entry as given, or null if the event follows from others
 * @param index the place of the entry in the list that was given, or -1
 */
public record Occurrence(EventDefinition kind, Moment at, CaseEvent entry, int index) {

  /**
   * Returns the reason of the entry.
   *
   * @return a code, or null
   */
  public String reason() {
    return entry == null ? null : entry.reason();
  }

  /**
   * Returns the id of the entry.
   *
   * @return the id, or null
   */
  public String id() {
    return entry == null ? null : entry.id();
  }

  /**
   * Returns the id of the entry that this one answers.
   *
   * @return the id, or null
   */
  public String refersTo() {
    return entry == null ? null : entry.refersTo();
  }
}
