package org.openimr.fhir.policy.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.hl7.fhir.r4.model.PlanDefinition.ActionConditionKind;
import org.hl7.fhir.r4.model.PlanDefinition.ActionRelationshipType;
import org.hl7.fhir.r4.model.PlanDefinition.PlanDefinitionActionComponent;
import org.hl7.fhir.r4.model.PlanDefinition.PlanDefinitionActionRelatedActionComponent;
import org.hl7.fhir.r4.model.Range;
import org.openimr.fhir.policy.text.BoundText;
import org.openimr.fhir.policy.text.ExtensionText;
import org.openimr.fhir.policy.text.LimitText;
import org.openimr.fhir.policy.text.MilestoneText;
import org.openimr.fhir.policy.text.RuleText;
import org.openimr.fhir.policy.text.WithinText;

/** Reads milestones with their bounds. */
final class ClockDecompiler {

  private static final Set<String> MILESTONE =
      Set.of("id", "title", "code", "type", "relatedAction", "groupingBehavior", "action");
  private static final Set<String> BOUND =
      Set.of("id", "title", "code", "documentation", "condition", "relatedAction");
  private static final Set<String> RELATED = Set.of("id", "actionId", "relationship", "offset");

  private final RuleDecompiler rules;
  private final PlanProblems problems;

  ClockDecompiler(RuleDecompiler rules) {
    this.rules = rules;
    this.problems = rules.problems();
  }

  MilestoneText milestone(PlanDefinitionActionComponent action) {
    String id = RuleDecompiler.id(action);
    rules.checkShape(action, id, MILESTONE, Set.of("imr-owed-by", "imr-duty-terms"));
    String code = rules.code(action, "imr-milestone");
    if (!code.isEmpty() && !code.equals(id)) {
      problems.add(id, "the id is not the code of the milestone, " + code);
    }
    List<String> stops = new ArrayList<>();
    for (PlanDefinitionActionRelatedActionComponent related : action.getRelatedAction()) {
      rules.checkShape(related, id, RELATED, Set.of());
      if (related.getRelationship() != ActionRelationshipType.CONCURRENTWITHEND
          || related.hasOffset()) {
        problems.add(id, "a stop event is related concurrent-with-end, without offset");
      }
      stops.add(rules.target(related, id));
    }
    if (stops.isEmpty()) {
      problems.add(id, "has no stop event");
    }
    if (!action.hasAction()) {
      problems.add(id, "has no bound");
    }
    PartsReader terms = PartsReader.of("imr-duty-terms", action, id, problems);
    MilestoneText text =
        new MilestoneText(
            code,
            action.hasTitle() ? action.getTitle() : "",
            owedBy(action, true),
            stops,
            terms.flag("right"),
            terms.flag("alternatives"),
            terms.flag("implementation"),
            terms.flag("contingent"),
            terms.code("decides"),
            action.getAction().stream().map(bound -> bound(bound, id)).toList());
    terms.end();
    return text;
  }

  private String owedBy(PlanDefinitionActionComponent action, boolean required) {
    PartsReader parts = PartsReader.of("imr-owed-by", action, RuleDecompiler.id(action), problems);
    String party = parts.code("party");
    parts.end();
    return required ? parts.required("party", party) : party;
  }

  private BoundText bound(PlanDefinitionActionComponent action, String milestone) {
    String id = RuleDecompiler.id(action);
    rules.checkShape(action, id, BOUND, Set.of("imr-owed-by", "imr-source"));
    RuleText rule = rules.rule(action, milestone + ".");
    String when = rules.condition(action, ActionConditionKind.APPLICABILITY);
    String owedBy = owedBy(action, false);
    if (action.getRelatedAction().size() != 1) {
      problems.add(id, "has " + action.getRelatedAction().size() + " related actions, not one");
      return new BoundText(
          rule,
          owedBy,
          when,
          "",
          new WithinText.None(),
          false,
          null,
          false,
          BoundText.Window.ANY,
          null);
    }
    PlanDefinitionActionRelatedActionComponent related = action.getRelatedActionFirstRep();
    rules.checkShape(related, id, RELATED, Set.of("imr-counting", "imr-prolongation"));
    boolean dueOf = related.getRelationship() == ActionRelationshipType.BEFOREEND;
    if (!dueOf && related.getRelationship() != ActionRelationshipType.AFTEREND) {
      problems.add(id, "a start event is related after-end, another milestone before-end");
    }
    String target = rules.target(related, id);
    PartsReader counting = PartsReader.of("imr-counting", related, id, problems);
    WithinText within =
        dueOf ? new WithinText.DueOf(target) : within(related, id, counting.code("end-roll"));
    if (dueOf) {
      counting.code("end-roll");
    }
    ExtensionText extension = ExtensionDecompiler.extension(related, id, rule, problems);
    BoundText text =
        new BoundText(
            extension == null ? rule : ExtensionDecompiler.without(rule, extension),
            owedBy,
            when,
            dueOf ? null : target,
            within,
            counting.flag("nested") || dueOf,
            counting.code("calendar"),
            counting.flag("first-day-counts"),
            new BoundText.Window(
                counting.id("not-before"),
                counting.time("business-day-before"),
                counting.time("unless-business-day-before")),
            extension);
    counting.end();
    return text;
  }

  private WithinText within(
      PlanDefinitionActionRelatedActionComponent related, String id, String endRoll) {
    if (!related.hasOffset()) {
      return new WithinText.None();
    }
    if (!(related.getOffset() instanceof Range range) || !range.hasHigh()) {
      problems.add(id, "the limit is an offsetRange with a high end");
      return new WithinText.None();
    }
    try {
      LimitText low = range.hasLow() ? PartsReader.limit(range.getLow()) : null;
      LimitText high = PartsReader.limit(range.getHigh());
      if (low != null && !low.unit().equals(high.unit())) {
        problems.add(id, "the range has two units: " + low + " and " + high);
      }
      return WithinText.parse(
          new WithinText.Amount(low, high, "next-business-day".equals(endRoll)).toString());
    } catch (IllegalArgumentException e) {
      problems.add(id, e.getMessage());
      return new WithinText.None();
    }
  }

  /** Tells whether an action that a bound or milestone names exists. */
  void checkTargets(MilestoneText milestone, BiPredicate<String, Boolean> exists) {
    for (String stop : milestone.stopsWith()) {
      target(milestone.milestone(), stop, exists.test(stop, true));
    }
    for (BoundText bound : milestone.bounds()) {
      String id = milestone.milestone() + "." + bound.rule().name();
      if (bound.within() instanceof WithinText.DueOf other) {
        target(id, other.milestone(), exists.test(other.milestone(), false));
      } else {
        target(id, bound.startsWith(), exists.test(bound.startsWith(), true));
      }
      target(id, bound.window().notBefore(), exists.test(bound.window().notBefore(), true));
      if (bound.extension() != null) {
        target(id, bound.extension().capFrom(), exists.test(bound.extension().capFrom(), true));
      }
    }
  }

  private void target(String action, String name, boolean exists) {
    if (name != null && !name.isEmpty() && !exists) {
      problems.add(action, "'" + name + "' is named, but there is no such action");
    }
  }
}
