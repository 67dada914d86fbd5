package org.openimr.fhir.casefile.transaction;

import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/**
 * What was done to what a Provenance is about, in the codes of HL7's value set of data operations.
 *
 * @see <a href="https://terminology.hl7.org/CodeSystem-v3-DataOperation.html">DataOperation</a>
 */
public enum DataOperation {
  /** It was made. */
  CREATE,
  /** It was changed. */
  UPDATE,
  /** Something was added to it. */
  APPEND;

  private static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-DataOperation";

  /** As the activity of a Provenance. */
  public CodeableConcept activity() {
    return new CodeableConcept(new Coding(SYSTEM, name(), null));
  }
}
