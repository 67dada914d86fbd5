package org.openimr.fhir.casefile.transaction;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.deadline.Deadline;
import org.openimr.core.deadline.DutyStatus;
import org.openimr.core.lifecycle.StateMachine;
import org.openimr.fhir.TimeText;
import org.openimr.fhir.casefile.PartyReferences;

/**
 * Writes into a case Task what the server says: the policy bound, the stage, the urgency, who must
 * act next and by when.
 */
public final class CaseTaskWriter {

  private static final String STRUCTURE = "https://openimr.org/fhir/StructureDefinition/";

  private CaseTaskWriter() {}

  /**
   * Writes what is bound once.
   *
   * @param task the case
   * @param policy the canonical of the policy, {@code url|version}
   * @param assumedText the date of the text held, if the case was opened before it; or null
   */
  static void bind(Task task, String policy, LocalDate assumedText) {
    profile(task, STRUCTURE + "imr-case");
    task.setInstantiatesUri(policy);
    task.getExtension().removeIf(each -> each.getUrl().equals(STRUCTURE + "imr-assumed-text"));
    if (assumedText != null) {
      task.addExtension(STRUCTURE + "imr-assumed-text", new DateType(assumedText.toString()));
    }
  }

  /**
   * Writes what is concluded.
   *
   * @param task the case
   * @param assessment what is concluded
   * @param status the status that the case is in
   * @param parties who stands for whom
   * @param now the time of writing
   */
  static void conclude(
      Task task,
      CaseAssessment assessment,
      StateMachine.Status status,
      PartyReferences parties,
      DateTimeType now) {
    task.setBusinessStatus(DutyTaskWriter.concept("imr-business-status", status.code()));
    task.setStatus(status.ends() ? Task.TaskStatus.COMPLETED : Task.TaskStatus.INPROGRESS);
    Object urgency = assessment.situation().facts().value("urgency");
    if (urgency != null) {
      task.setPriority(
          urgency.equals("expedited") ? Task.TaskPriority.URGENT : Task.TaskPriority.ROUTINE);
    }
    next(task, assessment.deadlines(), status, parties);
    task.setLastModifiedElement(now.copy());
    if (!task.hasAuthoredOn()) {
      task.setAuthoredOnElement(now.copy());
    }
  }

  private static void next(
      Task task, List<Deadline> deadlines, StateMachine.Status status, PartyReferences parties) {
    task.setOwner(parties.of(status.owner()));
    task.getRestriction().getPeriod().setEnd(null);
    Optional<Deadline> next = nearest(deadlines, false).or(() -> nearest(deadlines, true));
    if (next.isPresent()) {
      Deadline deadline = next.get();
      ZoneId zone = deadline.days().zone();
      task.setOwner(parties.of(deadline.owedBy()));
      task.getRestriction().getPeriod().setEndElement(TimeText.write(deadline.due(), zone));
    }
  }

  private static Optional<Deadline> nearest(List<Deadline> deadlines, boolean right) {
    return deadlines.stream()
        .filter(each -> each.due() != null && each.milestone().right() == right)
        .filter(each -> each.status() == DutyStatus.RUNNING || each.status() == DutyStatus.OVERDUE)
        .min(Comparator.comparingLong(each -> each.due().epochMilli()));
  }

  /** Lets a resource claim a profile, once. */
  public static void profile(org.hl7.fhir.r4.model.Resource resource, String profile) {
    if (resource.getMeta().getProfile().stream().noneMatch(p -> profile.equals(p.getValue()))) {
      resource.getMeta().addProfile(profile);
    }
  }
}
