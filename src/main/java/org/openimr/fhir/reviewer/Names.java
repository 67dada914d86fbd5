package org.openimr.fhir.reviewer;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;

/**
 * Everything by which somebody is known: the reference to the resource, its identifiers, of a
 * person the name with the birth date, of an organization its name, and the same of what it is part
 * of.
 */
final class Names {

  private static final int MOST_PARENTS = 5;

  private final Map<String, Resource> resources;

  /** Looks among resources, by their relative references. */
  Names(Map<String, Resource> resources) {
    this.resources = resources;
  }

  /** The names of what a reference leads to, as far as it is there. */
  Set<String> of(Reference reference) {
    Set<String> names = new TreeSet<>();
    add(reference, names, 0);
    return names;
  }

  /** The names of a resource. */
  Set<String> of(String reference, Resource resource) {
    Set<String> names = new TreeSet<>();
    if (reference != null) {
      names.add(reference);
    }
    add(resource, names, 0);
    return names;
  }

  private void add(Reference reference, Set<String> names, int depth) {
    if (reference == null || depth > MOST_PARENTS) {
      return;
    }
    if (reference.hasIdentifier()) {
      number(reference.getIdentifier(), names);
    }
    if (reference.hasReference()) {
      names.add(reference.getReference());
      Resource found = resources.get(reference.getReference());
      if (found != null) {
        add(found, names, depth);
      }
    }
    if (reference.hasDisplay()) {
      names.add("called|" + plain(reference.getDisplay()));
    }
  }

  private void add(Resource resource, Set<String> names, int depth) {
    Property identifiers = resource.getNamedProperty("identifier");
    if (identifiers != null) {
      for (Base each : identifiers.getValues()) {
        number((Identifier) each, names);
      }
    }
    if (resource instanceof Practitioner practitioner) {
      person(practitioner.getName(), practitioner.getBirthDateElement().getValueAsString(), names);
    } else if (resource instanceof Patient patient) {
      person(patient.getName(), patient.getBirthDateElement().getValueAsString(), names);
    } else if (resource instanceof RelatedPerson relative) {
      person(relative.getName(), relative.getBirthDateElement().getValueAsString(), names);
    } else if (resource instanceof Organization organization) {
      if (organization.hasName()) {
        names.add("called|" + plain(organization.getName()));
      }
      add(organization.getPartOf(), names, depth + 1);
    }
  }

  private static void number(Identifier identifier, Set<String> names) {
    if (identifier.hasSystem() && identifier.hasValue()) {
      names.add(identifier.getSystem() + "|" + identifier.getValue());
    }
  }

  private static void person(List<HumanName> all, String birthDate, Set<String> names) {
    for (HumanName each : all) {
      if (birthDate != null && each.hasFamily() && each.hasGiven()) {
        names.add(
            "person|"
                + plain(each.getFamily() + " " + each.getGiven().get(0).getValue())
                + "|"
                + birthDate);
      }
    }
  }

  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .replaceAll("[^\\p{L}\\p{N}]+", " ")
        .strip()
        .toLowerCase(Locale.ROOT);
  }
}
