package org.openimr.fhir.request;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Resource;

/**
 * Makes a document of what was attached. A document stays what it is; a Binary becomes the content
 * of one, and other resources do as well, in JSON, as they were sent.
 */
final class AttachedContent {

  /** Resources that are kept as content of a document. */
  static final Set<String> KEPT =
      Set.of(
          "Binary",
          "CarePlan",
          "Condition",
          "DiagnosticReport",
          "Encounter",
          "MedicationRequest",
          "Observation",
          "Procedure",
          "QuestionnaireResponse");

  private AttachedContent() {}

  /**
   * Makes it.
   *
   * @param sent what was attached
   * @param code what kind of information it is, or null
   * @return the document; null if nothing of this type is taken
   */
  static DocumentReference document(Resource sent, CodeableConcept code) {
    if (sent instanceof DocumentReference document) {
      return document;
    }
    if (!KEPT.contains(sent.fhirType())) {
      return null;
    }
    DocumentReference document = new DocumentReference();
    document.setStatus(DocumentReferenceStatus.CURRENT);
    document.setType(code == null ? new CodeableConcept() : code.copy());
    document.setDescription(sent instanceof Binary ? null : sent.fhirType() + " as sent");
    sent.getMeta().getSecurity().forEach(label -> document.addSecurityLabel().addCoding(label));
    Attachment content = document.addContent().getAttachment();
    if (sent instanceof Binary binary) {
      content.setContentType(binary.getContentType()).setData(binary.getData());
    } else {
      content
          .setContentType("application/fhir+json")
          .setData(
              FhirContext.forR4Cached()
                  .newJsonParser()
                  .encodeResourceToString(sent)
                  .getBytes(StandardCharsets.UTF_8));
    }
    return document;
  }
}
