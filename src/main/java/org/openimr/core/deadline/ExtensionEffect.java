package org.openimr.core.deadline;

import org.openimr.core.calendar.Moment;
import org.openimr.core.situation.Occurrence;

/**
 * What one granted extension did to one bound.
 *
 * @param granted the event
 * @param kind what it did
 * @param due the due time after it
 * @see <a href="../../../../../../../docs/readings.md">R-11</a>
 */
public record ExtensionEffect(Occurrence granted, Kind kind, Moment due) {

  /** What an extension may do. */
  public enum Kind {
    /** It moved the due time. */
    MOVED("moved the due time"),
    /** The clock had not started. */
    NOT_STARTED("no effect: the clock had not started"),
    /** It came after the due time. */
    TOO_LATE("no effect: granted after the due time"),
    /** It came after the clock was stopped. */
    STOPPED("no effect: granted after the clock was stopped"),
    /** It came before the case was converted. */
    BEFORE_CONVERSION("no effect: granted before the case was expedited"),
    /** No more are allowed. */
    TOO_MANY("refused: no further extension is allowed"),
    /** It would not make the due time later. */
    ADDS_NOTHING("refused: it would add nothing"),
    /** A condition of the rule forbids it. */
    FORBIDDEN("refused: none is allowed while an expedited external review is open");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /**
     * Says it in words.
     *
     * @return a clause
     */
    public String text() {
      return text;
    }

    boolean refused() {
      return this == TOO_MANY || this == ADDS_NOTHING || this == FORBIDDEN;
    }
  }
}
