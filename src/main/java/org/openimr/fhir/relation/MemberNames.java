package org.openimr.fhir.relation;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;

/**
 * Under which names the member of a case may be known to somebody else: a member number within the
 * payer, or any number of a coverage with birth date and name.
 *
 * <p>The number of a subscriber is that of a family, so that it names nobody alone.
 */
final class MemberNames {

  private static final int MOST = 12;
  private static final String KIND = "http://terminology.hl7.org/CodeSystem/v2-0203";
  private static final Set<String> MEMBER_KINDS = Set.of("MB", "MA", "MC", "NIIP", "PHC");

  private MemberNames() {}

  static Set<String> of(Task task, Map<String, Resource> resources, Set<String> payers) {
    Set<String> names = new TreeSet<>();
    if (!(resources.get(String.valueOf(task.getFor().getReference())) instanceof Patient patient)) {
      return names;
    }
    Set<String> own = new TreeSet<>();
    patient.getIdentifier().stream()
        .filter(MemberNames::ofMember)
        .forEach(identifier -> add(own, identifier.getValue()));
    for (String payer : payers) {
      own.forEach(number -> names.add("number|" + payer + "|" + number));
    }
    Set<String> all = new TreeSet<>(own);
    for (Resource resource : resources.values()) {
      if (resource instanceof Coverage coverage) {
        add(all, coverage.getSubscriberId());
        coverage.getIdentifier().forEach(identifier -> add(all, identifier.getValue()));
      }
    }
    person(patient, all, names);
    return names;
  }

  private static boolean ofMember(Identifier identifier) {
    return !identifier.getType().hasCoding()
        || identifier.getType().getCoding().stream()
            .anyMatch(
                coding ->
                    KIND.equals(coding.getSystem()) && MEMBER_KINDS.contains(coding.getCode()));
  }

  private static void person(Patient patient, Set<String> numbers, Set<String> names) {
    if (patient.getBirthDate() == null) {
      return;
    }
    for (HumanName name : patient.getName()) {
      String given = name.hasGiven() ? name.getGiven().get(0).getValue() : "";
      String family = Plain.name(name.getFamily());
      if (!family.isEmpty() && !Plain.name(given).isEmpty()) {
        for (String number : numbers) {
          names.add(
              String.join(
                  "|",
                  "person",
                  number,
                  patient.getBirthDateElement().getValueAsString(),
                  family,
                  Plain.name(given)));
        }
      }
    }
  }

  private static void add(Set<String> numbers, String value) {
    String number = Plain.number(value);
    if (number.length() > 2 && numbers.size() < MOST) {
      numbers.add(number);
    }
  }
}
