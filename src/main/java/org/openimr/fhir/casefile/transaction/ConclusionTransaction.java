package org.openimr.fhir.casefile.transaction;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.lifecycle.StateMachine;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.PartyReferences;

/**
 * Writes what is concluded of a case anew, after a policy or a calendar changed: the duties that
 * changed, the case with its nearest due, and the Provenance that says why. Facts and events stay.
 */
public final class ConclusionTransaction {

  private final CaseFile file;
  private final DateTimeType now;
  private final List<Resource> put = new ArrayList<>();

  private ConclusionTransaction(CaseFile file, DateTimeType now) {
    this.file = file;
    this.now = now;
  }

  /**
   * Writes the transaction.
   *
   * @param file the case as stored
   * @param assessment what is concluded now
   * @param status the status that it is in
   * @param reason why it is written anew
   * @param now when
   * @return a transaction Bundle; empty if nothing changed. The case Task is part of it only if it
   *     changed itself; the transaction then fails if it has changed meanwhile
   */
  public static Optional<Bundle> write(
      CaseFile file,
      CaseAssessment assessment,
      StateMachine.Status status,
      String reason,
      DateTimeType now) {
    return new ConclusionTransaction(file, now).write(assessment, status, reason);
  }

  private Optional<Bundle> write(
      CaseAssessment assessment, StateMachine.Status status, String reason) {
    Task task = file.task().copy();
    PartyReferences parties = new PartyReferences(task, file.byReference());
    CaseTaskWriter.conclude(task, assessment, status, parties, now);
    boolean changed = changed(task);
    if (changed) {
      put.add(task);
    }
    RenewedDuties duties = RenewedDuties.of(file, task, assessment, parties, now);
    put.addAll(duties.changed());
    List<Task> post = duties.added();
    if (put.isEmpty() && post.isEmpty()) {
      return Optional.empty();
    }
    Bundle transaction = new Bundle().setType(Bundle.BundleType.TRANSACTION);
    Provenance provenance = provenance(reason);
    AccessMarks.add(provenance, AccessMarks.parties(task));
    for (Resource each : put) {
      String address = CaseFile.reference(each);
      provenance.addTarget(new Reference(address));
      BundleEntryComponent entry = transaction.addEntry().setResource(each);
      entry.getRequest().setMethod(HTTPVerb.PUT).setUrl(address).setIfMatch(CaseFile.version(each));
    }
    if (!changed) {
      provenance.addTarget(new Reference(CaseFile.reference(task)));
    }
    for (Task each : post) {
      String name = "urn:uuid:" + UUID.randomUUID();
      provenance.addTarget(new Reference(name));
      post(transaction, each, name);
    }
    post(transaction, provenance, "urn:uuid:" + UUID.randomUUID());
    return Optional.of(transaction);
  }

  /** Whether anything but the time of writing changed in the case itself. */
  private boolean changed(Task task) {
    Task same = task.copy();
    same.setLastModifiedElement(file.task().getLastModifiedElement().copy());
    return !text(same).equals(text(file.task()));
  }

  private static String text(Task task) {
    return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(task);
  }

  private static void post(Bundle transaction, Resource resource, String name) {
    transaction
        .addEntry()
        .setFullUrl(name)
        .setResource(resource)
        .getRequest()
        .setMethod(HTTPVerb.POST)
        .setUrl(resource.fhirType());
  }

  private Provenance provenance(String reason) {
    Provenance provenance = new Provenance();
    provenance.setRecorded(Date.from(now.getValue().toInstant()));
    provenance.setActivity(DataOperation.UPDATE.activity());
    provenance.addReason().setText(reason);
    ProvenanceAgents.assembler(provenance);
    return provenance;
  }
}
