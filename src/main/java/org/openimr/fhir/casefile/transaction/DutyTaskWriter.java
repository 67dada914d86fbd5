package org.openimr.fhir.casefile.transaction;

import java.time.ZoneId;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.deadline.Deadline;
import org.openimr.core.deadline.DutyStatus;
import org.openimr.fhir.TimeText;
import org.openimr.fhir.casefile.PartyReferences;

/**
 * Writes a duty, or a right, as a Task of its own: what is owed, by whom, by when, under which
 * rule.
 *
 * <p>It is an index for work lists; the truth is worked out anew each time.
 */
final class DutyTaskWriter {

  private static final String BASE = "https://openimr.org/fhir/";

  private final Task caseTask;
  private final Reference caseReference;
  private final PartyReferences parties;

  /**
   * Prepares the duties of a case.
   *
   * @param caseTask the case
   * @param caseReference a reference to it
   * @param parties who stands for whom
   */
  DutyTaskWriter(Task caseTask, Reference caseReference, PartyReferences parties) {
    this.caseTask = caseTask;
    this.caseReference = caseReference;
    this.parties = parties;
  }

  Task write(Deadline deadline, DateTimeType now) {
    ZoneId zone = deadline.days().zone();
    Task duty = new Task();
    duty.getMeta().addProfile(BASE + "StructureDefinition/imr-duty");
    duty.addExtension(
        BASE + "StructureDefinition/imr-duty-rule",
        new CodeType(deadline.governing().rule().value()));
    duty.addExtension(
        BASE + "StructureDefinition/imr-duty-citation",
        new StringType(deadline.governing().citation().text()));
    duty.setInstantiatesUri(caseTask.getInstantiatesUri());
    duty.addPartOf(caseReference.copy());
    duty.setStatus(status(deadline.status()));
    duty.setBusinessStatus(concept("imr-duty-status", deadline.status().code()));
    duty.setIntent(Task.TaskIntent.ORDER);
    duty.setPriorityElement(caseTask.getPriorityElement());
    duty.setCode(
        concept("imr-task-type", "imr-duty")
            .addCoding(
                new Coding(BASE + "CodeSystem/imr-milestone", deadline.milestone().code(), null)));
    duty.setDescription(deadline.milestone().title());
    duty.setFor(caseTask.getFor().copy());
    duty.setAuthoredOnElement(now.copy());
    duty.setLastModifiedElement(now.copy());
    duty.addPerformerType(concept("imr-party", deadline.owedBy()));
    duty.setOwner(parties.of(deadline.owedBy()));
    if (deadline.start() != null) {
      duty.getExecutionPeriod().setStartElement(TimeText.write(deadline.start(), zone));
    }
    if (deadline.met() != null && !deadline.met().isBefore(deadline.start())) {
      duty.getExecutionPeriod().setEndElement(TimeText.write(deadline.met(), zone));
    }
    if (deadline.due() != null) {
      duty.getRestriction().getPeriod().setEndElement(TimeText.write(deadline.due(), zone));
    }
    return duty;
  }

  private static Task.TaskStatus status(DutyStatus status) {
    return switch (status) {
      case NOT_STARTED, UNDETERMINED -> Task.TaskStatus.REQUESTED;
      case RUNNING, OVERDUE -> Task.TaskStatus.INPROGRESS;
      case MET, MET_LATE -> Task.TaskStatus.COMPLETED;
      case LAPSED, ENDED -> Task.TaskStatus.CANCELLED;
    };
  }

  static CodeableConcept concept(String system, String code) {
    return new CodeableConcept(new Coding(BASE + "CodeSystem/" + system, code, null));
  }
}
