package org.openimr.fhir.reviewer;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Practitioner.PractitionerQualificationComponent;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.core.reviewer.Candidate;
import org.openimr.core.reviewer.Credential;

/**
 * Reads who is named as reviewer: licenses and certifications from the qualifications of the
 * Practitioner, specialties and employers from this role and all others of the person.
 *
 * <p>Where a license holds stands in the extension of Da Vinci Plan-Net, else in the address of the
 * issuer.
 */
public final class CandidateReader {

  private static final String OWN = "https://openimr.org/fhir/CodeSystem/imr-qualification";
  private static final String LICENSE = "license";
  private static final String CERTIFICATION = "board-certification";
  private static final String PLAN_NET =
      "http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/practitioner-qualification";
  private static final String ORGANIZATION = "https://openimr.org/fhir/sid/organization|";

  private final Map<String, String> systems;
  private final String imro;
  private final LocalDate day;

  /**
   * Makes a reader.
   *
   * @param systems what the codes of a code system tell, by its url
   * @param imro the id of the review organization that assigns, which is no conflict
   * @param day the local date of the assignment
   */
  public CandidateReader(Map<String, String> systems, String imro, LocalDate day) {
    this.systems = Map.copyOf(systems);
    this.imro = imro;
    this.day = day;
  }

  /**
   * Reads a candidate.
   *
   * @param place the place in the request
   * @param role the role that was named
   * @param others the other roles of the person that are stored
   * @param resources what the roles refer to, by relative reference
   * @return the candidate
   */
  public Candidate read(
      int place,
      PractitionerRole role,
      List<PractitionerRole> others,
      Map<String, Resource> resources) {
    Names names = new Names(resources);
    Set<String> person = new TreeSet<>();
    Set<String> employers = new TreeSet<>();
    List<PractitionerRole> roles = new ArrayList<>(others);
    roles.add(0, role);
    for (PractitionerRole each : roles) {
      person.addAll(
          names.of(
              each.getIdElement().hasIdPart()
                  ? "PractitionerRole/" + each.getIdElement().getIdPart()
                  : null,
              each));
      person.addAll(names.of(each.getPractitioner()));
      Set<String> employer = names.of(each.getOrganization());
      if (!employer.contains(ORGANIZATION + imro)) {
        employers.addAll(employer);
      }
    }
    List<Credential> credentials = new ArrayList<>();
    Practitioner practitioner = person(role, resources);
    if (practitioner != null) {
      person.addAll(names.of(null, practitioner));
      practitioner
          .getQualification()
          .forEach(each -> add(each, practitioner, resources, credentials));
    }
    // two people may have one name
    person.removeIf(each -> each.startsWith("called|"));
    return new Candidate(
        place, person, employers, specialties(role), credentials, inForce(role, practitioner));
  }

  /**
   * Finds the person in a role.
   *
   * @param role a role
   * @param resources what it refers to
   * @return the person, contained in it or stored; null if there is none
   */
  public static Practitioner person(PractitionerRole role, Map<String, Resource> resources) {
    String reference = role.getPractitioner().getReference();
    if (reference == null) {
      return role.getPractitioner().getResource() instanceof Practitioner contained
          ? contained
          : null;
    }
    Resource found =
        reference.startsWith("#")
            ? role.getContained().stream()
                .filter(each -> reference.equals("#" + each.getId().replaceFirst("^#", "")))
                .findFirst()
                .orElse(null)
            : resources.get(reference);
    return found instanceof Practitioner practitioner ? practitioner : null;
  }

  /** The specialties of a role, of the NUCC taxonomy. */
  Set<String> specialties(PractitionerRole role) {
    return role.getSpecialty().stream()
        .map(this::specialty)
        .filter(each -> each != null)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private String specialty(CodeableConcept concept) {
    return concept.getCoding().stream()
        .filter(coding -> "specialty".equals(systems.get(String.valueOf(coding.getSystem()))))
        .map(Coding::getCode)
        .filter(code -> code != null)
        .findFirst()
        .orElse(null);
  }

  private boolean inForce(PractitionerRole role, Practitioner person) {
    return (!role.hasActive() || role.getActive())
        && (person == null || !person.hasActive() || person.getActive())
        && (!role.hasPeriod() || within(role.getPeriod()));
  }

  private boolean within(Period period) {
    LocalDate from = day(period.getStartElement(), false);
    LocalDate until = day(period.getEndElement(), true);
    return (from == null || !day.isBefore(from)) && (until == null || !day.isAfter(until));
  }

  private void add(
      PractitionerQualificationComponent qualification,
      Practitioner person,
      Map<String, Resource> resources,
      List<Credential> credentials) {
    String kind = kind(qualification);
    if (kind != null) {
      Extension told = qualification.getExtensionByUrl(PLAN_NET);
      credentials.add(
          new Credential(
              kind,
              jurisdiction(qualification, told, person, resources),
              specialty(qualification.getCode()),
              day(qualification.getPeriod().getStartElement(), false),
              day(qualification.getPeriod().getEndElement(), true),
              active(told)));
    }
  }

  private String kind(PractitionerQualificationComponent qualification) {
    String kind = null;
    for (Coding coding : qualification.getCode().getCoding()) {
      String tells = systems.get(String.valueOf(coding.getSystem()));
      if (OWN.equals(coding.getSystem())) {
        return coding.getCode();
      } else if ("specialty".equals(tells)) {
        kind = CERTIFICATION;
      } else if (LICENSE.equals(tells) && qualification.hasIdentifier() && kind == null) {
        kind = LICENSE;
      }
    }
    return kind;
  }

  private static boolean active(Extension told) {
    Extension status = told == null ? null : told.getExtensionByUrl("status");
    return status == null
        || status.getValue() == null
        || "active".equals(status.getValue().primitiveValue());
  }

  private static String jurisdiction(
      PractitionerQualificationComponent qualification,
      Extension told,
      Practitioner person,
      Map<String, Resource> resources) {
    Extension where = told == null ? null : told.getExtensionByUrl("whereValid");
    if (where != null && where.getValue() instanceof CodeableConcept place && place.hasCoding()) {
      return state(place.getCodingFirstRep().getCode());
    }
    Organization issuer = organization(qualification.getIssuer(), person, resources);
    return issuer == null
        ? null
        : issuer.getAddress().stream()
            .map(each -> state(each.getState()))
            .filter(each -> each != null)
            .findFirst()
            .orElse(null);
  }

  private static Organization organization(
      Reference reference, Practitioner person, Map<String, Resource> resources) {
    String text = String.valueOf(reference.getReference());
    Resource found =
        text.startsWith("#")
            ? person.getContained().stream()
                .filter(each -> text.equals("#" + each.getId().replaceFirst("^#", "")))
                .findFirst()
                .orElse(null)
            : resources.get(text);
    return found instanceof Organization organization ? organization : null;
  }

  private static String state(String code) {
    return code == null ? null : code.contains("-") ? code : "US-" + code;
  }

  /** The first or last day that a time may mean. */
  private static LocalDate day(BaseDateTimeType time, boolean last) {
    if (time == null || !time.hasValue()) {
      return null;
    }
    String text = time.getValueAsString();
    if (text.length() >= 10) {
      return LocalDate.parse(text.substring(0, 10));
    }
    LocalDate first = LocalDate.parse(text.length() == 4 ? text + "-01-01" : text + "-01");
    return !last
        ? first
        : text.length() == 4 ? first.plusYears(1).minusDays(1) : first.plusMonths(1).minusDays(1);
  }
}
