package org.openimr.fhir.casefile;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Resource;

/**
 * The marks that the server puts on stored resources: which organizations are party to them, and
 * which one submitted them.
 */
public final class AccessMarks {

  /** System of the tags that name a party; the code is the id of the organization. */
  public static final String PARTY = "https://openimr.org/fhir/sid/access";

  /** System of the tag that names the submitter; the code is the id of the organization. */
  public static final String SUBMITTER = "https://openimr.org/fhir/sid/submitter";

  /** System of the tags on a Consent that name the roles of who stored or changed it. */
  public static final String GIVEN_BY = "https://openimr.org/fhir/sid/given-by";

  /** System of the tags that name who was party and is not any more; codes as for parties. */
  public static final String FORMER = "https://openimr.org/fhir/sid/access-ended";

  /** System of the tag that says that the case is closed. */
  public static final String STATE = "https://openimr.org/fhir/sid/case-state";

  /** The code of that tag. */
  public static final String CLOSED = "closed";

  /** The code, in the same system, of what the server wrote and nobody changes by a write. */
  public static final String FINAL = "final";

  /** System of the tags that say what is kept from all but a few. */
  public static final String WITHHELD = "https://openimr.org/fhir/sid/withheld";

  /** The code of what was sent by itself and is named by nothing. */
  public static final String OF_NO_CASE = "of-no-case";

  private static final Set<String> SYSTEMS =
      Set.of(PARTY, SUBMITTER, GIVEN_BY, FORMER, STATE, WITHHELD);

  private AccessMarks() {}

  /**
   * Says whether a tag is one of these marks.
   *
   * @param tag a tag
   * @return true if only the server may set it
   */
  public static boolean ours(Coding tag) {
    return tag.getSystem() != null && SYSTEMS.contains(tag.getSystem());
  }

  /**
   * Returns the parties to a resource.
   *
   * @param resource a stored resource
   * @return the ids of the organizations
   */
  public static Set<String> parties(Resource resource) {
    return resource.getMeta().getTag().stream()
        .filter(tag -> PARTY.equals(tag.getSystem()))
        .map(Coding::getCode)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Adds parties to a resource; those that it has stay.
   *
   * @param resource the resource
   * @param parties the ids of the organizations
   */
  public static void add(Resource resource, Set<String> parties) {
    Set<String> before = parties(resource);
    for (String party : new TreeSet<>(parties)) {
      if (!before.contains(party)) {
        resource.getMeta().addTag(new Coding(PARTY, party, null));
      }
    }
  }

  /**
   * Returns those who are party to everything in a file, what is privileged included.
   *
   * @param file the case
   * @return the ids of the organizations
   */
  public static Set<String> trusted(CaseFile file) {
    Set<String> trusted = parties(file.task());
    file.resources().forEach(resource -> trusted.retainAll(parties(resource)));
    return trusted;
  }

  /**
   * Returns who becomes party to a resource that joins a case: all who are party to the case, or,
   * if it is privileged, those who are trusted.
   *
   * @param resource the resource
   * @param file the case
   * @return the ids of the organizations
   */
  public static Set<String> partiesFor(Resource resource, CaseFile file) {
    return CaseDocuments.privileges(resource).isEmpty() ? parties(file.task()) : trusted(file);
  }

  /**
   * Marks who submitted a resource.
   *
   * @param resource the resource
   * @param organization the id of the organization
   */
  public static void submitter(Resource resource, String organization) {
    resource.getMeta().getTag().removeIf(tag -> SUBMITTER.equals(tag.getSystem()));
    resource.getMeta().addTag(new Coding(SUBMITTER, organization, null));
  }

  /**
   * Marks what somebody consents to with the role of who stored or changed it; roles that it was
   * marked with before stay.
   *
   * @param resource the resource; only a Consent is marked
   * @param role a code of {@code imr-party}
   */
  public static void givenBy(Resource resource, String role) {
    if (resource instanceof Consent && resource.getMeta().getTag(GIVEN_BY, role) == null) {
      resource.getMeta().addTag(new Coding(GIVEN_BY, role, null));
    }
  }

  /**
   * Marks a resource as withheld from all but a few.
   *
   * @param resource the resource
   * @param code the class, as the table of access names it
   */
  public static void withhold(Resource resource, String code) {
    if (resource.getMeta().getTag(WITHHELD, code) == null) {
      resource.getMeta().addTag(new Coding(WITHHELD, code, null));
    }
  }

  /**
   * Says whether a resource is marked as withheld from all but a few.
   *
   * @param resource the resource
   * @param code the class, as the table of access names it
   * @return true if it is
   */
  public static boolean withheld(Resource resource, String code) {
    return resource.getMeta().getTag(WITHHELD, code) != null;
  }

  /**
   * Marks a resource as one that operations alone change.
   *
   * @param resource the resource
   */
  public static void makeFinal(Resource resource) {
    if (resource.getMeta().getTag(STATE, FINAL) == null) {
      resource.getMeta().addTag(new Coding(STATE, FINAL, null));
    }
  }

  /**
   * Takes the marks off a copy that leaves the server.
   *
   * @param resource the copy
   */
  public static void remove(Resource resource) {
    resource.getMeta().getTag().removeIf(AccessMarks::ours);
  }
}
