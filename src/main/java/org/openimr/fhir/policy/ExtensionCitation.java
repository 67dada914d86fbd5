package org.openimr.fhir.policy;

import java.util.ArrayList;
import java.util.List;
import org.openimr.fhir.policy.text.ExtensionText;
import org.openimr.fhir.policy.text.RuleText;

/** Tells the citation of the rule of an extension from those of the bound: it stands last. */
final class ExtensionCitation {

  private ExtensionCitation() {}

  /** Finds where the rule of an extension stands, or null. */
  static RuleText.Address of(String rule, RuleText bound) {
    int last = bound.also().size() - 1;
    return last >= 0 && bound.also().get(last).rule().equals(rule)
        ? bound.also().get(last).address()
        : null;
  }

  /** Returns the rule of the bound without the citation that belongs to its extension. */
  static RuleText without(RuleText bound, ExtensionText extension) {
    if (extension.address() == null) {
      return bound;
    }
    List<RuleText.Also> also = new ArrayList<>(bound.also());
    also.remove(also.size() - 1);
    return new RuleText(
        bound.id(),
        bound.variant(),
        bound.address(),
        bound.text(),
        bound.source(),
        bound.readings(),
        also);
  }
}
