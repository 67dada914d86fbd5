package org.openimr.fhir.casefile;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** The types of resources that a case may be submitted with. */
final class AcceptedTypes {

  static final Set<String> ALL =
      Set.copyOf(
          Arrays.asList(
              ("Task Patient RelatedPerson Coverage Organization Practitioner PractitionerRole"
                      + " Location HealthcareService Endpoint"
                      + " Claim ClaimResponse ExplanationOfBenefit ServiceRequest DeviceRequest"
                      + " DocumentReference Binary QuestionnaireResponse Consent Communication"
                      + " CommunicationRequest"
                      + " AllergyIntolerance CarePlan Condition Device DiagnosticReport Encounter"
                      + " Immunization List Medication MedicationRequest Observation Procedure")
                  .split(" ")));

  private AcceptedTypes() {}

  static String listed() {
    return String.join(", ", new TreeSet<>(ALL));
  }
}
