package org.openimr.fhir.casefile.transaction;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.CaseFile;

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

  /**
   * Takes the stored duties for which others stand now: first those that start at the same time, so
   * that an older one that is told late takes none of them.
   *
   * @return by duty the stored one; none for a new duty
   */
  Map<Task, Task> take(List<Task> duties) {
    Map<Task, Task> taken = new IdentityHashMap<>();
    for (Task duty : duties) {
      take(taken, duty, each -> start(each).equals(start(duty)));
    }
    for (Task duty : duties) {
      if (!taken.containsKey(duty)) {
        take(taken, duty, each -> true);
      }
    }
    return taken;
  }

  private void take(Map<Task, Task> taken, Task duty, Predicate<Task> fits) {
    String milestone = milestone(duty);
    for (Task each : free) {
      if (milestone.equals(milestone(each)) && fits.test(each)) {
        taken.put(duty, each);
        free.remove(each);
        return;
      }
    }
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
