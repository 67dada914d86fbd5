package org.openimr.fhir.policy.plan;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.PlanDefinition.PlanDefinitionActionRelatedActionComponent;
import org.openimr.fhir.policy.text.ExtensionText;
import org.openimr.fhir.policy.text.LimitText;
import org.openimr.fhir.policy.text.RuleText;

/** Reads what an extension does to a bound. The citation of its rule stands last in the bound. */
final class ExtensionDecompiler {

  private ExtensionDecompiler() {}

  static ExtensionText extension(
      PlanDefinitionActionRelatedActionComponent related,
      String id,
      RuleText bound,
      PlanProblems problems) {
    if (!related.hasExtension(PolicyShape.STRUCTURE + "imr-prolongation")) {
      return null;
    }
    PartsReader parts = PartsReader.of("imr-prolongation", related, id, problems);
    String rule = parts.required("rule", parts.code("rule"));
    Integer times = parts.count("times");
    LimitText each = parts.limit("each");
    if (times == null || each == null) {
      parts.required(times == null ? "times" : "each", null);
    }
    RuleText.Address address = null;
    if (!rule.equals(bound.id())) {
      address = cited(rule, bound);
      if (address == null) {
        problems.add(id, "the rule of the extension, " + rule + ", has no citation");
      }
    }
    ExtensionText extension =
        new ExtensionText(
            rule,
            address,
            times == null ? 1 : times,
            each == null ? new LimitText(0, "d") : each,
            parts.required("base", parts.code("base")),
            parts.limit("cap"),
            parts.id("cap-start"),
            parts.text("unless"));
    parts.end();
    return extension;
  }

  /** Finds where the rule of an extension stands, or null. */
  private static RuleText.Address cited(String rule, RuleText bound) {
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
