package org.openimr.fhir.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openimr.fhir.policy.text.BoundText;
import org.openimr.fhir.policy.text.MilestoneText;
import org.openimr.fhir.policy.text.WithinText;

/**
 * Objects to milestones that could never be listed or dated because of what they wait for.
 *
 * @see <a href="../../../../../../../docs/readings.md">R-07</a>
 */
final class MilestoneOrder {

  private static final String UNVERIFIED = "law-unverified";

  private final Map<String, MilestoneText> milestones;
  private final Names names;

  private MilestoneOrder(List<MilestoneText> clocks, Names names) {
    this.milestones =
        clocks.stream()
            .collect(
                Collectors.toMap(
                    MilestoneText::milestone, Function.identity(), (first, twice) -> first));
    this.names = names;
  }

  static void check(List<MilestoneText> clocks, Names names) {
    MilestoneOrder order = new MilestoneOrder(clocks, names);
    clocks.forEach(order::check);
  }

  private void check(MilestoneText milestone) {
    String code = milestone.milestone();
    if (waits(code, code, new HashSet<>())) {
      names.problem(code, "is due with a milestone that is due with it");
      return;
    }
    if (!milestone.bounds().isEmpty() && milestone.bounds().stream().allMatch(BoundText::nested)) {
      names.problem(
          code,
          "is never listed: all its limits are nested or taken from another milestone, and none"
              + " opens it");
    }
    for (BoundText bound : milestone.bounds()) {
      if (bound.within() instanceof WithinText.DueOf other
          && milestones.containsKey(other.milestone())
          && !dated(other.milestone())) {
        names.problem(
            code + "." + bound.rule().name(),
            "'" + other + "' never has a date: no limit of " + other.milestone() + " has one");
      }
    }
  }

  private boolean waits(String from, String target, Set<String> seen) {
    MilestoneText milestone = milestones.get(from);
    if (milestone == null || !seen.add(from)) {
      return false;
    }
    for (BoundText bound : milestone.bounds()) {
      if (bound.within() instanceof WithinText.DueOf other
          && (other.milestone().equals(target) || waits(other.milestone(), target, seen))) {
        return true;
      }
    }
    return false;
  }

  /** Whether some limit that counts has a date; called only where nothing waits for itself. */
  private boolean dated(String code) {
    MilestoneText milestone = milestones.get(code);
    return milestone != null
        && milestone.bounds().stream()
            .filter(bound -> !UNVERIFIED.equals(bound.rule().source()))
            .anyMatch(
                bound ->
                    bound.within() instanceof WithinText.Amount
                        || bound.within() instanceof WithinText.DueOf other
                            && !waits(other.milestone(), other.milestone(), new HashSet<>())
                            && dated(other.milestone()));
  }
}
