package org.openimr.fhir.reviewer;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.PositiveIntType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;

/**
 * The part of one reviewer in a review: who has which seat, and what was attested. It is the review
 * organization's own; no Provenance names it, and nobody else sees it.
 */
public final class Seat {

  /** The code of such Tasks. */
  public static final String CODE = "imr-seat";

  /** Of what it is withheld as. */
  public static final String WITHHELD = "reviewer-identity";

  private Seat() {}

  /**
   * Names a seat.
   *
   * @param caseTask the case
   * @param organization the id of the review organization
   * @param number the number of the seat, from 1
   * @return its relative reference
   */
  public static String address(Task caseTask, String organization, int number) {
    String name = CODE + "|" + CaseFile.reference(caseTask) + "|" + organization + "|" + number;
    return "Task/" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Fills a seat.
   *
   * @param before the seat as stored, or null
   * @param caseTask the case
   * @param organization the id of the review organization
   * @param number the number of the seat
   * @param reviewer the role of the reviewer
   * @param attestation what the reviewer attests
   * @param now when
   * @return the seat
   */
  public static Task filled(
      Task before,
      Task caseTask,
      String organization,
      int number,
      Reference reviewer,
      Reference attestation,
      DateTimeType now) {
    Task seat = before == null ? new Task() : before.copy();
    seat.setId(address(caseTask, organization, number));
    if (before == null) {
      seat.getMeta().addTag(new Coding(AccessMarks.PARTY, organization, null));
      AccessMarks.withhold(seat, WITHHELD);
      seat.setAuthoredOnElement(now.copy());
    }
    seat.setStatus(TaskStatus.INPROGRESS);
    seat.setIntent(Task.TaskIntent.ORDER);
    seat.setPriorityElement(caseTask.getPriorityElement().copy());
    seat.setCode(ReviewTask.concept("imr-task-type", CODE));
    seat.setFocus(new Reference(CaseFile.reference(caseTask)));
    seat.setOwner(reviewer.copy().setDisplay(null));
    seat.setLastModifiedElement(now.copy());
    seat.getInput().clear();
    seat.addInput()
        .setType(ReviewTask.concept("imr-review-input", "number"))
        .setValue(new PositiveIntType(number));
    seat.addInput()
        .setType(ReviewTask.concept("imr-review-input", "attestation"))
        .setValue(attestation.copy().setDisplay(null));
    return seat;
  }

  /** Leaves a seat empty: who had it does not review any more. */
  public static Task left(Task before, DateTimeType now) {
    Task seat = before.copy();
    seat.setStatus(TaskStatus.CANCELLED);
    seat.setLastModifiedElement(now.copy());
    return seat;
  }

  /** Whether a Task is a seat that somebody has. */
  public static boolean taken(Task task) {
    return ReviewTask.is(task, CODE)
        && task.getStatus() != TaskStatus.CANCELLED
        && task.getMeta().getTag(AccessMarks.WITHHELD, WITHHELD) != null;
  }
}
