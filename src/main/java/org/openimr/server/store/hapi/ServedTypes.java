package org.openimr.server.store.hapi;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * The resource types that this server stores and serves: those that a case, its policy and its
 * parties need.
 *
 * <p>Every other type of FHIR R4 is unknown here and answered 404; nothing is set up for it.
 */
public final class ServedTypes {

  /** Types that say what the software does; they hold no patient data. */
  public static final Set<String> DEFINITIONS =
      setOf(
          "ActivityDefinition CapabilityStatement CodeSystem ConceptMap ImplementationGuide Library"
              + " Measure NamingSystem OperationDefinition PlanDefinition Questionnaire"
              + " SearchParameter StructureDefinition ValueSet");

  /** Types that a case is made of. */
  public static final Set<String> CASE_RECORDS =
      setOf(
          // the case, its parties and its documents
          "AuditEvent Basic Binary Bundle Claim ClaimResponse Communication CommunicationRequest"
              + " Composition Consent Coverage DocumentReference Endpoint ExplanationOfBenefit Group"
              + " HealthcareService Linkage List Location MeasureReport Organization Patient Practitioner"
              + " PractitionerRole Provenance QuestionnaireResponse RelatedPerson ServiceRequest"
              + " Subscription Task"
              // medical records sent with it
              + " AllergyIntolerance CarePlan Condition Device DeviceRequest DiagnosticReport"
              + " Encounter Immunization Medication MedicationRequest Observation Procedure");

  /** Types that are kept in tables of our own, apart from all others. */
  public static final Set<String> KEPT_APART = Set.of("AuditEvent");

  /** All types served. */
  public static final Set<String> ALL = union(DEFINITIONS, CASE_RECORDS);

  private ServedTypes() {}

  private static Set<String> setOf(String names) {
    return Set.copyOf(Arrays.asList(names.split(" ")));
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> all = new TreeSet<>(one);
    all.addAll(other);
    return Set.copyOf(all);
  }
}
