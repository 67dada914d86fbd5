package org.openimr.fhir.policy.compiler;

import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DataRequirement;
import org.hl7.fhir.r4.model.DataRequirement.DataRequirementCodeFilterComponent;
import org.hl7.fhir.r4.model.PlanDefinition.ActionConditionKind;
import org.hl7.fhir.r4.model.PlanDefinition.ActionGroupingBehavior;
import org.hl7.fhir.r4.model.PlanDefinition.ActionSelectionBehavior;
import org.hl7.fhir.r4.model.PlanDefinition.PlanDefinitionActionComponent;
import org.openimr.fhir.policy.plan.PolicyShape;
import org.openimr.fhir.policy.text.CriterionText;
import org.openimr.fhir.policy.text.PacketElementText;

/** Writes criteria and the elements of the packet. */
final class CriterionCompiler {

  private final RuleCompiler rules;

  CriterionCompiler(RuleCompiler rules) {
    this.rules = rules;
  }

  void criterion(CriterionText criterion, PlanDefinitionActionComponent action) {
    if (criterion instanceof CriterionText.Group group) {
      group(group.all(), action);
      group.members().forEach(member -> criterion(member, action.addAction()));
      return;
    }
    CriterionText.Single single = (CriterionText.Single) criterion;
    rules.rule(single.rule(), single.rule().name(), action);
    RuleCompiler.readings(single.rule().readings(), action);
    RuleCompiler.condition(ActionConditionKind.APPLICABILITY, single.askedWhen(), action);
    RuleCompiler.condition(ActionConditionKind.START, single.holdsWhen(), action);
    PartsWriter terms =
        PartsWriter.of("imr-criterion-terms")
            .code("on-failure", single.onFailure())
            .code("route", single.route())
            .flag("route-alone", single.routeAlone())
            .flag("told-when-asked", single.toldWhenAsked());
    if (single.metWhen() != null) {
      PartsWriter met = new PartsWriter("met-when");
      single.metWhen().events().forEach(event -> met.id("event", event));
      terms.parts(met.id("after", single.metWhen().after()));
    }
    if (single.onOrAfter() != null) {
      terms.parts(
          new PartsWriter("event-on-or-after")
              .id("event", single.onOrAfter().event())
              .date("date", single.onOrAfter().date()));
    }
    if (!terms.empty()) {
      action.addExtension(terms.written());
    }
  }

  /** Makes an action a group of which all or one must hold. */
  static void group(boolean all, PlanDefinitionActionComponent action) {
    action.setGroupingBehavior(ActionGroupingBehavior.LOGICALGROUP);
    action.setSelectionBehavior(
        all ? ActionSelectionBehavior.ALL : ActionSelectionBehavior.ONEORMORE);
  }

  void packetElement(PacketElementText element, PlanDefinitionActionComponent action) {
    rules.rule(element.rule(), PolicyShape.PACKET + "." + element.element(), action);
    action.addCode(PolicyShape.code("imr-packet-element", element.element()));
    RuleCompiler.readings(element.rule().readings(), action);
    RuleCompiler.condition(ActionConditionKind.APPLICABILITY, element.when(), action);
    RuleCompiler.condition(ActionConditionKind.START, element.holdsWhen(), action);
    for (PacketElementText.Accepted accepted : element.accepts()) {
      DataRequirement input = action.addInput().setType(accepted.resource());
      if (!accepted.loinc().isEmpty() || !accepted.types().isEmpty()) {
        DataRequirementCodeFilterComponent filter = input.addCodeFilter().setPath("type");
        accepted.loinc().forEach(code -> filter.addCode(new Coding(PolicyShape.LOINC, code, null)));
        accepted
            .types()
            .forEach(code -> filter.addCode(new Coding(PolicyShape.DOCUMENT_TYPE, code, null)));
      }
    }
  }
}
