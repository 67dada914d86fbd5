package org.openimr.fhir.request;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
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
          "Bundle",
          "CarePlan",
          "Condition",
          "DiagnosticReport",
          "Encounter",
          "MedicationRequest",
          "Observation",
          "Procedure",
          "QuestionnaireResponse");

  private static final String LOINC = "http://loinc.org";
  private static final Coding ANSWERS =
      new Coding(LOINC, "74465-6", "Questionnaire response Document");

  private AttachedContent() {}

  /** Whether something is kept as content of a document. */
  static boolean isKept(Resource sent) {
    return sent instanceof Bundle bundle
        ? bundle.getType() == BundleType.DOCUMENT || bundle.getType() == BundleType.COLLECTION
        : KEPT.contains(sent.fhirType());
  }

  /**
   * Tells what kind of document something is, where nobody says it.
   *
   * @param sent what was attached
   * @return its own LOINC code; empty if it has none
   */
  static CodeableConcept kind(Resource sent) {
    CodeableConcept own = new CodeableConcept();
    if (sent instanceof QuestionnaireResponse) {
      own.addCoding(ANSWERS.copy());
    } else if (sent instanceof Observation observation) {
      own = observation.getCode();
    } else if (sent instanceof DiagnosticReport report) {
      own = report.getCode();
    } else if (sent instanceof Bundle bundle
        && bundle.getEntryFirstRep().getResource() instanceof Composition composition) {
      own = composition.getType();
    }
    boolean known = own.getCoding().stream().anyMatch(each -> LOINC.equals(each.getSystem()));
    return known ? own : new CodeableConcept();
  }

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
    if (!isKept(sent)) {
      return null;
    }
    DocumentReference document = new DocumentReference();
    document.setStatus(DocumentReferenceStatus.CURRENT);
    document.setType(code == null ? kind(sent).copy() : code.copy());
    document.setDescription(sent instanceof Binary ? null : sent.fhirType() + " as sent");
    sent.getMeta().getSecurity().forEach(label -> document.addSecurityLabel().addCoding(label));
    Attachment content = document.addContent().getAttachment();
    if (sent instanceof Binary binary) {
      content.setContentType(binary.getContentType()).setData(binary.getData());
    } else {
      content
          .setContentType("application/fhir+json")
          .setData(AttachedText.of(sent) == null ? json(sent) : AttachedText.of(sent));
    }
    return document;
  }

  private static byte[] json(Resource sent) {
    return FhirContext.forR4Cached()
        .newJsonParser()
        .encodeResourceToString(sent)
        .getBytes(StandardCharsets.UTF_8);
  }
}
