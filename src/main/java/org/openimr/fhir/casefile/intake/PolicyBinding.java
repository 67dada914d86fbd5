package org.openimr.fhir.casefile.intake;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.policy.PolicyBook;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.fhir.casefile.ProblemList;

/**
 * Finds the version of a policy that judges a case: the one in force on the local date of the event
 * that opened it.
 *
 * @see <a
 *     href="../../../../../../../../docs/decisions/0008-which-date-selects-the-policy-version.md">
 *     which date selects the version</a>
 */
final class PolicyBinding {

  /**
   * A policy that judges a case.
   *
   * @param policy the policy
   * @param opened the local date of the event that opened the case
   */
  record Bound(ReviewPolicy policy, LocalDate opened) {

    /** Whether the case was opened before the text held was written. */
    boolean assumedText() {
      LocalDate text = policy.header().textDate();
      return text != null && opened.isBefore(text);
    }
  }

  private final Supplier<PolicyBook> policies;

  PolicyBinding(Supplier<PolicyBook> policies) {
    this.policies = policies;
  }

  /** Finds the policy of a case; null if none can be found. */
  Bound find(
      Task task, List<CaseEvent> events, Instant received, String path, ProblemList problems) {
    String named = task.getInstantiatesUri();
    if (named == null) {
      // reported with the profile
      return null;
    }
    int bar = named.indexOf('|');
    String url = bar < 0 ? named : named.substring(0, bar);
    String code = url.substring(url.lastIndexOf('/') + 1);
    PolicyBook held = policies.get();
    ReviewPolicy any =
        held.all().stream()
            .filter(policy -> policy.header().code().equals(code))
            .filter(policy -> policy.header().url().equals(url) || url.equals(code))
            .findFirst()
            .orElse(null);
    if (any == null) {
      problems.add(
          "not-found",
          path + ".instantiatesUri",
          "This policy is not held; held are " + String.join(", ", held.codes()) + ".");
      return null;
    }
    LocalDate opened = ReviewCase.opened(events, any.days().zone(), received);
    ReviewPolicy inForce = held.inForce(code, opened).orElse(null);
    if (inForce == null) {
      problems.add("business-rule", path + ".instantiatesUri", held.noneInForce(code));
      return null;
    }
    if (bar >= 0 && !inForce.header().version().equals(named.substring(bar + 1))) {
      problems.add(
          "business-rule",
          path + ".instantiatesUri",
          "The case was opened when version "
              + inForce.header().version()
              + " of the policy "
              + code
              + " was in force, or that is the first one held.");
      return null;
    }
    return new Bound(inForce, opened);
  }
}
