package org.openimr.fhir.policy.text;

import java.util.LinkedHashSet;
import java.util.Set;

/** The documents that the rules of a policy text cite. */
final class CitedDocuments {

  private final Set<String> documents = new LinkedHashSet<>();

  private CitedDocuments() {}

  /** The short names of all documents cited but the main one. */
  static Set<String> of(PolicyText policy) {
    CitedDocuments cited = new CitedDocuments();
    policy.criteria().forEach(cited::criterion);
    for (MilestoneText milestone : policy.clocks()) {
      milestone.bounds().forEach(cited::bound);
    }
    policy.packet().forEach(element -> cited.rule(element.rule()));
    policy.notModelled().forEach(omission -> cited.address(omission.address()));
    return cited.documents;
  }

  private void criterion(CriterionText criterion) {
    if (criterion instanceof CriterionText.Group group) {
      group.members().forEach(this::criterion);
    } else {
      rule(((CriterionText.Single) criterion).rule());
    }
  }

  private void bound(BoundText bound) {
    rule(bound.rule());
    if (bound.extension() != null) {
      address(bound.extension().address());
    }
  }

  private void rule(RuleText rule) {
    address(rule.address());
    rule.also().forEach(also -> address(also.address()));
  }

  private void address(RuleText.Address address) {
    if (address != null && address.document() != null) {
      documents.add(address.document());
    }
  }
}
