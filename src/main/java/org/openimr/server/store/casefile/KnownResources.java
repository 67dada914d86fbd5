package org.openimr.server.store.casefile;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.util.FhirTerser;
import ca.uhn.fhir.util.ResourceReferenceInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.AccessMarks;

/**
 * The members, organizations and practitioners of a submission that its organization has sent
 * before: they are used as they are if nothing changed, else stored as a new version.
 */
final class KnownResources {

  private final DaoRegistry resources;
  private final KnownIdentities identities;
  private final String organization;
  private final Bundle transaction;
  private final List<Resource> unchanged = new ArrayList<>();
  private final Map<Resource, Map<String, String>> toRemember = new java.util.IdentityHashMap<>();

  KnownResources(
      DaoRegistry resources, KnownIdentities identities, String organization, Bundle transaction) {
    this.resources = resources;
    this.identities = identities;
    this.organization = organization;
    this.transaction = transaction;
  }

  /** Lets the transaction use what is stored already, wherever one of these entries is meant. */
  void reuse(List<String> shared) {
    Set<String> names = new HashSet<>(shared);
    Map<String, String> replaced = new HashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (BundleEntryComponent entry : List.copyOf(transaction.getEntry())) {
      if (names.contains(entry.getFullUrl())) {
        reuse(entry, replaced, problems);
      }
    }
    if (!problems.isEmpty()) {
      throw new UnreadableResourceException(problems);
    }
    if (!replaced.isEmpty()) {
      rename(replaced);
    }
  }

  private void reuse(
      BundleEntryComponent entry, Map<String, String> replaced, List<Problem> problems) {
    Resource sent = entry.getResource();
    Map<String, String> known = identities.find(organization, sent);
    Set<String> ids = new HashSet<>(known.values());
    toRemember.put(sent, known);
    if (ids.isEmpty()) {
      return;
    }
    if (ids.size() > 1) {
      problems.add(several(sent, ids));
      return;
    }
    IdType id = new IdType(sent.fhirType(), ids.iterator().next());
    Resource stored =
        (Resource) resources.getResourceDao(sent.fhirType()).read(id, new SystemRequestDetails());
    replaced.put(entry.getFullUrl(), id.getValue());
    Set<String> parties = AccessMarks.parties(stored);
    if (parties.containsAll(AccessMarks.parties(sent)) && same(stored, sent)) {
      transaction.getEntry().remove(entry);
      toRemember.remove(sent);
      unchanged.add(stored);
      return;
    }
    AccessMarks.add(sent, parties);
    sent.setId(id);
    entry.setFullUrl(null);
    entry.getRequest().setMethod(HTTPVerb.PUT).setUrl(id.getValue());
  }

  // who is one with whom is not settled by one submission: what was joined cannot be parted again
  private static Problem several(Resource sent, Set<String> ids) {
    return new Problem(
        "duplicate",
        "Bundle.entry.resource.ofType(" + sent.fhirType() + ").identifier",
        "The identifiers of one "
            + sent.fhirType()
            + " are those of several stored ones: "
            + ids.stream()
                .sorted()
                .map(id -> sent.fhirType() + "/" + id)
                .collect(Collectors.joining(", "))
            + ". The server does not join them. Send the identifiers of one of them alone.");
  }

  private static boolean same(Resource stored, Resource sent) {
    return bare(stored).equalsDeep(bare(sent));
  }

  private static Resource bare(Resource resource) {
    Resource bare = resource.copy();
    bare.setId((String) null);
    bare.setMeta(new Meta());
    return bare;
  }

  private void rename(Map<String, String> replaced) {
    FhirTerser terser = resources.getResourceDao("Task").getContext().newTerser();
    for (BundleEntryComponent entry : transaction.getEntry()) {
      for (ResourceReferenceInfo info : terser.getAllResourceReferences(entry.getResource())) {
        var reference = info.getResourceReference();
        String name = reference.getReferenceElement().getValue();
        if (replaced.containsKey(name)) {
          reference.setReference(replaced.get(name));
        }
      }
    }
  }

  /** What is used as it is stored. */
  List<Resource> unchanged() {
    return unchanged;
  }

  /** Remembers what was stored now. */
  void remember() {
    toRemember.forEach((resource, known) -> identities.remember(organization, resource, known));
  }
}
