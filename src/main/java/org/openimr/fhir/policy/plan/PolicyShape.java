package org.openimr.fhir.policy.plan;

import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/** The names that the agreed shape of a PlanDefinition uses. */
public final class PolicyShape {

  /** The names of this project begin so. */
  public static final String BASE = "https://openimr.org/fhir/";

  /** The names of its code systems begin so. */
  public static final String CODE_SYSTEM = BASE + "CodeSystem/";

  /** The names of its extensions and profiles begin so. */
  public static final String STRUCTURE = BASE + "StructureDefinition/";

  /** Names of rules that plans give themselves; unlike {@code imr-rule} an open list. */
  static final String PLAN_RULE = BASE + "sid/plan-rule";

  /** The system of the units that FHIR has no code for, such as business days. */
  public static final String TIME_UNIT = CODE_SYSTEM + "imr-time-unit";

  /** The system of all other units. */
  public static final String UCUM = "http://unitsofmeasure.org";

  /** The system of types of documents that have a code in LOINC. */
  public static final String LOINC = "http://loinc.org";

  /** The system of types of documents that have none. */
  public static final String DOCUMENT_TYPE = CODE_SYSTEM + "imr-document-type";

  static final String ACTION_TYPE = "http://terminology.hl7.org/CodeSystem/action-type";

  /** The language of conditions. */
  public static final String FHIRPATH = "text/fhirpath";

  /** The group of the events that the policy knows; here as below, the id of its action. */
  public static final String EVENTS = "events";

  /** The group of what must hold for a case to be eligible. */
  public static final String CRITERIA = "criteria";

  /** The group of what must or may be done, by when. */
  public static final String MILESTONES = "milestones";

  /** The group of what the file for the reviewer must hold. */
  public static final String PACKET = "packet";

  /** Label of a related artifact that names a paragraph left out. */
  public static final String NOT_MODELLED = "not-modelled";

  private PolicyShape() {}

  /** A code of one of the project's code systems, which is given by the tail of its name. */
  public static CodeableConcept code(String system, String code) {
    return new CodeableConcept(new Coding(CODE_SYSTEM + system, code, null));
  }

  /**
   * Says whether a plan named a rule itself: its letters, two at least, a hyphen and a number, as
   * in {@code SVH-12}.
   */
  public static boolean planRule(String rule) {
    return rule.matches("[A-Z][A-Z0-9]{1,9}-[0-9]{1,4}[a-z]?");
  }

  /** Says whether a code may come from a system; a rule's name from either of two. */
  static boolean named(String system, String url) {
    return (CODE_SYSTEM + system).equals(url) || system.equals("imr-rule") && PLAN_RULE.equals(url);
  }

  /** Writes the name of a rule, which is one of {@code imr-rule} or the plan's own. */
  public static CodeableConcept rule(String rule) {
    return planRule(rule)
        ? new CodeableConcept(new Coding(PLAN_RULE, rule, null))
        : code("imr-rule", rule);
  }

  /** A type of action as FHIR itself names it. */
  public static CodeableConcept actionType(String code) {
    return new CodeableConcept(new Coding(ACTION_TYPE, code, null));
  }

  /** Says a code in words. */
  public static String words(String code) {
    return code.replace('-', ' ');
  }
}
