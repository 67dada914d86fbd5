package org.openimr.fhir.casefile;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Task;

/**
 * The stored duties of a case, each of which stands for one deadline: that of its milestone with
 * the same start, else the oldest of its milestone.
 */
final class DutyTasks {

  private static final String PROFILE = "https://openimr.org/fhir/StructureDefinition/imr-duty";
  private static final String MILESTONE = "https://openimr.org/fhir/CodeSystem/imr-milestone";

  private final List<Task> free = new ArrayList<>();

  private DutyTasks() {}

  /** The duties of a case, oldest first. */
  static DutyTasks of(CaseFile file) {
    DutyTasks duties = new DutyTasks();
    file.resources().stream()
        .filter(each -> each instanceof Task task && task.getMeta().hasProfile(PROFILE))
        .map(Task.class::cast)
        .sorted(
            Comparator.comparing(
                each -> each.getExecutionPeriod().getStartElement().asStringValue() + ""))
        .forEach(duties.free::add);
    return duties;
  }

  /** Takes the stored duty for which another stands now; null if there is none. */
  Task take(Task duty) {
    String milestone = milestone(duty);
    Task found = null;
    for (Task each : free) {
      boolean same = milestone.equals(milestone(each));
      if (same && start(each).equals(start(duty))) {
        found = each;
        break;
      }
      if (same && found == null) {
        found = each;
      }
    }
    free.remove(found);
    return found;
  }

  /** Gives a duty the name of the stored one; says whether anything else has changed. */
  static boolean changed(Task before, Task duty) {
    DateTimeType now = duty.getLastModifiedElement().copy();
    duty.setId(before.getIdElement().toUnqualifiedVersionless());
    duty.setMeta(before.getMeta().copy());
    duty.setAuthoredOnElement(before.getAuthoredOnElement().copy());
    duty.setLastModifiedElement(before.getLastModifiedElement().copy());
    boolean same = text(duty).equals(text(before));
    duty.setLastModifiedElement(now);
    return !same;
  }

  // as stored, where an empty element is none
  private static String text(Task duty) {
    return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(duty);
  }

  /** Ends the duties that nothing asks for any more; those that had ended before stay. */
  List<Task> left(DateTimeType now) {
    List<Task> ended = new ArrayList<>();
    for (Task each : free) {
      if (each.getStatus() != Task.TaskStatus.CANCELLED) {
        Task duty = each.copy();
        duty.setId(each.getIdElement().toUnqualifiedVersionless());
        duty.setStatus(Task.TaskStatus.CANCELLED);
        duty.setBusinessStatus(DutyTaskWriter.concept("imr-duty-status", "ended"));
        duty.getStatusReason().setText("What is known of the case now does not ask for it.");
        duty.setLastModifiedElement(now.copy());
        ended.add(duty);
      }
    }
    return ended;
  }

  private static String start(Task duty) {
    return duty.getExecutionPeriod().getStartElement().asStringValue() + "";
  }

  private static String milestone(Task duty) {
    return duty.getCode().getCoding().stream()
        .filter(coding -> MILESTONE.equals(coding.getSystem()))
        .map(Coding::getCode)
        .findFirst()
        .orElse("");
  }
}
