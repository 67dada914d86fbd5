package org.openimr.fhir.reviewer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.ClaimResponse;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.openimr.core.reviewer.Involved;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;

/**
 * Who has to do with a case, as its resources show it, and which part each has. Reviewers who came
 * with the case are left out.
 */
public final class InvolvedParties {

  private static final String PARTY = "https://openimr.org/fhir/CodeSystem/imr-party";
  private static final Set<String> OTHERS = Set.of("imro", "imro-clerk", "imro-reviewer");

  private final Map<String, Resource> resources;
  private final Names names;
  private final List<Involved> involved = new ArrayList<>();
  private final Set<String> plan = new TreeSet<>();

  private InvolvedParties(Map<String, Resource> resources) {
    this.resources = resources;
    this.names = new Names(resources);
  }

  /**
   * Finds them.
   *
   * @param file the case with all that belongs to it
   * @return each with its part and its names
   */
  public static List<Involved> of(CaseFile file) {
    return of(file.byReference());
  }

  /**
   * Finds them among resources.
   *
   * @param resources all that belongs to a case, by what references say
   * @return each with its part and its names
   */
  public static List<Involved> of(Map<String, Resource> resources) {
    return new InvolvedParties(resources).find();
  }

  private List<Involved> find() {
    resources.values().forEach(this::payer);
    resources.forEach(
        (reference, resource) -> {
          if (resource instanceof Organization organization) {
            organization(reference, organization);
          } else if (resource instanceof PractitionerRole role && !reviews(role)) {
            role(reference, role);
          } else if (resource instanceof Practitioner person && !reviews(person)) {
            person(reference, person);
          } else {
            other(reference, resource);
          }
        });
    return involved;
  }

  private void payer(Resource resource) {
    List<Reference> payers = new ArrayList<>();
    if (resource instanceof Claim claim) {
      payers.add(claim.getInsurer());
    } else if (resource instanceof ClaimResponse response) {
      payers.add(response.getInsurer());
    } else if (resource instanceof ExplanationOfBenefit benefit) {
      payers.add(benefit.getInsurer());
    } else if (resource instanceof Coverage coverage) {
      payers.addAll(coverage.getPayor());
    }
    for (Reference payer : payers) {
      Set<String> found = names.of(payer);
      // a member may pay for itself
      if (!found.isEmpty() && !(resources.get(payer.getReference()) instanceof Patient)) {
        plan.addAll(found);
        involved.add(new Involved("plan", found));
      }
    }
  }

  private void organization(String reference, Organization organization) {
    Set<String> parts = parties(organization.getType());
    Set<String> found = names.of(reference, organization);
    if (parts.isEmpty()) {
      parts = plan.contains(reference) ? Set.of("plan") : Set.of("provider");
    }
    parts.forEach(part -> add(part, found));
    if (parts.contains("plan")) {
      plan.add(reference);
    }
  }

  private void role(String reference, PractitionerRole role) {
    Set<String> found = names.of(reference, role);
    found.addAll(names.of(role.getPractitioner()));
    Set<String> parts = parties(role.getCode());
    String employer = String.valueOf(role.getOrganization().getReference());
    boolean ofPlan =
        plan.contains(employer)
            || resources.get(employer) instanceof Organization organization
                && parties(organization.getType()).contains("plan");
    if (parts.isEmpty()) {
      parts = Set.of(ofPlan ? "plan-physician" : "provider");
    }
    parts.forEach(part -> add(part, found));
    if (!ofPlan && role.hasOrganization()) {
      add("group", names.of(role.getOrganization()));
    }
  }

  /** A person who has a role in the case has that part. */
  private void person(String reference, Practitioner person) {
    boolean inRole =
        resources.values().stream()
            .anyMatch(
                each ->
                    each instanceof PractitionerRole role
                        && resources.get(role.getPractitioner().getReference()) == person);
    if (!inRole) {
      add("provider", names.of(reference, person));
    }
  }

  private void other(String reference, Resource resource) {
    if (resource instanceof Patient) {
      add("member", names.of(reference, resource));
    } else if (resource instanceof RelatedPerson) {
      add("representative", names.of(reference, resource));
    } else if (resource instanceof Location location) {
      add("facility", names.of(reference, location));
      add("facility", names.of(location.getManagingOrganization()));
    } else if (resource instanceof Claim claim) {
      add("facility", names.of(claim.getFacility()));
      add("provider", names.of(claim.getProvider()));
      claim.getCareTeam().forEach(each -> add("provider", names.of(each.getProvider())));
    } else if (resource instanceof ServiceRequest request) {
      add("provider", names.of(request.getRequester()));
    } else if (resource instanceof Encounter encounter) {
      add("facility", names.of(encounter.getServiceProvider()));
    } else if (resource instanceof Medication medication) {
      add("manufacturer", names.of(medication.getManufacturer()));
    } else if (resource instanceof Device device) {
      add("manufacturer", names.of(new Reference().setDisplay(device.getManufacturer())));
    }
  }

  private void add(String part, Set<String> found) {
    if (!found.isEmpty() && !OTHERS.contains(part)) {
      involved.add(new Involved(part, found));
    }
  }

  private static boolean reviews(Resource resource) {
    return resource.getMeta().getTag(AccessMarks.WITHHELD, "reviewer-identity") != null;
  }

  private static Set<String> parties(List<CodeableConcept> concepts) {
    return concepts.stream()
        .map(CodeableConcept::getCoding)
        .flatMap(Collection::stream)
        .filter(coding -> PARTY.equals(coding.getSystem()))
        .map(Coding::getCode)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
