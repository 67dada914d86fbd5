package org.openimr.fhir.casefile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.core.casefile.CaseDocument;

/** Reads what a file holds: of documents those that are current, of the rest what there is. */
public final class CaseDocuments {

  private static final String PRIVILEGE = "https://openimr.org/fhir/CodeSystem/imr-privilege";

  private CaseDocuments() {}

  /**
   * Reads what the resources of a case are.
   *
   * @param resources the resources, by the reference that names each
   * @return one per resource, in the order given; documents that are superseded or entered in error
   *     are left out
   */
  public static List<CaseDocument> read(Map<String, ? extends Resource> resources) {
    List<CaseDocument> documents = new ArrayList<>();
    resources.forEach(
        (reference, resource) -> {
          if (!(resource instanceof DocumentReference document)
              || document.getStatus() == DocumentReferenceStatus.CURRENT) {
            documents.add(
                new CaseDocument(
                    reference, resource.fhirType(), types(resource), privileges(resource)));
          }
        });
    return documents;
  }

  private static List<String> types(Resource resource) {
    if (resource instanceof DocumentReference document) {
      return tokens(Stream.of(document.getType()));
    }
    if (resource instanceof Claim claim) {
      return tokens(Stream.of(claim.getType()));
    }
    if (resource instanceof ExplanationOfBenefit benefit) {
      return tokens(Stream.of(benefit.getType()));
    }
    Property code = resource.getNamedProperty("code");
    return code == null
        ? List.of()
        : tokens(
            code.getValues().stream()
                .filter(CodeableConcept.class::isInstance)
                .map(CodeableConcept.class::cast));
  }

  private static List<String> tokens(Stream<CodeableConcept> concepts) {
    return concepts
        .flatMap(concept -> concept.getCoding().stream())
        .map(coding -> coding.getSystem() + "|" + coding.getCode())
        .toList();
  }

  /** The privileges that a document is marked with, in its labels or in its metadata. */
  public static List<String> privileges(Resource resource) {
    Stream<Coding> labels = resource.getMeta().getSecurity().stream();
    if (resource instanceof DocumentReference document) {
      labels =
          Stream.concat(
              labels, document.getSecurityLabel().stream().flatMap(l -> l.getCoding().stream()));
    }
    return labels
        .filter(coding -> PRIVILEGE.equals(coding.getSystem()))
        .map(Coding::getCode)
        .distinct()
        .sorted()
        .toList();
  }
}
