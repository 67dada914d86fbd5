package org.openimr.fhir.policy.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.PlanDefinition.ActionConditionKind;
import org.hl7.fhir.r4.model.PlanDefinition.PlanDefinitionActionComponent;
import org.hl7.fhir.r4.model.PlanDefinition.PlanDefinitionActionConditionComponent;
import org.hl7.fhir.r4.model.PlanDefinition.PlanDefinitionActionRelatedActionComponent;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.RelatedArtifact;
import org.hl7.fhir.r4.model.RelatedArtifact.RelatedArtifactType;
import org.openimr.fhir.policy.text.PolicyDocument;
import org.openimr.fhir.policy.text.RuleText;

/** Reads what every rule has: title, code, citations, readings, source, conditions. */
final class RuleDecompiler {

  private final List<PolicyDocument> documents;
  private final PlanProblems problems;

  RuleDecompiler(List<PolicyDocument> documents, PlanProblems problems) {
    this.documents = documents;
    this.problems = problems;
  }

  PlanProblems problems() {
    return problems;
  }

  /** Reads the rule of an action whose id is the rule after {@code prefix}, perhaps a variant. */
  RuleText rule(PlanDefinitionActionComponent action, String prefix) {
    return named(action, variant(id(action), prefix + code(action, "imr-rule")));
  }

  /** Reads the rule of an action whose variant is known. */
  RuleText named(PlanDefinitionActionComponent action, String variant) {
    String id = id(action);
    String rule = code(action, "imr-rule");
    List<RuleText.Also> cited = citations(action);
    RuleText.Address address = new RuleText.Address(null, "");
    if (cited.isEmpty()) {
      problems.add(id, "has no citation");
    } else {
      if (!cited.get(0).rule().equals(rule)) {
        problems.add(id, "the first citation is labelled " + cited.get(0).rule() + ", not " + rule);
      }
      address = cited.remove(0).address();
    }
    if (!action.hasTitle()) {
      problems.add(id, "has no title: the rule in words");
    }
    checkKinds(action, id);
    return new RuleText(
        rule,
        variant,
        address,
        action.hasTitle() ? action.getTitle() : "",
        source(action),
        readings(action),
        cited);
  }

  private String variant(String id, String name) {
    if (id.equals(name)) {
      return null;
    }
    if (!id.startsWith(name + ".")) {
      problems.add(id, "the id is neither " + name + " nor " + name + ".VARIANT");
      return null;
    }
    return id.substring(name.length() + 1);
  }

  private String source(PlanDefinitionActionComponent action) {
    List<Extension> sources = action.getExtensionsByUrl(PolicyShape.STRUCTURE + "imr-source");
    if (sources.isEmpty()) {
      return null;
    }
    Extension source = sources.get(0);
    String code = source.getValue() instanceof CodeType ? source.getValue().primitiveValue() : null;
    if (sources.size() > 1 || code == null) {
      problems.add(id(action), "extension imr-source is one code");
    }
    return "plan".equals(code) ? null : code;
  }

  private List<RuleText.Also> citations(PlanDefinitionActionComponent action) {
    List<RuleText.Also> citations = new ArrayList<>();
    for (RelatedArtifact each : action.getDocumentation()) {
      if (each.getType() == RelatedArtifactType.CITATION) {
        String label = each.hasLabel() ? each.getLabel() : "";
        citations.add(new RuleText.Also(label, address(each, id(action))));
      }
    }
    return citations;
  }

  /** Reads where a paragraph stands that is not modelled. */
  RuleText.Address omitted(RelatedArtifact artifact) {
    return new RuleDecompiler(documents, problems.of("relatedArtifact")).address(artifact, "");
  }

  private RuleText.Address address(RelatedArtifact artifact, String action) {
    for (PolicyDocument document : documents) {
      String start = document.citation("");
      if (artifact.hasCitation() && artifact.getCitation().startsWith(start)) {
        String section = artifact.getCitation().substring(start.length());
        return new RuleText.Address(document == documents.get(0) ? null : document.id(), section);
      }
    }
    problems.add(
        action,
        "citation '" + artifact.getCitation() + "' does not begin with a document of the policy");
    return new RuleText.Address(null, "");
  }

  List<String> readings(PlanDefinitionActionComponent action) {
    List<String> readings = new ArrayList<>();
    for (RelatedArtifact each : action.getDocumentation()) {
      if (each.getType() == RelatedArtifactType.JUSTIFICATION) {
        if (each.hasLabel()) {
          readings.add(each.getLabel());
        } else {
          problems.add(id(action), "a justification is labelled with its reading R-nn");
        }
      }
    }
    return readings;
  }

  /** Returns the action that a related action names; the empty text after a complaint. */
  String target(PlanDefinitionActionRelatedActionComponent related, String action) {
    if (!related.hasActionId()) {
      problems.add(action, "a related action names no action");
    }
    return related.hasActionId() ? related.getActionId() : "";
  }

  static String id(PlanDefinitionActionComponent action) {
    return action.hasId() ? action.getId() : "";
  }

  /** Returns the one code that an action has of a CodeSystem. */
  String code(PlanDefinitionActionComponent action, String system) {
    List<String> codes = new ArrayList<>();
    for (CodeableConcept concept : action.getCode()) {
      for (Coding coding : concept.getCoding()) {
        if (PolicyShape.named(system, coding.getSystem())) {
          codes.add(coding.getCode());
        }
      }
    }
    if (codes.size() != 1 || codes.get(0) == null) {
      problems.add(id(action), "has " + codes.size() + " codes of " + system + ", not one");
      return "";
    }
    return codes.get(0);
  }

  private void checkKinds(PlanDefinitionActionComponent action, String id) {
    for (PlanDefinitionActionConditionComponent each : action.getCondition()) {
      if (each.getKind() != ActionConditionKind.APPLICABILITY
          && each.getKind() != ActionConditionKind.START) {
        problems.add(id, "a condition is of kind applicability or start");
      }
    }
  }

  /** Returns the condition of a kind, or null. */
  String condition(PlanDefinitionActionComponent action, ActionConditionKind kind) {
    List<PlanDefinitionActionConditionComponent> all =
        action.getCondition().stream().filter(each -> each.getKind() == kind).toList();
    if (all.isEmpty()) {
      return null;
    }
    if (all.size() > 1) {
      problems.add(id(action), "has several conditions of kind " + kind.toCode());
    }
    if (!PolicyShape.FHIRPATH.equals(all.get(0).getExpression().getLanguage())) {
      problems.add(id(action), "a condition is not written in " + PolicyShape.FHIRPATH);
    }
    return all.get(0).getExpression().getExpression();
  }

  /** Complains of elements and of extensions of this project that have no place here. */
  void checkShape(Base base, String action, Set<String> elements, Set<String> extensions) {
    for (Property property : base.children()) {
      boolean known = elements.contains(property.getName().replace("[x]", ""));
      if (property.hasValues() && !known && !property.getName().equals("extension")) {
        problems.add(action, "'" + property.getName() + "' has no place here");
      }
    }
    for (Extension extension : ((Element) base).getExtension()) {
      String url = extension.getUrl() == null ? "" : extension.getUrl();
      String name = url.replace(PolicyShape.STRUCTURE, "");
      if (url.startsWith(PolicyShape.STRUCTURE) && !extensions.contains(name)) {
        problems.add(action, "extension " + name + " has no place here");
      }
    }
  }
}
