package org.openimr.fhir.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.openimr.core.reviewer.DisputedCode;
import org.openimr.fhir.casefile.CaseFile;

/**
 * The first diagnosis and the first disputed service of a case: of the claim in dispute, else of
 * the request.
 *
 * @param diagnosis the diagnosis, or null
 * @param treatment the service, or null
 */
record PublicCodes(DisputedCode diagnosis, DisputedCode treatment) {

  private static final String ICD = "http://hl7.org/fhir/sid/icd-10-cm";
  private static final Set<String> SERVICES =
      Set.of(
          "http://www.ama-assn.org/go/cpt",
          "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
          "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets");

  static PublicCodes of(CaseFile file) {
    Map<String, Resource> all = file.byReference();
    Resource focus = all.get(String.valueOf(file.task().getFocus().getReference()));
    List<Resource> claims =
        Stream.concat(Stream.ofNullable(focus), all.values().stream())
            .filter(Claim.class::isInstance)
            .limit(1)
            .toList();
    List<Resource> requests =
        Stream.concat(Stream.ofNullable(focus), all.values().stream())
            .filter(ServiceRequest.class::isInstance)
            .limit(1)
            .toList();
    List<Resource> sources = Stream.concat(claims.stream(), requests.stream()).toList();
    return new PublicCodes(
        sources.stream()
            .flatMap(each -> diagnoses(each, all))
            .map(each -> code(each, "diagnosis", Set.of(ICD)))
            .flatMap(Optional::stream)
            .findFirst()
            .orElse(null),
        sources.stream()
            .flatMap(PublicCodes::services)
            .map(each -> code(each, "procedure", SERVICES))
            .flatMap(Optional::stream)
            .findFirst()
            .orElse(null));
  }

  private static Stream<CodeableConcept> diagnoses(Resource source, Map<String, Resource> all) {
    if (source instanceof Claim claim) {
      return claim.getDiagnosis().stream()
          .sorted(Comparator.comparingInt(Claim.DiagnosisComponent::getSequence))
          .map(
              each ->
                  each.hasDiagnosisCodeableConcept()
                      ? each.getDiagnosisCodeableConcept()
                      : condition(all, each.getDiagnosisReference().getReference()));
    }
    ServiceRequest request = (ServiceRequest) source;
    return Stream.concat(
        request.getReasonCode().stream(),
        request.getReasonReference().stream().map(each -> condition(all, each.getReference())));
  }

  private static CodeableConcept condition(Map<String, Resource> all, String reference) {
    return all.get(String.valueOf(reference)) instanceof Condition condition
        ? condition.getCode()
        : new CodeableConcept();
  }

  private static Stream<CodeableConcept> services(Resource source) {
    return source instanceof Claim claim
        ? claim.getItem().stream().map(Claim.ItemComponent::getProductOrService)
        : Stream.of(((ServiceRequest) source).getCode());
  }

  private static Optional<DisputedCode> code(
      CodeableConcept concept, String kind, Set<String> systems) {
    return concept.getCoding().stream()
        .filter(each -> each.hasCode() && systems.contains(String.valueOf(each.getSystem())))
        .map(Coding::getCode)
        .map(each -> new DisputedCode(kind, each))
        .findFirst();
  }
}
