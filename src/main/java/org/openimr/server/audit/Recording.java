package org.openimr.server.audit;

import java.util.Set;
import org.openimr.server.store.hapi.ServedTypes;

/**
 * Which requests are recorded: all that ask for records of cases, all that write, and every
 * operation but those that look at no stored case. Of the latter those that came upon a case are
 * recorded too.
 */
final class Recording {

  /** What is computed from the request alone; {@code Questionnaire} and others hold no case. */
  private static final Set<String> WITHOUT_A_CASE =
      Set.of(
          "$check-eligibility",
          "$compute-deadlines",
          "$compare-policies",
          "$verify-packet",
          "$validate");

  /** What is asked of a definition and answered from cases. */
  private static final Set<String> OVER_CASES = Set.of("$evaluate-measure");

  private Recording() {}

  /** Whether a request is recorded, whatever comes of it. */
  static boolean always(Asked asked) {
    if (asked.interaction().equals(Asked.OTHER)) {
      return false;
    }
    if (asked.isOperation()) {
      return !asked.operation().isEmpty()
          && (!definition(asked) || OVER_CASES.contains(asked.operation()))
          && !(asked.id().isEmpty() && WITHOUT_A_CASE.contains(asked.operation()));
    }
    return asked.isWrite() || !definition(asked);
  }

  private static boolean definition(Asked asked) {
    return ServedTypes.DEFINITIONS.contains(asked.type());
  }
}
