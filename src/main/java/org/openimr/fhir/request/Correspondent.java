package org.openimr.fhir.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Address;
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

/** Name and address of a party, as far as the resources of the case tell them. */
final class Correspondent {

  private final Map<String, Resource> resources;
  private final Task caseTask;

  Correspondent(Task caseTask, Map<String, Resource> resources) {
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

  /** The name; empty if nobody is named. */
  List<String> name(Reference party) {
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

  private List<String> address(Resource resource) {
    List<Address> addresses = List.of();
    if (resource instanceof Patient patient) {
      addresses = address(patient);
    } else if (resource instanceof Organization organization) {
      addresses = organization.getAddress();
    } else if (resource instanceof Practitioner practitioner) {
      addresses = practitioner.getAddress();
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
