package org.openimr.fhir.packet;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.sensitivity.CaseSensitivity;
import org.openimr.fhir.sensitivity.ConfidentialAddress;
import org.openimr.fhir.sensitivity.SensitivityRules;

/** A copy of a case as a recipient gets it: labelled by what its resources say now. */
public final class LabelledFile {

  /** Who writes to the member, and the member. */
  private static final Set<String> KNOW_ADDRESS = Set.of("department", "member");

  private LabelledFile() {}

  /**
   * Labels a case.
   *
   * @param file the case as stored
   * @param rules by what sensitive information is recognized
   * @param recipient a code of {@code imr-packet-recipient}; whoever only reviews does not get the
   *     address at which the member is reached confidentially
   * @param on the day on which the packet is made
   * @return a copy
   */
  public static CaseFile of(CaseFile file, SensitivityRules rules, String recipient, LocalDate on) {
    Map<String, Resource> copies = new LinkedHashMap<>();
    Task task = file.task().copy();
    copies.put(CaseFile.reference(file.task()), task);
    file.byReference().forEach((reference, each) -> copies.put(reference, each.copy()));
    CaseSensitivity sensitivity = CaseSensitivity.of(rules, task, copies, on);
    copies.keySet().forEach(sensitivity::label);
    copies.remove(CaseFile.reference(file.task()));
    if (!KNOW_ADDRESS.contains(recipient)) {
      ConfidentialAddress.removeFrom(task);
      copies.values().forEach(ConfidentialAddress::removeFrom);
    }
    return new CaseFile(task, copies.values().stream().toList());
  }
}
