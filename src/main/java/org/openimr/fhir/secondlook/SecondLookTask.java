package org.openimr.fhir.secondlook;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.openimr.fhir.casefile.AccessMarks;

/**
 * The second rating of one case: an organization's own. What the first rating was is written into
 * it only after the second one was given.
 *
 * @param task a Task with code {@code imr-second-look}
 */
public record SecondLookTask(Task task) {

  private static final String SYSTEMS = "https://openimr.org/fhir/CodeSystem/";
  private static final String CODE = "imr-second-look";
  private static final String OWN_WORK = "own-work";

  /**
   * Whose cases of which year are rated a second time.
   *
   * @param organization the id of the organization
   * @param reviewer who rated first: a name of the organization's own, or a PractitionerRole
   * @param year the year
   * @param kind a code of {@code imr-audited-kind}
   */
  public record Audit(String organization, String reviewer, int year, String kind) {}

  /**
   * Names the second rating of a case.
   *
   * @param audit whose cases, and of which year
   * @param caseReference the case
   * @return its relative reference
   */
  public static String address(Audit audit, String caseReference) {
    String name =
        String.join(
            "|",
            CODE,
            audit.organization(),
            audit.reviewer(),
            String.valueOf(audit.year()),
            caseReference);
    return "Task/" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  /** Asks for a second rating. */
  public static SecondLookTask made(Audit audit, String caseReference, DateTimeType now) {
    Task task = new Task();
    task.setId(address(audit, caseReference));
    task.getMeta().addTag(new Coding(AccessMarks.PARTY, audit.organization(), null));
    AccessMarks.withhold(task, OWN_WORK);
    task.setStatus(TaskStatus.REQUESTED);
    task.setIntent(Task.TaskIntent.ORDER);
    task.setCode(concept("imr-task-type", CODE));
    task.setFocus(new Reference(caseReference));
    task.setAuthoredOnElement(now.copy());
    task.setLastModifiedElement(now.copy());
    task.addInput()
        .setType(concept("imr-review-input", "reviewer"))
        .setValue(new StringType(audit.reviewer()));
    task.addInput()
        .setType(concept("imr-review-input", "year"))
        .setValue(new IntegerType(audit.year()));
    task.addInput()
        .setType(concept("imr-review-input", "kind"))
        .setValue(new CodeType(audit.kind()));
    return new SecondLookTask(task);
  }

  /** Whether a Task is one that the server made. */
  public static boolean is(Task task) {
    return task.getCode().hasCoding(SYSTEMS + "imr-task-type", CODE)
        && task.getMeta().getTag(AccessMarks.WITHHELD, OWN_WORK) != null;
  }

  /** The same with both ratings. */
  public SecondLookTask rated(String first, String second, DateTimeType now) {
    Task rated = task.copy();
    rated.setStatus(TaskStatus.COMPLETED);
    rated.setLastModifiedElement(now.copy());
    rated
        .addOutput()
        .setType(concept("imr-review-input", "first-rating"))
        .setValue(new CodeType(first));
    rated
        .addOutput()
        .setType(concept("imr-review-input", "second-rating"))
        .setValue(new CodeType(second));
    return new SecondLookTask(rated);
  }

  /** Whether the second rating was given. */
  public boolean rated() {
    return task.getStatus() == TaskStatus.COMPLETED;
  }

  /** Whether both ratings are alike. */
  public boolean agreed() {
    return rated() && output("first-rating").equals(output("second-rating"));
  }

  /** Who rated first. */
  public String reviewer() {
    return input("reviewer");
  }

  /** The kind of work, a code of {@code imr-audited-kind}. */
  public String kind() {
    return input("kind");
  }

  /** The year of which the case was drawn. */
  public int year() {
    return Integer.parseInt(input("year"));
  }

  private String input(String code) {
    return task.getInput().stream()
        .filter(each -> each.getType().hasCoding(SYSTEMS + "imr-review-input", code))
        .map(each -> each.getValue().primitiveValue())
        .findFirst()
        .orElse("");
  }

  private String output(String code) {
    return task.getOutput().stream()
        .filter(each -> each.getType().hasCoding(SYSTEMS + "imr-review-input", code))
        .map(each -> each.getValue().primitiveValue())
        .findFirst()
        .orElse("");
  }

  private static CodeableConcept concept(String system, String code) {
    return new CodeableConcept(new Coding(SYSTEMS + system, code, null));
  }
}
