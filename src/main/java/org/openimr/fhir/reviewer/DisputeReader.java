package org.openimr.fhir.reviewer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.openimr.core.reviewer.Dispute;
import org.openimr.core.reviewer.DisputedCode;
import org.openimr.fhir.casefile.CaseFile;

/**
 * Reads what a case is about, as far as it decides who can judge it: codes of services and
 * conditions, and the specialty of who asked for the service.
 */
public final class DisputeReader {

  private final Map<String, String> systems;
  private final Map<String, Resource> resources;
  private final List<DisputedCode> codes = new ArrayList<>();
  private final Set<String> requesters = new TreeSet<>();

  private DisputeReader(CaseFile file, Map<String, String> systems) {
    this.systems = systems;
    this.resources = file.byReference();
  }

  /**
   * Reads it.
   *
   * @param file the case with all that belongs to it
   * @param systems what the codes of a code system tell, by its url
   * @return what it is about
   */
  public static Dispute of(CaseFile file, Map<String, String> systems) {
    DisputeReader reader = new DisputeReader(file, systems);
    Resource focus = reader.resources.get(String.valueOf(file.task().getFocus().getReference()));
    if (focus != null) {
      reader.read(focus);
    }
    if (reader.codes.isEmpty()) {
      reader.resources.values().forEach(reader::read);
    }
    return new Dispute(reader.codes, reader.requesters);
  }

  private void read(Resource resource) {
    if (resource instanceof Claim claim) {
      claim.getItem().forEach(item -> add(item.getProductOrService()));
      claim
          .getDiagnosis()
          .forEach(
              each -> {
                if (each.hasDiagnosisCodeableConcept()) {
                  add(each.getDiagnosisCodeableConcept());
                } else if (each.hasDiagnosisReference()
                    && resources.get(each.getDiagnosisReference().getReference())
                        instanceof Condition condition) {
                  add(condition.getCode());
                }
              });
      requester(claim.getProvider().getReference());
    } else if (resource instanceof ServiceRequest request) {
      add(request.getCode());
      request.getReasonCode().forEach(this::add);
      requester(request.getRequester().getReference());
    } else if (resource instanceof ExplanationOfBenefit benefit) {
      benefit.getItem().forEach(item -> add(item.getProductOrService()));
      requester(benefit.getProvider().getReference());
    }
  }

  private void requester(String reference) {
    if (resources.get(String.valueOf(reference)) instanceof PractitionerRole role) {
      role.getSpecialty().stream()
          .flatMap(each -> each.getCoding().stream())
          .filter(coding -> "specialty".equals(systems.get(String.valueOf(coding.getSystem()))))
          .filter(Coding::hasCode)
          .forEach(coding -> requesters.add(coding.getCode()));
    }
  }

  private void add(CodeableConcept concept) {
    for (Coding coding : concept.getCoding()) {
      String kind = systems.get(String.valueOf(coding.getSystem()));
      if (coding.hasCode() && ("procedure".equals(kind) || "diagnosis".equals(kind))) {
        codes.add(new DisputedCode(kind, coding.getCode()));
      }
    }
  }
}
