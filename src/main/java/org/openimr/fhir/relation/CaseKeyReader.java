package org.openimr.fhir.relation;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.relation.CaseKeys;

/** Reads what a case is known by. */
public final class CaseKeyReader {

  private CaseKeyReader() {}

  /**
   * Reads the keys of a case.
   *
   * @param task the case
   * @param resources what belongs to it, by the reference that names each
   * @return its keys
   */
  public static CaseKeys read(Task task, Map<String, Resource> resources) {
    Set<String> payers = PayerNames.of(resources);
    Set<String> numbers = DisputeNumbers.of(task, resources.values());
    Set<String> denials = new TreeSet<>();
    for (String payer : payers) {
      numbers.forEach(number -> denials.add(payer + "|" + number));
    }
    return new CaseKeys(
        MemberNames.of(task, resources, payers),
        denials,
        numbers,
        DisputedServices.of(task, resources));
  }
}
