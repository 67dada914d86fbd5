package org.openimr.core.comparison;

import org.openimr.core.calendar.Moment;
import org.openimr.core.deadline.Deadline;

/** What a changed fact or event did to a deadline; codes of {@code imr-movement}. */
public enum Movement {
  /** Nothing. */
  SAME("same"),
  /** It is due earlier. */
  EARLIER("earlier"),
  /** It is due later. */
  LATER("later"),
  /** It is owed now and was not before. */
  APPEARED("appeared"),
  /** It was owed before and is not now. */
  DISAPPEARED("disappeared"),
  /** It now has a due time, or has none any more, or stands otherwise at the same due time. */
  CHANGED("changed");

  private final String code;

  Movement(String code) {
    this.code = code;
  }

  /**
   * Returns the code.
   *
   * @return the code of the CodeSystem {@code imr-movement}
   */
  public String code() {
    return code;
  }

  /**
   * Compares a deadline before and after a change.
   *
   * @param before the deadline before, or null if it was not owed
   * @param after the deadline after, or null if it is not owed
   * @return what the change did
   */
  public static Movement between(Deadline before, Deadline after) {
    if (before == null || after == null) {
      return before == after ? SAME : before == null ? APPEARED : DISAPPEARED;
    }
    Moment was = before.due();
    Moment is = after.due();
    if (was != null && is != null && was.epochMilli() != is.epochMilli()) {
      return is.epochMilli() < was.epochMilli() ? EARLIER : LATER;
    }
    boolean same = (was == null) == (is == null) && before.status() == after.status();
    return same ? SAME : CHANGED;
  }
}
