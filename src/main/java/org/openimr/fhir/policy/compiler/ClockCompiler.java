package org.openimr.fhir.policy.compiler;

import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.PlanDefinition.ActionConditionKind;
import org.hl7.fhir.r4.model.PlanDefinition.ActionGroupingBehavior;
import org.hl7.fhir.r4.model.PlanDefinition.ActionRelationshipType;
import org.hl7.fhir.r4.model.PlanDefinition.PlanDefinitionActionComponent;
import org.hl7.fhir.r4.model.PlanDefinition.PlanDefinitionActionRelatedActionComponent;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.openimr.fhir.policy.plan.PolicyShape;
import org.openimr.fhir.policy.text.BoundText;
import org.openimr.fhir.policy.text.ExtensionText;
import org.openimr.fhir.policy.text.MilestoneText;
import org.openimr.fhir.policy.text.WithinText;

/** Writes milestones with their bounds. */
final class ClockCompiler {

  private final RuleCompiler rules;
  private final String calendar;

  ClockCompiler(RuleCompiler rules, String calendar) {
    this.rules = rules;
    this.calendar = calendar;
  }

  void milestone(MilestoneText milestone, PlanDefinitionActionComponent action) {
    action.setId(milestone.milestone());
    action.setTitle(milestone.title());
    action.addExtension(owedBy(milestone.owedBy()));
    PartsWriter terms =
        PartsWriter.of("imr-duty-terms")
            .flag("right", milestone.right())
            .flag("alternatives", milestone.alternatives())
            .flag("implementation", milestone.implementation())
            .flag("contingent", milestone.contingent())
            .code("decides", milestone.decides());
    if (!terms.empty()) {
      action.addExtension(terms.written());
    }
    action.addCode(PolicyShape.code("imr-milestone", milestone.milestone()));
    action.setType(PolicyShape.actionType("create"));
    for (String stop : milestone.stopsWith()) {
      action
          .addRelatedAction()
          .setActionId(stop)
          .setRelationship(ActionRelationshipType.CONCURRENTWITHEND);
    }
    action.setGroupingBehavior(ActionGroupingBehavior.LOGICALGROUP);
    milestone.bounds().forEach(bound -> bound(milestone, bound, action.addAction()));
  }

  private static Extension owedBy(String party) {
    return PartsWriter.of("imr-owed-by").code("party", party).written();
  }

  private void bound(
      MilestoneText milestone, BoundText bound, PlanDefinitionActionComponent action) {
    rules.rule(bound.rule(), milestone.milestone() + "." + bound.rule().name(), action);
    if (bound.extension() != null && bound.extension().address() != null) {
      rules.citation(bound.extension().rule(), bound.extension().address(), action);
    }
    RuleCompiler.readings(bound.rule().readings(), action);
    if (bound.owedBy() != null) {
      action.addExtension(owedBy(bound.owedBy()));
    }
    RuleCompiler.condition(ActionConditionKind.APPLICABILITY, bound.when(), action);
    start(bound, action.addRelatedAction());
  }

  private void start(BoundText bound, PlanDefinitionActionRelatedActionComponent related) {
    if (bound.within() instanceof WithinText.DueOf other) {
      related.setActionId(other.milestone());
      related.setRelationship(ActionRelationshipType.BEFOREEND);
    } else {
      related.setActionId(bound.startsWith());
      related.setRelationship(ActionRelationshipType.AFTEREND);
    }
    boolean rolling = false;
    if (bound.within() instanceof WithinText.Amount amount) {
      Range range = new Range();
      if (amount.low() != null) {
        range.setLow(PartsWriter.quantity(amount.low(), new Quantity()));
      }
      related.setOffset(range.setHigh(PartsWriter.quantity(amount.high(), new Quantity())));
      rolling = amount.rolling();
    }
    related.addExtension(counting(bound, rolling));
    if (bound.extension() != null) {
      related.addExtension(prolongation(bound.extension()));
    }
  }

  private Extension counting(BoundText bound, boolean rolling) {
    return PartsWriter.of("imr-counting")
        .code("calendar", bound.calendarUsed(calendar))
        .code("end-roll", rolling ? "next-business-day" : "none")
        .yesNo("first-day-counts", bound.firstDayCounts())
        .flag("nested", bound.nested())
        .id("not-before", bound.window().notBefore())
        .time("business-day-before", bound.window().businessDayBefore())
        .time("unless-business-day-before", bound.window().unlessBusinessDayBefore())
        .written();
  }

  private static Extension prolongation(ExtensionText extension) {
    return PartsWriter.of("imr-prolongation")
        .code("rule", extension.rule())
        .count("times", extension.times())
        .limit("each", extension.each())
        .code("base", extension.base())
        .limit("cap", extension.cap())
        .id("cap-start", extension.capFrom())
        .text("unless", extension.unless())
        .written();
  }
}
