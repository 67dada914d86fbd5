package org.openimr.fhir.relation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.ClaimResponse;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** Under which names the plan of a case may be known to somebody else: identifiers and name. */
final class PayerNames {

  private static final int MOST = 6;
  private static final String PARTY = "https://openimr.org/fhir/CodeSystem/imr-party";

  private final Map<String, Resource> resources;
  private final Set<String> names = new TreeSet<>();

  private PayerNames(Map<String, Resource> resources) {
    this.resources = resources;
  }

  static Set<String> of(Map<String, Resource> resources) {
    PayerNames payers = new PayerNames(resources);
    resources.values().forEach(payers::look);
    return payers.names.stream().limit(MOST).collect(java.util.stream.Collectors.toSet());
  }

  private void look(Resource resource) {
    List<Reference> named = new ArrayList<>();
    if (resource instanceof Coverage coverage) {
      named.addAll(coverage.getPayor());
    } else if (resource instanceof Claim claim) {
      named.add(claim.getInsurer());
    } else if (resource instanceof ClaimResponse response) {
      named.add(response.getInsurer());
    } else if (resource instanceof Organization organization
        && organization.getType().stream().anyMatch(type -> type.hasCoding(PARTY, "plan"))) {
      add(organization);
    }
    named.forEach(this::add);
  }

  private void add(Reference reference) {
    if (resources.get(String.valueOf(reference.getReference()))
        instanceof Organization organization) {
      add(organization);
    }
    add(reference.getIdentifier());
  }

  private void add(Organization organization) {
    organization.getIdentifier().forEach(this::add);
    String name = Plain.name(organization.getName());
    if (!name.isEmpty()) {
      names.add("name|" + name);
    }
  }

  private void add(Identifier identifier) {
    if (identifier.getSystem() != null && identifier.getValue() != null) {
      names.add(identifier.getSystem() + "|" + Plain.number(identifier.getValue()));
    }
  }
}
