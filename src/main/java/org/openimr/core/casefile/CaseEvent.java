package org.openimr.core.casefile;

/**
 * Something that happened in a case.
 *
 * @param id the name of this entry within the case, or null
 * @param code a code of the CodeSystem {@code imr-event}
 * @param time when it happened
 * @param actor who did it, a code of {@code imr-party}, or null
 * @param reason a code that the event asks for, for example {@code good-cause}, or null
 * @param until the time that an extension names, or null
 * @param refersTo the id of the entry that this one answers, stops or strikes, or null
 * @param evidence a reference to what proves it, or null
 */
public record CaseEvent(
    String id,
    String code,
    EventTime time,
    String actor,
    String reason,
    EventTime until,
    String refersTo,
    String evidence) {

  /** Refuses an event without code or time. */
  public CaseEvent {
    if (code == null || time == null) {
      throw new IllegalArgumentException("an event needs a code and a time");
    }
  }

  /**
   * Makes an event of which code and time are known.
   *
   * @param code the code
   * @param time the time
   * @return the event
   */
  public static CaseEvent of(String code, EventTime time) {
    return new CaseEvent(null, code, time, null, null, null, null, null);
  }
}
