package org.openimr.fhir.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.Group.GroupCharacteristicComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;

/**
 * Reads which cases a Group stands for: those of its members, if it has any, and those that have
 * all its characteristics.
 */
public final class GroupReader {

  /** The code system of what a Group may go by. */
  public static final String SYSTEM =
      "https://openimr.org/fhir/CodeSystem/imr-group-characteristic";

  private static final String ORGANIZATION = "https://openimr.org/fhir/sid/organization";
  private static final int MOST = 10_000;
  private static final int MOST_CHARACTERISTICS = 50;
  private static final String NAME = "[A-Za-z0-9.-]{1,64}";

  private final Set<String> patients = new TreeSet<>();
  private final Set<String> policies = new TreeSet<>();
  private final Set<String> organizations = new TreeSet<>();
  private final List<Problem> problems = new ArrayList<>();

  private GroupReader() {}

  /**
   * Reads a Group.
   *
   * @param group the Group as stored
   * @return the cases that it stands for
   * @throws UnreadableResourceException naming all that cannot be told of cases
   */
  public static ExportScope read(Group group) {
    GroupReader reader = new GroupReader();
    if (group.getMember().size() > MOST
        || group.getCharacteristic().size() > MOST_CHARACTERISTICS) {
      reader.problem(
          "Group",
          "At most "
              + MOST
              + " members and "
              + MOST_CHARACTERISTICS
              + " characteristics are read; several Groups are exported one by one.");
      throw new UnreadableResourceException(reader.problems);
    }
    for (int i = 0; i < group.getMember().size(); i++) {
      if (!group.getMember().get(i).getInactive()) {
        reader.member(group.getMember().get(i).getEntity(), "Group.member[" + i + "].entity");
      }
    }
    for (int i = 0; i < group.getCharacteristic().size(); i++) {
      reader.characteristic(group.getCharacteristic().get(i), "Group.characteristic[" + i + "]");
    }
    if (reader.problems.isEmpty()
        && reader.patients.isEmpty()
        && reader.policies.isEmpty()
        && reader.organizations.isEmpty()) {
      reader.problem(
          "Group", "The Group has no active member and no characteristic; it stands for no case.");
    }
    if (!reader.problems.isEmpty()) {
      throw new UnreadableResourceException(reader.problems);
    }
    return new ExportScope(true, reader.patients, reader.policies, reader.organizations);
  }

  private void member(Reference entity, String place) {
    String reference = String.valueOf(entity.getReference());
    if (reference.matches("Patient/" + NAME)) {
      patients.add(reference.substring("Patient/".length()));
    } else {
      problem(place, "The member is no reference such as Patient/1.");
    }
  }

  private void characteristic(GroupCharacteristicComponent each, String place) {
    if (each.getExclude()) {
      problem(
          place + ".exclude", "What a Group leaves out is not exported by; false was expected.");
    }
    String code =
        each.getCode().getCoding().stream()
            .filter(coding -> SYSTEM.equals(coding.getSystem()))
            .map(Coding::getCode)
            .findFirst()
            .orElse("");
    String value =
        switch (code) {
          case "policy" -> policy(each.getValue());
          case "organization" -> organization(each.getValue());
          default -> "";
        };
    if (!Set.of("policy", "organization").contains(code)) {
      problem(place + ".code", "A Group goes by policy or organization, codes of " + SYSTEM + ".");
    } else if (value == null || !value.matches(NAME)) {
      problem(
          place + ".value",
          code.equals("policy")
              ? "A CodeableConcept with the code of a policy, such as dmhc-imr-vchcp, was expected."
              : "A Reference with an identifier of " + ORGANIZATION + " was expected.");
    } else {
      (code.equals("policy") ? policies : organizations).add(value);
    }
  }

  private static String policy(Type value) {
    return value instanceof CodeableConcept concept ? concept.getCodingFirstRep().getCode() : null;
  }

  private static String organization(Type value) {
    return value instanceof Reference reference
            && ORGANIZATION.equals(reference.getIdentifier().getSystem())
        ? reference.getIdentifier().getValue()
        : null;
  }

  private void problem(String place, String text) {
    problems.add(new Problem("business-rule", place, text));
  }
}
