package org.openimr.fhir.casefile.transaction;

import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.transaction.EventTransaction.Recorder;
import org.openimr.fhir.review.WorkQuestion;

/**
 * The work of one organization on a case or a duty: who does it, in which queue, and what was
 * noted. It is the organization's own; the case does not tell of it, and no other party sees it.
 */
public final class WorkItem {

  /** If this is not so, another one was first. */
  private static final String NONE_YET = "W/\"0\"";

  /** System of the tag that names a queue. */
  public static final String QUEUE = "https://openimr.org/fhir/sid/queue";

  /**
   * System of the tag that names who does it; the code is the organization, a slash, the person.
   */
  public static final String ASSIGNED = "https://openimr.org/fhir/sid/assigned";

  private static final String OWN_WORK = "own-work";
  private static final String PROFILE = "https://openimr.org/fhir/StructureDefinition/imr-work";
  private static final String PERSON = "https://openimr.org/fhir/sid/person";

  private final Task subject;
  private final Recorder recorder;
  private final boolean kept;

  /**
   * Prepares the work on something.
   *
   * @param subject a case, or a duty of one
   * @param recorder who assigns it
   * @param kept whether it is kept from those who see every case too
   */
  public WorkItem(Task subject, Recorder recorder, boolean kept) {
    this.subject = subject;
    this.recorder = recorder;
    this.kept = kept;
  }

  /**
   * Names the work.
   *
   * @return its relative reference: one for each organization and each case or duty
   */
  public String address() {
    String name = "imr-work|" + CaseFile.reference(subject) + "|" + recorder.organization();
    return "Task/" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes the change.
   *
   * @param before the work as stored, or null if there is none
   * @param asked what is wanted
   * @param now when
   * @return a transaction Bundle; it fails if the work has changed meanwhile
   */
  public Bundle write(Task before, WorkQuestion asked, DateTimeType now) {
    Task work = before == null ? made(now) : before.copy();
    work.setId(address());
    work.setPriorityElement(subject.getPriorityElement());
    work.setLastModifiedElement(now.copy());
    if (asked.queue() != null) {
      tag(work, QUEUE, asked.queue());
    }
    if (asked.assignee() != null) {
      assign(work, asked.assignee());
    } else if (asked.release()) {
      release(work);
    }
    if (asked.note() != null) {
      work.addNote()
          .setAuthor(new StringType(recorder.client()))
          .setTime(Date.from(now.getValue().toInstant()))
          .setText(asked.note());
    }
    Bundle transaction = new Bundle().setType(Bundle.BundleType.TRANSACTION);
    Bundle.BundleEntryComponent entry = transaction.addEntry().setResource(work);
    entry.getRequest().setMethod(HTTPVerb.PUT).setUrl(address());
    entry.getRequest().setIfMatch(before == null ? NONE_YET : CaseFile.version(before));
    return transaction;
  }

  private Task made(DateTimeType now) {
    Task work = new Task();
    work.getMeta().addProfile(PROFILE);
    work.getMeta().addTag(new Coding(AccessMarks.PARTY, recorder.organization(), null));
    if (kept) {
      work.getMeta().addTag(new Coding(AccessMarks.WITHHELD, OWN_WORK, null));
    }
    work.setStatus(Task.TaskStatus.REQUESTED);
    work.setIntent(Task.TaskIntent.ORDER);
    work.setCode(DutyTaskWriter.concept("imr-task-type", "imr-work"));
    work.setFocus(new Reference(CaseFile.reference(subject)));
    work.setAuthoredOnElement(now.copy());
    return work;
  }

  private void assign(Task work, String person) {
    String name = recorder.organization() + "/" + person;
    tag(work, ASSIGNED, name);
    work.setOwner(
        new Reference()
            .setIdentifier(new Identifier().setSystem(PERSON).setValue(name))
            .setDisplay(person));
    work.setStatus(Task.TaskStatus.ACCEPTED);
  }

  private static void release(Task work) {
    work.getMeta().getTag().removeIf(tag -> ASSIGNED.equals(tag.getSystem()));
    work.setOwner(null);
    work.setStatus(Task.TaskStatus.REQUESTED);
  }

  private static void tag(Task work, String system, String code) {
    work.getMeta().getTag().removeIf(tag -> system.equals(tag.getSystem()));
    work.getMeta().addTag(new Coding(system, code, null));
  }
}
