package org.openimr.core.notice;

import java.time.Instant;
import org.openimr.core.calendar.Moment;
import org.openimr.core.law.Citation;

/**
 * A notice that is owed in a case.
 *
 * @param kind what kind
 * @param recipient who is to get it, a code of {@code imr-party}
 * @param owedBy who owes it, a code of {@code imr-party}
 * @param occasion what it is owed for: an event of the case and its time; there is one notice of a
 *     kind to a recipient for each
 * @param event the code of that event
 * @param since the time of that event
 * @param due by when, or null if the rules set no time
 * @param citation where the rule stands; null if no milestone asks for it
 */
public record DueNotice(
    NoticeKind kind,
    String recipient,
    String owedBy,
    String occasion,
    String event,
    Instant since,
    Moment due,
    Citation citation) {

  /**
   * Names the notice within its case.
   *
   * @return kind, recipient and occasion
   */
  public String key() {
    return kind.code() + "|" + recipient + "|" + occasion;
  }

  /**
   * Returns the same notice, owed once more.
   *
   * @param round which time it is, from 2
   * @return a notice with an occasion of its own
   */
  public DueNotice again(int round) {
    return new DueNotice(
        kind, recipient, owedBy, occasion + "~" + round, event, since, due, citation);
  }
}
