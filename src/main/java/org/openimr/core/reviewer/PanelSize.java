package org.openimr.core.reviewer;

import java.util.Set;
import org.openimr.core.casefile.Facts;
import org.openimr.core.policy.Condition;
import org.openimr.core.policy.Truth;

/**
 * How many reviewers a case must have.
 *
 * @param when which cases it is about
 * @param effects codes of {@code imr-effect} of the policies whose cases it is about; empty for all
 * @param atLeast the least number
 * @param odd whether the number must be odd
 * @param citation where it stands
 */
public record PanelSize(
    Condition when, Set<String> effects, int atLeast, boolean odd, String citation) {

  /** Keeps its own copy. */
  public PanelSize {
    effects = Set.copyOf(effects);
  }

  /** Whether it is about a case; what is not known of the case does not bring it about. */
  boolean about(Facts facts, String effect) {
    return (effects.isEmpty() || effects.contains(effect)) && when.evaluate(facts) == Truth.TRUE;
  }

  /** What speaks against a number of reviewers; null if nothing. */
  String objection(int reviewers) {
    if (reviewers >= atLeast && (!odd || reviewers % 2 == 1)) {
      return null;
    }
    return "panel: "
        + reviewers
        + (reviewers == 1 ? " reviewer is" : " reviewers are")
        + " named; "
        + (odd ? "an odd number of " : "")
        + "at least "
        + atLeast
        + " was expected. See "
        + citation
        + ".";
  }
}
