package org.openimr.fhir.policy.plan;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DataRequirement;
import org.hl7.fhir.r4.model.DataRequirement.DataRequirementCodeFilterComponent;
import org.hl7.fhir.r4.model.PlanDefinition.ActionConditionKind;
import org.hl7.fhir.r4.model.PlanDefinition.ActionSelectionBehavior;
import org.hl7.fhir.r4.model.PlanDefinition.PlanDefinitionActionComponent;
import org.openimr.fhir.policy.text.CriterionText;
import org.openimr.fhir.policy.text.PacketElementText;
import org.openimr.fhir.policy.text.RuleText;

/** Reads criteria and the elements of the packet. */
final class CriterionDecompiler {

  private static final Set<String> GROUP =
      Set.of("id", "title", "groupingBehavior", "selectionBehavior", "action");
  private static final Set<String> CRITERION =
      Set.of("id", "title", "code", "documentation", "condition");
  private static final Set<String> ELEMENT =
      Set.of("id", "title", "code", "documentation", "condition", "input");

  private final RuleDecompiler rules;
  private final PlanProblems problems;

  CriterionDecompiler(RuleDecompiler rules) {
    this.rules = rules;
    this.problems = rules.problems();
  }

  CriterionText criterion(PlanDefinitionActionComponent action) {
    String id = RuleDecompiler.id(action);
    if (action.hasAction()) {
      rules.checkShape(action, id, GROUP, Set.of());
      return new CriterionText.Group(
          all(action), action.getAction().stream().map(this::criterion).toList());
    }
    rules.checkShape(action, id, CRITERION, Set.of("imr-criterion-terms", "imr-source"));
    PartsReader terms = PartsReader.of("imr-criterion-terms", action, id, problems);
    CriterionText.Single criterion =
        new CriterionText.Single(
            rules.rule(action, ""),
            rules.condition(action, ActionConditionKind.APPLICABILITY),
            rules.condition(action, ActionConditionKind.START),
            terms.code("on-failure"),
            terms.code("route"),
            terms.flag("route-alone"),
            terms.flag("told-when-asked"),
            metWhen(terms),
            onOrAfter(terms));
    terms.end();
    if (criterion.holdsWhen() == null && criterion.onOrAfter() == null) {
      problems.add(id, "says nothing that must hold: a condition of kind start is missing");
    }
    if (criterion.routeAlone() && criterion.route() == null) {
      problems.add(id, "route-alone needs a route");
    }
    if (criterion.toldWhenAsked() && criterion.askedWhen() == null) {
      problems.add(id, "told-when-asked needs a condition of kind applicability");
    }
    return criterion;
  }

  /** Says whether all members of a group must hold. */
  boolean all(PlanDefinitionActionComponent group) {
    if (group.getSelectionBehavior() == ActionSelectionBehavior.ALL) {
      return true;
    }
    if (group.getSelectionBehavior() != ActionSelectionBehavior.ONEORMORE) {
      problems.add(RuleDecompiler.id(group), "a group selects all or one-or-more");
    }
    return false;
  }

  private static CriterionText.MetWhen metWhen(PartsReader terms) {
    CriterionText.MetWhen met = null;
    for (PartsReader parts : terms.nested("met-when")) {
      List<String> events = parts.ids("event");
      if (events.isEmpty()) {
        parts.required("event", null);
      }
      met = new CriterionText.MetWhen(events, parts.required("after", parts.id("after")));
      parts.end();
    }
    return met;
  }

  private static CriterionText.OnOrAfter onOrAfter(PartsReader terms) {
    CriterionText.OnOrAfter found = null;
    for (PartsReader parts : terms.nested("event-on-or-after")) {
      LocalDate date = parts.date("date");
      parts.required("date", date == null ? null : date.toString());
      found = new CriterionText.OnOrAfter(parts.required("event", parts.id("event")), date);
      parts.end();
    }
    return found;
  }

  PacketElementText packetElement(PlanDefinitionActionComponent action) {
    String id = RuleDecompiler.id(action);
    rules.checkShape(action, id, ELEMENT, Set.of("imr-source"));
    String element = rules.code(action, "imr-packet-element");
    if (!id.equals(PolicyShape.PACKET + "." + element)) {
      problems.add(id, "the id is not packet." + element);
    }
    RuleText rule = rules.named(action, null);
    String holds = rules.condition(action, ActionConditionKind.START);
    if (holds == null && !action.hasInput()) {
      problems.add(id, "nothing is named that fulfils the element");
    }
    return new PacketElementText(
        rule,
        element,
        rules.condition(action, ActionConditionKind.APPLICABILITY),
        holds,
        action.getInput().stream().map(input -> accepted(input, id)).toList());
  }

  private PacketElementText.Accepted accepted(DataRequirement input, String id) {
    List<String> loinc = new ArrayList<>();
    List<String> types = new ArrayList<>();
    for (DataRequirementCodeFilterComponent filter : input.getCodeFilter()) {
      if (!"type".equals(filter.getPath())) {
        problems.add(id, "an input is filtered by its type only");
      }
      for (Coding coding : filter.getCode()) {
        if (!coding.hasCode()) {
          problems.add(id, "a type has no code");
        } else if (PolicyShape.LOINC.equals(coding.getSystem())) {
          loinc.add(coding.getCode());
        } else if (PolicyShape.DOCUMENT_TYPE.equals(coding.getSystem())) {
          types.add(coding.getCode());
        } else {
          problems.add(id, "type of system '" + coding.getSystem() + "' is not known");
        }
      }
    }
    return new PacketElementText.Accepted(input.hasType() ? input.getType() : "", loinc, types);
  }
}
