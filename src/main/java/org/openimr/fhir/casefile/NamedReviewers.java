package org.openimr.fhir.casefile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.ElementWalk;

/**
 * Reviewers who are told of within another resource: contained in it, or named by a reference that
 * leads to no resource. They have no marks of their own by which they could be withheld, so that
 * they are masked: nobody sees them.
 *
 * @see ReviewerIdentity for those who are resources of their own
 */
final class NamedReviewers {

  private static final String REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
  private static final Set<String> PEOPLE = Set.of("Practitioner", "PractitionerRole");

  private final List<Resource> known;
  private final Resource resource;

  private NamedReviewers(Resource resource, List<Resource> known) {
    this.resource = resource;
    this.known = known;
  }

  /**
   * Masks them.
   *
   * @param resource a resource of a case that is not withheld itself
   * @param known the reviewers of the case who are resources of their own
   */
  static void mask(Resource resource, List<Resource> known) {
    new NamedReviewers(resource, known).mask();
  }

  private void mask() {
    List<Resource> contained =
        resource instanceof DomainResource domain ? domain.getContained() : new ArrayList<>();
    Set<String> within = within(contained);
    List<Resource> all = new ArrayList<>(known);
    contained.stream().filter(each -> within.contains(name(each))).forEach(all::add);
    Set<Identifier> numbers = new HashSet<>();
    Set<String> people = new HashSet<>();
    all.forEach(
        each -> {
          people.addAll(names(each));
          numbers.addAll(identifiers(each));
        });
    List<Reference> works = works();
    ElementWalk.visit(
        resource,
        "",
        (path, element) -> {
          if (element instanceof Reference reference
              && (within.contains(reference.getReference())
                  || !reference.hasReference()
                      && (told(reference, people, numbers)
                          || works.contains(reference) && person(reference)))) {
            mask(reference);
          }
        });
    contained.removeIf(each -> within.contains(name(each)));
  }

  /** The contained reviewers, by the references to them. */
  private Set<String> within(List<Resource> contained) {
    Set<String> within = new HashSet<>();
    Set<String> workers = new HashSet<>();
    works().forEach(worker -> workers.add(worker.getReference()));
    for (Resource each : contained) {
      boolean works = PEOPLE.contains(each.fhirType()) && workers.contains(name(each));
      if (works || each instanceof PractitionerRole role && reviews(role, contained)) {
        within.add(name(each));
        if (each instanceof PractitionerRole role) {
          within.add(String.valueOf(role.getPractitioner().getReference()));
        }
      }
    }
    within.removeIf(name -> !name.startsWith("#"));
    return within;
  }

  private static boolean reviews(PractitionerRole role, List<Resource> contained) {
    Resource employer =
        contained.stream()
            .filter(each -> name(each).equals(role.getOrganization().getReference()))
            .findFirst()
            .orElse(null);
    return ReviewerIdentity.reviews(role, employer);
  }

  private static String name(Resource contained) {
    return "#" + String.valueOf(contained.getIdElement().getIdPart()).replaceFirst("^#", "");
  }

  /** Who does a review, or wrote what came of it. */
  private List<Reference> works() {
    if (resource instanceof Task task && is(task.getCode(), "imr-review")) {
      return List.of(task.getOwner());
    }
    if (resource instanceof Composition composition
        && composition.getMeta().getProfile().stream()
            .anyMatch(each -> each.getValue().endsWith("/imr-determination"))) {
      List<Reference> authors = new ArrayList<>(composition.getAuthor());
      composition.getAttester().forEach(each -> authors.add(each.getParty()));
      return authors;
    }
    return List.of();
  }

  private static boolean is(CodeableConcept concept, String code) {
    return concept.getCoding().stream().map(Coding::getCode).anyMatch(code::equals);
  }

  private static boolean person(Reference reference) {
    return PEOPLE.contains(String.valueOf(reference.getType()));
  }

  private static boolean told(Reference reference, Set<String> people, Set<Identifier> numbers) {
    Identifier number = reference.getIdentifier();
    String said = " " + plain(String.valueOf(reference.getDisplay())) + " ";
    return reference.hasIdentifier()
            && numbers.stream()
                .anyMatch(
                    each ->
                        each.hasValue()
                            && each.getValue().equals(number.getValue())
                            && String.valueOf(each.getSystem())
                                .equals(String.valueOf(number.getSystem())))
        || people.stream().anyMatch(name -> said.contains(" " + name + " "));
  }

  /** How reviewers are called: given and family name, in both orders. */
  static List<String> names(Resource person) {
    List<String> names = new ArrayList<>();
    if (person instanceof Practitioner practitioner) {
      for (HumanName name : practitioner.getName()) {
        if (name.hasFamily()) {
          String given = name.hasGiven() ? name.getGiven().get(0).getValue() : "";
          names.add(plain(given + " " + name.getFamily()));
          names.add(plain(name.getFamily() + " " + given));
        } else if (name.hasText()) {
          names.add(plain(name.getText()));
        }
      }
    }
    names.removeIf(String::isEmpty);
    return names;
  }

  static List<Identifier> identifiers(Resource person) {
    if (person instanceof Practitioner practitioner) {
      return practitioner.getIdentifier();
    }
    return person instanceof PractitionerRole role ? role.getIdentifier() : List.of();
  }

  static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
  }

  private static void mask(Reference reference) {
    reference.setReference(null).setDisplay(null).setIdentifier(null);
    if (!reference.hasExtension(REASON)) {
      reference.addExtension(new Extension(REASON, new CodeType("masked")));
    }
  }
}
