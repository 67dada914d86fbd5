package org.openimr.fhir.reviewer;

import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.CaseFile;

/** By what a case is named in what is attested about it: its reference and its numbers. */
public final class CaseNames {

  private CaseNames() {}

  /**
   * Names a case.
   *
   * @param task the case
   * @return its reference and its numbers
   */
  public static Set<String> of(Task task) {
    Set<String> names = new TreeSet<>();
    names.add(CaseFile.reference(task));
    task.getIdentifier().stream()
        .map(Identifier::getValue)
        .filter(v -> v != null)
        .forEach(names::add);
    return names;
  }
}
