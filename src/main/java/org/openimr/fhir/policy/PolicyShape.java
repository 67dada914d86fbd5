package org.openimr.fhir.policy;

import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/** The names that the agreed shape of a PlanDefinition uses. */
final class PolicyShape {

  static final String BASE = "https://openimr.org/fhir/";
  static final String CODE_SYSTEM = BASE + "CodeSystem/";
  static final String STRUCTURE = BASE + "StructureDefinition/";

  /** Names of rules that plans give themselves; unlike {@code imr-rule} an open list. */
  static final String PLAN_RULE = BASE + "sid/plan-rule";

  static final String TIME_UNIT = CODE_SYSTEM + "imr-time-unit";
  static final String UCUM = "http://unitsofmeasure.org";
  static final String LOINC = "http://loinc.org";
  static final String DOCUMENT_TYPE = CODE_SYSTEM + "imr-document-type";
  static final String ACTION_TYPE = "http://terminology.hl7.org/CodeSystem/action-type";
  static final String FHIRPATH = "text/fhirpath";

  /** Ids of the four groups of actions. */
  static final String EVENTS = "events";

  static final String CRITERIA = "criteria";
  static final String MILESTONES = "milestones";
  static final String PACKET = "packet";

  /** Label of a related artifact that names a paragraph left out. */
  static final String NOT_MODELLED = "not-modelled";

  private PolicyShape() {}

  static CodeableConcept code(String system, String code) {
    return new CodeableConcept(new Coding(CODE_SYSTEM + system, code, null));
  }

  /**
   * Says whether a plan named a rule itself: its letters, two at least, a hyphen and a number, as
   * in {@code SVH-12}.
   */
  static boolean planRule(String rule) {
    return rule.matches("[A-Z][A-Z0-9]{1,9}-[0-9]{1,4}[a-z]?");
  }

  /** Says whether a code may come from a system; a rule's name from either of two. */
  static boolean named(String system, String url) {
    return (CODE_SYSTEM + system).equals(url) || system.equals("imr-rule") && PLAN_RULE.equals(url);
  }

  /** Writes the name of a rule, which is one of {@code imr-rule} or the plan's own. */
  static CodeableConcept rule(String rule) {
    return planRule(rule)
        ? new CodeableConcept(new Coding(PLAN_RULE, rule, null))
        : code("imr-rule", rule);
  }

  static CodeableConcept actionType(String code) {
    return new CodeableConcept(new Coding(ACTION_TYPE, code, null));
  }

  /** Says a code in words. */
  static String words(String code) {
    return code.replace('-', ' ');
  }
}
