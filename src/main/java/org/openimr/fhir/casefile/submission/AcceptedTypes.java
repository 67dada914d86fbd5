package org.openimr.fhir.casefile.submission;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** The types of resources that a case may be submitted with. */
public final class AcceptedTypes {

  /** The names of the types. */
  public static final Set<String> ALL =
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
