package org.openimr.fhir.policy.compiler;

import java.util.LinkedHashSet;
import java.util.Set;
import org.openimr.fhir.policy.text.BoundText;
import org.openimr.fhir.policy.text.CriterionText;
import org.openimr.fhir.policy.text.DerivedEventText;
import org.openimr.fhir.policy.text.MilestoneText;
import org.openimr.fhir.policy.text.PolicyText;

/** The events that a policy names, in the order in which it names them. */
final class UsedEvents {

  private final Set<String> events = new LinkedHashSet<>();

  private UsedEvents() {}

  static Set<String> of(PolicyText policy) {
    UsedEvents used = new UsedEvents();
    for (DerivedEventText derived : policy.derivedEvents()) {
      for (DerivedEventText.Source source : derived.sources()) {
        used.add(source.event());
        used.add(source.unlessBefore());
      }
    }
    policy.criteria().forEach(used::criterion);
    for (MilestoneText milestone : policy.clocks()) {
      milestone.bounds().forEach(used::bound);
      milestone.stopsWith().forEach(used::add);
    }
    policy.header().reviewBeginsWith().forEach(used::add);
    policy.header().reviewEndsWith().forEach(used::add);
    return used.events;
  }

  private void add(String event) {
    if (event != null) {
      events.add(event);
    }
  }

  private void criterion(CriterionText criterion) {
    if (criterion instanceof CriterionText.Group group) {
      group.members().forEach(this::criterion);
      return;
    }
    CriterionText.Single single = (CriterionText.Single) criterion;
    if (single.metWhen() != null) {
      single.metWhen().events().forEach(this::add);
      add(single.metWhen().after());
    }
    if (single.onOrAfter() != null) {
      add(single.onOrAfter().event());
    }
  }

  private void bound(BoundText bound) {
    add(bound.startsWith());
    add(bound.window().notBefore());
    if (bound.extension() != null) {
      add(bound.extension().capFrom());
    }
  }
}
