package org.openimr.fhir.casefile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.ClaimResponse;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;

/**
 * Finds who stands for a party of a case: an Organization of that type, else the one that the claim
 * or the coverage names; a party that nobody stands for is named by its code.
 */
public final class PartyReferences {

  private static final String PARTY = "https://openimr.org/fhir/CodeSystem/imr-party";
  private static final String PARTY_ID = "https://openimr.org/fhir/sid/party";

  private final Map<String, Reference> byParty = new HashMap<>();

  /**
   * Looks through the resources of a case.
   *
   * @param task the case
   * @param resources what belongs to it, by the reference that names each
   */
  public PartyReferences(Task task, Map<String, Resource> resources) {
    resources.values().forEach(this::review);
    resources.forEach(this::organization);
    byParty.putIfAbsent("member", task.getFor());
    resources.forEach(
        (reference, resource) -> {
          if (resource instanceof RelatedPerson) {
            byParty.putIfAbsent("representative", new Reference(reference));
          }
        });
    plan(resources.values());
    provider(resources.values());
    byParty.values().removeIf(reference -> !reference.hasReference());
  }

  /** The review organization is the one that the review is assigned to. */
  private void review(Resource resource) {
    if (resource instanceof Task review
        && review.getCode().getCoding().stream()
            .anyMatch(coding -> "imr-review".equals(coding.getCode()))
        && review.getStatus() != Task.TaskStatus.REJECTED
        && review.getStatus() != Task.TaskStatus.CANCELLED) {
      byParty.putIfAbsent("imro", review.getOwner());
    }
  }

  private void organization(String reference, Resource resource) {
    if (resource instanceof Organization organization) {
      organization.getType().stream()
          .flatMap(type -> type.getCoding().stream())
          .filter(coding -> PARTY.equals(coding.getSystem()))
          .map(Coding::getCode)
          .forEach(
              party ->
                  byParty.putIfAbsent(
                      party, new Reference(reference).setDisplay(organization.getName())));
    }
  }

  private void plan(Collection<Resource> resources) {
    List<Reference> named = new ArrayList<>();
    for (Resource resource : resources) {
      if (resource instanceof ClaimResponse response) {
        named.add(response.getInsurer());
      } else if (resource instanceof Claim claim) {
        named.add(claim.getInsurer());
      } else if (resource instanceof ExplanationOfBenefit benefit) {
        named.add(benefit.getInsurer());
      } else if (resource instanceof Coverage coverage) {
        named.addAll(coverage.getPayor());
      }
    }
    first("plan", named);
  }

  private void provider(Collection<Resource> resources) {
    List<Reference> named = new ArrayList<>();
    for (Resource resource : resources) {
      if (resource instanceof Claim claim) {
        named.add(claim.getProvider());
      } else if (resource instanceof ExplanationOfBenefit benefit) {
        named.add(benefit.getProvider());
      } else if (resource instanceof ServiceRequest request) {
        named.add(request.getRequester());
      }
    }
    first("provider", named);
  }

  private void first(String party, List<Reference> named) {
    named.stream()
        .filter(Reference::hasReference)
        .findFirst()
        .ifPresent(reference -> byParty.putIfAbsent(party, reference));
  }

  /**
   * Returns who stands for a party.
   *
   * @param party a code of {@code imr-party}
   * @return a new reference
   */
  public Reference of(String party) {
    Reference found = byParty.get(party);
    return found != null
        ? found.copy()
        : new Reference()
            .setIdentifier(new Identifier().setSystem(PARTY_ID).setValue(party))
            .setDisplay(party);
  }
}
