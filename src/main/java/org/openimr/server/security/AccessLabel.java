package org.openimr.server.security;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Meta;
import org.openimr.fhir.casefile.AccessMarks;

/**
 * The marks on a resource that say which organizations are party to it: {@code meta.tag} with
 * system {@value #SYSTEM} and the organization's id as code.
 *
 * <p>They are set by the server at write; what a client sends as such a mark is not stored.
 */
public final class AccessLabel {

  /** The system of the marks. */
  public static final String SYSTEM = "https://openimr.org/fhir/sid/access";

  private static final String PARTIES = AccessLabel.class.getName();

  private AccessLabel() {}

  /** The organizations that are party to a resource. */
  public static Set<String> of(IBaseResource resource) {
    return resource.getMeta().getTag().stream()
        .filter(tag -> SYSTEM.equals(tag.getSystem()))
        .map(tag -> tag.getCode())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Marks a new resource; what a client sends as a mark is taken off. */
  static void mark(IBaseResource resource, Set<String> organizations) {
    ((Meta) resource.getMeta()).getTag().removeIf(AccessMarks::ours);
    put(resource, organizations);
  }

  /** Gives a changed resource the marks that it had, and no others. */
  static void keep(IBaseResource before, IBaseResource after) {
    Meta meta = (Meta) after.getMeta();
    meta.getTag().removeIf(AccessMarks::ours);
    ((Meta) before.getMeta())
        .getTag().stream().filter(AccessMarks::ours).forEach(tag -> meta.addTag(tag.copy()));
  }

  /** Makes these organizations, and no others, party to a resource. */
  public static void put(IBaseResource resource, Set<String> organizations) {
    Meta meta = (Meta) resource.getMeta();
    meta.getTag().removeIf(tag -> SYSTEM.equals(tag.getSystem()));
    organizations.stream()
        .sorted()
        .forEach(organization -> meta.addTag(new Coding(SYSTEM, organization, null)));
  }

  /**
   * Names the parties of the case that a request writes to; all that the request stores from here
   * on is marked with them instead of with the caller's organization.
   */
  public static void parties(RequestDetails request, Set<String> organizations) {
    request.getUserData().put(PARTIES, Set.copyOf(organizations));
  }

  /** The parties named for a request; empty if none were. */
  @SuppressWarnings("unchecked")
  static Set<String> parties(RequestDetails request) {
    return (Set<String>) request.getUserData().getOrDefault(PARTIES, Set.of());
  }
}
