package org.openimr.fhir.policy;

import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/** The names that the agreed shape of a PlanDefinition uses. */
final class PolicyShape {

  static final String BASE = "https://openimr.org/fhir/";
  static final String CODE_SYSTEM = BASE + "CodeSystem/";
  static final String STRUCTURE = BASE + "StructureDefinition/";
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

  static CodeableConcept actionType(String code) {
    return new CodeableConcept(new Coding(ACTION_TYPE, code, null));
  }

  /** Says a code in words. */
  static String words(String code) {
    return code.replace('-', ' ');
  }
}
