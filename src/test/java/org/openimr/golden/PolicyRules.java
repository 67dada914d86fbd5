package org.openimr.golden;

import java.util.Map;
import java.util.TreeMap;
import org.openimr.core.law.Citation;
import org.openimr.core.law.RuleId;
import org.openimr.core.policy.Bound;
import org.openimr.core.policy.Criterion;
import org.openimr.core.policy.CriterionNode;
import org.openimr.core.policy.Milestone;
import org.openimr.core.policy.ReviewPolicy;

/** The rules by which a policy computes: of its criteria and of the bounds of its clocks. */
public final class PolicyRules {

  private final Map<String, Citation> citations = new TreeMap<>();

  private PolicyRules() {}

  /** Rules with their citations, in order of their ids. */
  public static Map<String, Citation> of(ReviewPolicy policy) {
    PolicyRules rules = new PolicyRules();
    rules.add(policy.criteria());
    for (Milestone milestone : policy.milestones()) {
      for (Bound bound : milestone.bounds()) {
        rules.add(bound.rule(), bound.citation());
        if (bound.prolongation() != null) {
          rules.add(bound.prolongation().rule(), bound.citation());
        }
      }
    }
    return rules.citations;
  }

  private void add(CriterionNode node) {
    if (node instanceof Criterion criterion) {
      add(criterion.rule(), criterion.citation());
    } else if (node instanceof CriterionNode.Group group) {
      group.members().forEach(this::add);
    }
  }

  private void add(RuleId rule, Citation citation) {
    if (rule != null) {
      citations.putIfAbsent(rule.value(), citation);
    }
  }
}
