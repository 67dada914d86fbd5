package org.openimr.fhir.secondlook;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;

/**
 * What a second rater gets of a case: what was asked for, the medical records and the documents
 * that came before any decision. Nothing of it tells what was decided; what is withheld within the
 * case is left out.
 */
public final class BlindFile {

  private static final String TYPES = "https://openimr.org/fhir/CodeSystem/imr-document-type";
  private static final String CATEGORY =
      "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category";
  private static final String PRIVILEGE = "https://openimr.org/fhir/CodeSystem/imr-privilege";
  private static final String SENSITIVITY = "https://openimr.org/fhir/CodeSystem/imr-sensitivity";

  private static final Set<String> RECORDS =
      Set.of(
          "AllergyIntolerance",
          "CarePlan",
          "Claim",
          "Condition",
          "Device",
          "DeviceRequest",
          "DiagnosticReport",
          "Encounter",
          "Immunization",
          "Medication",
          "MedicationRequest",
          "Observation",
          "Patient",
          "Procedure",
          "ServiceRequest");

  private BlindFile() {}

  /**
   * Makes it.
   *
   * @param file the case with all that belongs to it
   * @param shown codes of {@code imr-document-type} whose documents tell no decision
   * @return the records, without marks
   */
  public static Bundle of(CaseFile file, Set<String> shown) {
    Bundle blind = new Bundle().setType(Bundle.BundleType.COLLECTION);
    Map<String, Resource> resources = file.byReference();
    Set<String> contents = new TreeSet<>();
    resources.forEach(
        (reference, resource) -> {
          if (resource instanceof DocumentReference document && open(document, shown)) {
            add(blind, document);
            document.getContent().forEach(each -> contents.add(each.getAttachment().getUrl() + ""));
          } else if (RECORDS.contains(resource.fhirType()) && !kept(resource)) {
            add(blind, resource);
          }
        });
    contents.stream()
        .map(resources::get)
        .filter(each -> each != null)
        .forEach(each -> add(blind, each));
    return blind;
  }

  /** A document of a kind that is shown, or a clinical note of no kind of ours. */
  private static boolean open(DocumentReference document, Set<String> shown) {
    if (kept(document)) {
      return false;
    }
    Set<String> kinds = new TreeSet<>();
    document.getType().getCoding().stream()
        .filter(coding -> TYPES.equals(coding.getSystem()))
        .forEach(coding -> kinds.add(coding.getCode()));
    return kinds.isEmpty()
        ? document.getCategory().stream()
            .anyMatch(each -> each.hasCoding(CATEGORY, "clinical-note"))
        : shown.containsAll(kinds);
  }

  private static boolean kept(Resource resource) {
    return resource.getMeta().getSecurity().stream()
            .anyMatch(
                label ->
                    PRIVILEGE.equals(label.getSystem())
                        || SENSITIVITY.equals(label.getSystem())
                            && "psychotherapy-notes".equals(label.getCode()))
        || resource.getMeta().getTag().stream()
            .anyMatch(tag -> AccessMarks.WITHHELD.equals(tag.getSystem()));
  }

  private static void add(Bundle blind, Resource resource) {
    Resource copy = resource.copy();
    AccessMarks.remove(copy);
    blind.addEntry().setFullUrl("urn:openimr:" + CaseFile.reference(resource)).setResource(copy);
  }
}
