package org.openimr.fhir.reviewer;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.sensitivity.SecurityLabels;

/**
 * The review of a case by one organization: how far it is, and which qualifications its reviewers
 * have. All parties see it; it tells no name.
 *
 * @param task the review, a Task of profile {@code imr-review}
 */
public record ReviewTask(Task task) {

  /** The code of the profile. */
  public static final String CODE = "imr-review";

  private static final String SYSTEMS = "https://openimr.org/fhir/CodeSystem/";
  private static final String STAGE = SYSTEMS + "imr-review-stage";
  private static final String INPUT = SYSTEMS + "imr-review-input";
  private static final String PROFILE = "https://openimr.org/fhir/StructureDefinition/imr-review";

  /**
   * Finds the review of a case.
   *
   * @param file the case with all that belongs to it
   * @return the review; empty if there is none
   */
  public static Optional<ReviewTask> of(CaseFile file) {
    return file.resources().stream()
        .filter(Task.class::isInstance)
        .map(Task.class::cast)
        .filter(task -> is(task, CODE))
        .findFirst()
        .map(ReviewTask::new);
  }

  static boolean is(Task task, String code) {
    return task.getCode().hasCoding(SYSTEMS + "imr-task-type", code);
  }

  /**
   * Makes the review of a case, which nobody has yet. A case has one, named after it.
   *
   * @param caseTask the case
   * @param now when
   * @return a review that is not stored yet
   */
  public static ReviewTask made(Task caseTask, DateTimeType now) {
    Task task = new Task();
    String name = CODE + "|" + CaseFile.reference(caseTask);
    task.setId("Task/" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    task.getMeta().addProfile(PROFILE);
    SecurityLabels.copy(caseTask, task);
    task.addPartOf(new Reference(CaseFile.reference(caseTask)));
    task.setStatus(TaskStatus.REQUESTED);
    task.setIntent(Task.TaskIntent.ORDER);
    task.setPriorityElement(caseTask.getPriorityElement().copy());
    task.setCode(concept("imr-task-type", CODE));
    task.setFor(caseTask.getFor().copy());
    task.setAuthoredOnElement(now.copy());
    return new ReviewTask(task);
  }

  static CodeableConcept concept(String system, String code) {
    return new CodeableConcept(new Coding(SYSTEMS + system, code, null));
  }

  /** How many reviewers are assigned. */
  public int seats() {
    return qualifications().size();
  }

  /**
   * Returns the qualifications of the reviewers, without names.
   *
   * @return one for each seat, in the order of the seats from 1
   */
  public List<CodeableConcept> qualifications() {
    return task.getInput().stream()
        .filter(input -> input.getType().hasCoding(INPUT, "seat"))
        .map(input -> (CodeableConcept) input.getValue())
        .toList();
  }

  /**
   * Returns how far it is.
   *
   * @return a code of {@code imr-review-stage}; null if it does not say
   */
  public String stage() {
    return task.getBusinessStatus().getCoding().stream()
        .filter(coding -> STAGE.equals(coding.getSystem()))
        .map(Coding::getCode)
        .findFirst()
        .orElse(null);
  }

  /** The same review at another stage. */
  public ReviewTask at(String stage, TaskStatus status, DateTimeType now) {
    Task changed = task.copy();
    changed.setStatus(status);
    changed.setBusinessStatus(concept("imr-review-stage", stage));
    changed.setLastModifiedElement(now.copy());
    return new ReviewTask(changed);
  }

  /** The same review, done by an organization. */
  public ReviewTask by(Reference organization) {
    Task changed = task.copy();
    changed.setOwner(organization.copy());
    return new ReviewTask(changed);
  }

  /** The same review with other reviewers. */
  public ReviewTask with(List<CodeableConcept> qualifications) {
    Task changed = task.copy();
    changed.getInput().removeIf(input -> input.getType().hasCoding(INPUT, "seat"));
    qualifications.forEach(
        each -> changed.addInput().setType(concept("imr-review-input", "seat")).setValue(each));
    return new ReviewTask(changed);
  }

  /** The same review with a note of the organization. */
  public ReviewTask noted(String note, String author, DateTimeType now) {
    if (note == null) {
      return this;
    }
    Task changed = task.copy();
    changed
        .addNote()
        .setText(note)
        .setAuthor(new StringType(author))
        .setTime(java.util.Date.from(now.getValue().toInstant()));
    return new ReviewTask(changed);
  }
}
