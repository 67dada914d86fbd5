package org.openimr.fhir.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.sensitivity.ConfidentialAddress;

/**
 * Name, address and numbers of a party, as far as the resources of the case tell them.
 *
 * <p>A member who asked to be reached at one place and no other is reached there alone.
 */
public final class Correspondent {

  private final Map<String, Resource> resources;
  private final Task caseTask;

  /**
   * Looks at a case.
   *
   * @param caseTask the case
   * @param resources what belongs to it, by the reference that names each
   */
  public Correspondent(Task caseTask, Map<String, Resource> resources) {
    this.caseTask = caseTask;
    this.resources = resources;
  }

  /** The name and then the address, a line each; empty if nobody is named. */
  List<String> lines(Reference party) {
    List<String> lines = new ArrayList<>(name(party));
    if (!lines.isEmpty()) {
      lines.addAll(address(resources.get(party.getReference())));
    }
    return lines;
  }

  /**
   * Returns the name.
   *
   * @param party a reference to the party
   * @return the name; empty if nobody is named
   */
  public List<String> name(Reference party) {
    if (!party.hasReference()) {
      return List.of();
    }
    Resource resource = resources.get(party.getReference());
    String name = party.hasDisplay() ? party.getDisplay() : name(resource);
    return name == null || name.isBlank() ? List.of() : List.of(oneLine(name));
  }

  private String name(Resource resource) {
    if (resource instanceof Organization organization) {
      return organization.getName();
    }
    if (resource instanceof PractitionerRole role) {
      List<String> person = name(role.getPractitioner());
      return person.isEmpty() ? String.join("", name(role.getOrganization())) : person.get(0);
    }
    List<HumanName> names = List.of();
    if (resource instanceof Practitioner practitioner) {
      names = practitioner.getName();
    } else if (resource instanceof Patient patient) {
      names = patient.getName();
    } else if (resource instanceof RelatedPerson person) {
      names = person.getName();
    }
    return names.isEmpty() ? null : names.get(0).getNameAsSingleString();
  }

  /**
   * Returns where letters go.
   *
   * @param party a reference to the party
   * @return the lines of the address; empty if none is known
   */
  public List<String> address(Reference party) {
    return address(resources.get(party.getReference()));
  }

  /**
   * Returns a number, or an address of electronic mail.
   *
   * @param party a reference to the party
   * @param system the kind, a code of {@code contact-point-system}
   * @return the first of that kind; null if none is known
   */
  public String contact(Reference party, String system) {
    Resource resource = resources.get(party.getReference());
    List<ContactPoint> all = new ArrayList<>();
    if (resource instanceof Patient patient) {
      ConfidentialAddress confidential = ConfidentialAddress.of(caseTask);
      all.addAll(confidential.empty() ? patient.getTelecom() : confidential.telecoms());
    } else if (resource instanceof Organization organization) {
      all.addAll(organization.getTelecom());
    } else if (resource instanceof Practitioner practitioner) {
      all.addAll(practitioner.getTelecom());
    } else if (resource instanceof RelatedPerson person) {
      all.addAll(person.getTelecom());
    } else if (resource instanceof PractitionerRole role) {
      all.addAll(role.getTelecom());
      if (resources.get(role.getPractitioner().getReference()) instanceof Practitioner person) {
        all.addAll(person.getTelecom());
      }
    }
    return all.stream()
        .filter(each -> each.hasSystem() && system.equals(each.getSystem().toCode()))
        .map(ContactPoint::getValue)
        .filter(Objects::nonNull)
        .map(Correspondent::oneLine)
        .findFirst()
        .orElse(null);
  }

  private List<String> address(Resource resource) {
    List<Address> addresses = List.of();
    if (resource instanceof Patient patient) {
      addresses = address(patient);
    } else if (resource instanceof Organization organization) {
      addresses = organization.getAddress();
    } else if (resource instanceof Practitioner practitioner) {
      addresses = practitioner.getAddress();
    } else if (resource instanceof RelatedPerson person) {
      addresses = person.getAddress();
    } else if (resource instanceof PractitionerRole role) {
      return address(resources.get(role.getPractitioner().getReference()));
    }
    return addresses.isEmpty() ? List.of() : lines(addresses.get(0));
  }

  /** Where the member wants to be reached and nowhere else, if the case keeps that. */
  private List<Address> address(Patient member) {
    ConfidentialAddress confidential = ConfidentialAddress.of(caseTask);
    return confidential.empty() ? member.getAddress() : confidential.addresses();
  }

  private static List<String> lines(Address address) {
    List<String> lines = new ArrayList<>();
    address.getLine().forEach(line -> lines.add(oneLine(line.getValue())));
    String place =
        String.join(
            " ",
            List.of(
                address.hasCity() ? address.getCity() + "," : "",
                address.hasState() ? address.getState() : "",
                address.hasPostalCode() ? address.getPostalCode() : ""));
    lines.add(oneLine(place));
    lines.removeIf(String::isBlank);
    return lines;
  }

  private static String oneLine(String text) {
    return text == null ? "" : text.replaceAll("\\s+", " ").strip();
  }
}
