package org.openimr.golden;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.openimr.core.policy.Bound;
import org.openimr.core.policy.Criterion;
import org.openimr.core.policy.CriterionNode;
import org.openimr.core.policy.Milestone;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.fhir.policy.text.CriterionText;
import org.openimr.fhir.policy.text.PolicyText;

/** The rules by which a policy computes: of its criteria and of the bounds of its clocks. */
public final class PolicyRules {

  private PolicyRules() {}

  /** The codes of the rules by which it computes. */
  public static Set<String> of(ReviewPolicy policy) {
    Set<String> rules = new TreeSet<>();
    criteria(policy.criteria()).forEach(criterion -> rules.add(criterion.rule().value()));
    for (Milestone milestone : policy.milestones()) {
      for (Bound bound : milestone.bounds()) {
        rules.add(bound.rule().value());
        if (bound.prolongation() != null) {
          rules.add(bound.prolongation().rule().value());
        }
      }
    }
    return rules;
  }

  /** The codes of the rules that criteria tell beside their own. */
  public static Set<String> toldBeside(PolicyText policy) {
    Set<String> rules = new TreeSet<>();
    policy.criteria().forEach(criterion -> toldBeside(criterion, rules));
    return rules;
  }

  private static void toldBeside(CriterionText criterion, Set<String> rules) {
    if (criterion instanceof CriterionText.Group group) {
      group.members().forEach(member -> toldBeside(member, rules));
    } else {
      ((CriterionText.Single) criterion).rule().also().forEach(also -> rules.add(also.rule()));
    }
  }

  /** The criteria, one by one. */
  static Stream<Criterion> criteria(CriterionNode node) {
    return node instanceof CriterionNode.Group group
        ? group.members().stream().flatMap(PolicyRules::criteria)
        : Stream.of((Criterion) node);
  }
}
