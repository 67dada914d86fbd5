package org.openimr.fhir.casefile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.ElementWalk;

/**
 * What of a submission tells who reviews: the roles that people have as reviewers or within a
 * review organization, these people, and what they answer. It is marked so that nobody but the
 * review organization sees it, whoever sent it, and no reference says a name.
 *
 * <p>A person to whom care or claims refer, or another role, such as one who also treats the
 * member, is not withheld. What is written in a review says nothing of that.
 *
 * @see <a
 *     href="https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=HSC&sectionNum=1374.33">Health
 *     and Safety Code 1374.33</a>
 */
public final class ReviewerIdentity {

  private static final String PARTY = "https://openimr.org/fhir/CodeSystem/imr-party";

  /** Types that a reviewer writes, answers or works on. */
  private static final Set<String> PAPERS =
      Set.of(
          "Communication",
          "Composition",
          "DocumentReference",
          "Provenance",
          "QuestionnaireResponse",
          "Task");

  private final Map<String, Resource> resources;
  private final Set<String> names = new TreeSet<>();

  private ReviewerIdentity(Map<String, Resource> resources) {
    this.resources = resources;
  }

  /**
   * Marks it, and takes the names of reviewers off all references to it.
   *
   * @param resources what belongs to a case, by the reference that names each
   * @return the references to what was marked
   */
  public static Set<String> withhold(Map<String, Resource> resources) {
    return new ReviewerIdentity(resources).withhold();
  }

  private Set<String> withhold() {
    resources.forEach(
        (name, resource) -> {
          if (resource instanceof PractitionerRole role && reviews(role)) {
            names.add(name);
          }
        });
    if (names.isEmpty()) {
      resources.values().forEach(resource -> NamedReviewers.mask(resource, List.of()));
      return names;
    }
    Set<String> others = new HashSet<>();
    resources.forEach(
        (name, resource) -> {
          if (!names.contains(name) && !PAPERS.contains(resource.fhirType())) {
            references(resource).forEach(reference -> others.add(reference.getReference()));
          }
        });
    for (String role : List.copyOf(names)) {
      String person = ((PractitionerRole) resources.get(role)).getPractitioner().getReference();
      if (person != null && resources.containsKey(person) && !others.contains(person)) {
        names.add(person);
      }
    }
    resources.forEach(
        (name, resource) -> {
          if (resource instanceof QuestionnaireResponse answer
              && (named(answer.getAuthor()) || named(answer.getSource()))) {
            names.add(name);
          }
        });
    names.forEach(name -> AccessMarks.withhold(resources.get(name), "reviewer-identity"));
    resources.values().stream()
        .flatMap(resource -> references(resource).stream())
        .filter(this::named)
        .forEach(reference -> reference.setDisplay(null).setIdentifier(null));
    List<Resource> withheld = names.stream().map(resources::get).toList();
    resources.forEach(
        (name, resource) -> {
          if (!names.contains(name)) {
            NamedReviewers.mask(resource, withheld);
          }
        });
    return names;
  }

  private boolean reviews(PractitionerRole role) {
    return reviews(role, resources.get(String.valueOf(role.getOrganization().getReference())));
  }

  /** Whether a role is a reviewer's, by what it says or by its employer. */
  static boolean reviews(PractitionerRole role, Resource employer) {
    return has(role.getCode(), Set.of("imro-reviewer"))
        || employer instanceof Organization organization
            && has(organization.getType(), Set.of("imro"));
  }

  private static boolean has(List<CodeableConcept> concepts, Set<String> parties) {
    return concepts.stream()
        .map(CodeableConcept::getCoding)
        .flatMap(Collection::stream)
        .filter(coding -> PARTY.equals(coding.getSystem()))
        .map(Coding::getCode)
        .anyMatch(parties::contains);
  }

  private boolean named(Reference reference) {
    return reference.hasReference() && names.contains(reference.getReference());
  }

  private static List<Reference> references(Resource resource) {
    List<Reference> references = new ArrayList<>();
    ElementWalk.visit(
        resource,
        "",
        (path, element) -> {
          if (element instanceof Reference reference) {
            references.add(reference);
          }
        });
    return references;
  }
}
