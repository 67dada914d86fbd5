package org.openimr.fhir.policy;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.openimr.core.calendar.HolidayCalendar;
import org.openimr.core.calendar.HolidayCalendars;
import org.openimr.core.calendar.TimeLimit;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.law.Citation;
import org.openimr.core.law.RuleId;
import org.openimr.core.policy.Condition;
import org.openimr.fhir.policy.condition.ConditionReader;
import org.openimr.fhir.policy.plan.PlanProblems;
import org.openimr.fhir.policy.plan.PolicyShape;
import org.openimr.fhir.policy.text.LimitText;
import org.openimr.fhir.policy.text.PolicyText;
import org.openimr.fhir.policy.text.RuleText;

/**
 * Looks up what a policy names: codes, events, facts, calendars. What does not exist is noted; an
 * empty name is passed over, because that it is missing has been noted already.
 */
public final class Names {

  private final Vocabulary vocabulary;
  private final HolidayCalendars calendars;
  private final PolicyText policy;
  private final PlanProblems problems;

  Names(
      Vocabulary vocabulary, HolidayCalendars calendars, PolicyText policy, PlanProblems problems) {
    this.vocabulary = vocabulary;
    this.calendars = calendars;
    this.policy = policy;
    this.problems = problems;
  }

  /** The same names, for one element of the head. */
  Names of(PlanProblems elementProblems) {
    return new Names(vocabulary, calendars, policy, elementProblems);
  }

  void problem(String action, String message) {
    problems.add(action, message);
  }

  /** Looks up a code of a CodeSystem; null stays null. */
  String code(String action, String system, String code) {
    if (code != null && !code.isEmpty() && !vocabulary.codes(system).contains(code)) {
      problem(
          action,
          "'"
              + code
              + "' is no code of "
              + system
              + "; known: "
              + Vocabulary.listed(vocabulary.codes(system)));
    }
    return code;
  }

  EventDefinition event(String action, String code) {
    if (code == null || code.isEmpty()) {
      return null;
    }
    EventDefinition event = vocabulary.event(code);
    if (event == null) {
      problem(action, "there is no event '" + code + "'");
    }
    return event;
  }

  /** Looks up a fact that is true or false. */
  FactDefinition booleanFact(String action, String name) {
    if (name == null || name.isEmpty()) {
      return null;
    }
    FactDefinition fact = vocabulary.fact(name);
    if (fact == null) {
      problem(action, "there is no fact '" + name + "'");
    } else if (fact.type() != FactDefinition.Type.BOOLEAN) {
      problem(action, "fact " + name + " is not true or false");
    }
    return fact;
  }

  HolidayCalendar calendar(String action, String id) {
    if (id == null) {
      problem(action, "business days and rolling need a calendar");
      return null;
    }
    if (!calendars.ids().contains(id)) {
      problem(action, "there is no calendar '" + id + "'; known: " + calendars.ids());
      return null;
    }
    return calendars.get(id);
  }

  Condition condition(String action, String what, String fhirPath) {
    return new ConditionReader(vocabulary, message -> problem(action, what + " " + message))
        .read(fhirPath);
  }

  RuleId rule(String action, String code) {
    if (!PolicyShape.planRule(code)) {
      code(action, "imr-rule", code);
    }
    return code.isEmpty() ? new RuleId("unnamed") : new RuleId(code);
  }

  Citation citation(String action, RuleText rule) {
    Citation.Source source =
        rule.source() == null
            ? Citation.Source.PLAN
            : Arrays.stream(Citation.Source.values())
                .filter(each -> code(each).equals(rule.source()))
                .findFirst()
                .orElse(null);
    if (source == null) {
      Set<String> known =
          Arrays.stream(Citation.Source.values()).map(Names::code).collect(Collectors.toSet());
      problem(action, "source '" + rule.source() + "' is none of " + Vocabulary.listed(known));
      source = Citation.Source.PLAN;
    }
    rule.also().forEach(also -> rule(action, also.rule()));
    String document =
        policy.document(rule.address().document()) == null
            ? "uncited"
            : policy.document(rule.address().document()).citation(rule.address().section());
    return new Citation(rule(action, rule.id()), rule.address().section(), document, source);
  }

  private static String code(Citation.Source source) {
    return source.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  static TimeLimit limit(LimitText limit) {
    if (limit == null) {
      return null;
    }
    return Arrays.stream(TimeLimit.Unit.values())
        .filter(unit -> unit.code().equals(limit.unit()))
        .findFirst()
        .map(unit -> new TimeLimit(limit.amount(), unit))
        .orElseThrow(() -> new IllegalArgumentException("no unit '" + limit.unit() + "'"));
  }
}
