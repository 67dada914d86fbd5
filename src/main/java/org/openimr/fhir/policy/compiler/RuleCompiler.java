package org.openimr.fhir.policy.compiler;

import java.util.List;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Expression;
import org.hl7.fhir.r4.model.PlanDefinition.ActionConditionKind;
import org.hl7.fhir.r4.model.PlanDefinition.PlanDefinitionActionComponent;
import org.hl7.fhir.r4.model.RelatedArtifact;
import org.hl7.fhir.r4.model.RelatedArtifact.RelatedArtifactType;
import org.openimr.fhir.policy.plan.PolicyShape;
import org.openimr.fhir.policy.text.PolicyDocument;
import org.openimr.fhir.policy.text.PolicyText;
import org.openimr.fhir.policy.text.RuleText;

/** Writes what every rule has: title, code, citations, readings, source, conditions. */
final class RuleCompiler {

  private final PolicyText policy;

  RuleCompiler(PolicyText policy) {
    this.policy = policy;
  }

  /** Writes a rule into an action, which it names. */
  void rule(RuleText rule, String id, PlanDefinitionActionComponent action) {
    action.setId(id);
    action.setTitle(rule.text());
    action.addCode(PolicyShape.rule(rule.id()));
    if (rule.source() != null) {
      action.addExtension(PolicyShape.STRUCTURE + "imr-source", new CodeType(rule.source()));
    }
    citation(rule.id(), rule.address(), action);
    rule.also().forEach(also -> citation(also.rule(), also.address(), action));
  }

  void citation(String rule, RuleText.Address address, PlanDefinitionActionComponent action) {
    action
        .addDocumentation()
        .setType(RelatedArtifactType.CITATION)
        .setLabel(rule)
        .setDisplay(address.section())
        .setCitation(text(address));
  }

  /** Says document, edition and section. */
  String text(RuleText.Address address) {
    PolicyDocument document = policy.document(address.document());
    if (document == null) {
      throw new IllegalArgumentException(
          "the policy lists no document '" + address.document() + "'");
    }
    return document.citation(address.section());
  }

  static void readings(List<String> readings, PlanDefinitionActionComponent action) {
    for (String reading : readings) {
      action.addDocumentation(
          new RelatedArtifact().setType(RelatedArtifactType.JUSTIFICATION).setLabel(reading));
    }
  }

  static void condition(
      ActionConditionKind kind, String fhirPath, PlanDefinitionActionComponent action) {
    if (fhirPath != null) {
      action
          .addCondition()
          .setKind(kind)
          .setExpression(
              new Expression().setLanguage(PolicyShape.FHIRPATH).setExpression(fhirPath));
    }
  }
}
