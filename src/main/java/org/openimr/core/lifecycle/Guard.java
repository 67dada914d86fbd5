package org.openimr.core.lifecycle;

import java.util.ArrayList;
import java.util.List;
import org.openimr.core.policy.Condition;
import org.openimr.core.policy.Truth;

/**
 * What must hold, besides status and role, for a transition to count; each part may be null.
 *
 * @param when what must be true of the facts, the event included
 * @param unless what must not be true of the facts, those that come with the event included
 * @param onlyIf what must be true of them
 * @param after an event that must have been recorded earlier
 * @param notBefore an event before which it cannot lie, if that one was recorded
 * @param reason the reason that the event must give; {@link #ANY} if it must give one
 * @param eligibility the outcome that the criteria must have at the time of the event
 */
public record Guard(
    Condition when,
    Condition unless,
    Condition onlyIf,
    String after,
    String notBefore,
    String reason,
    String eligibility) {

  /** A reason, whichever. */
  public static final String ANY = "any";

  /** Asks for nothing. */
  public static final Guard NONE = new Guard(null, null, null, null, null, null, null);

  /**
   * Says whether it always holds.
   *
   * @return true if it asks for nothing
   */
  public boolean empty() {
    return equals(NONE);
  }

  /**
   * Says whether it holds for what has been recorded; what would have forbidden to record it does
   * not count any more.
   *
   * @param found what is known at the time of the event
   * @return true if everything holds that is asked for
   */
  boolean holds(Known found) {
    return (when == null || when.evaluate(found.facts()) == Truth.TRUE)
        && (after == null || found.happened(after))
        && (reason == null || reason.equals(ANY) || reason.equals(found.reason()))
        && (eligibility == null || eligibility.equals(found.eligibility()));
  }

  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    add(parts, "when ", when);
    add(parts, "unless ", unless);
    add(parts, "only if ", onlyIf);
    add(parts, "after ", after);
    add(parts, "not before ", notBefore);
    add(parts, "with reason ", reason);
    add(parts, "if the criteria say ", eligibility);
    return String.join(", ", parts);
  }

  private static void add(List<String> parts, String word, Object part) {
    if (part != null) {
      parts.add(word + part);
    }
  }
}
