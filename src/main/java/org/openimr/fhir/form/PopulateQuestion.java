package org.openimr.fhir.form;

import org.hl7.fhir.r4.model.Bundle;

/**
 * From what a form is to be filled.
 *
 * @param subject reference to the patient, or null
 * @param caseId the id of a stored case, or null if the request brings the resources itself
 * @param bundle the resources that the request brings, or null
 */
public record PopulateQuestion(String subject, String caseId, Bundle bundle) {

  /** FHIRPath of what names the patient, for objections. */
  public static final String SUBJECT = "Parameters.parameter.where(name = 'subject').value";
}
