package org.openimr.fhir.casefile;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Resource;

/**
 * The organizations that are party to a new case, by the ids under which they call.
 *
 * @param all everyone
 * @param trusted those that may see what is privileged: submitter, plan, reviewer and department
 */
public record CaseOrganizations(Set<String> all, Set<String> trusted) {

  /** System of the ids. */
  public static final String ID = "https://openimr.org/fhir/sid/organization";

  private static final Set<String> TRUSTED = Set.of("plan", "imro", "department");

  /** The submitter, and every organization among the resources that has an id of its own here. */
  public static CaseOrganizations of(String submitter, Collection<Resource> resources) {
    Set<String> all = new TreeSet<>(Set.of(submitter));
    Set<String> trusted = new TreeSet<>(Set.of(submitter));
    for (Resource resource : resources) {
      if (resource instanceof Organization organization) {
        all.addAll(ids(organization));
        if (organization.getType().stream()
            .flatMap(type -> type.getCoding().stream())
            .anyMatch(coding -> TRUSTED.contains(String.valueOf(coding.getCode())))) {
          trusted.addAll(ids(organization));
        }
      }
    }
    return new CaseOrganizations(all, trusted);
  }

  private static Set<String> ids(Organization organization) {
    Set<String> ids = new TreeSet<>();
    for (Identifier identifier : organization.getIdentifier()) {
      if (ID.equals(identifier.getSystem()) && identifier.getValue() != null) {
        ids.add(identifier.getValue());
      }
    }
    return ids;
  }
}
