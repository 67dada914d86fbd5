package org.openimr.fhir.casefile.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.PartyReferences;
import org.openimr.fhir.sensitivity.SecurityLabels;

/**
 * The duties of a stored case as they are concluded anew, beside those that are stored.
 *
 * @param changed stored duties that read otherwise now, or are owed no more
 * @param added duties that are not stored yet, with the marks and labels of their case
 */
record RenewedDuties(List<Task> changed, List<Task> added) {

  /** Compares what is concluded with what is stored. */
  static RenewedDuties of(
      CaseFile file,
      Task task,
      CaseAssessment assessment,
      PartyReferences parties,
      DateTimeType now) {
    DutyTaskWriter writer =
        new DutyTaskWriter(task, new Reference(CaseFile.reference(task)), parties);
    DutyTasks stored = DutyTasks.of(file);
    List<Task> duties =
        assessment.deadlines().stream().map(deadline -> writer.write(deadline, now)).toList();
    Map<Task, Task> taken = stored.take(duties);
    RenewedDuties renewed = new RenewedDuties(new ArrayList<>(), new ArrayList<>());
    for (Task duty : duties) {
      Task before = taken.get(duty);
      if (before == null) {
        AccessMarks.add(duty, AccessMarks.parties(task));
        SecurityLabels.copy(task, duty);
        renewed.added.add(duty);
      } else if (DutyTasks.changed(before, duty)) {
        renewed.changed.add(duty);
      }
    }
    renewed.changed.addAll(stored.left(now));
    return renewed;
  }
}
