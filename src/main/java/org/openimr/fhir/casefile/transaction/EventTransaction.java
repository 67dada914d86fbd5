package org.openimr.fhir.casefile.transaction;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.assessment.EventRecording.Recorded;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.PartyReferences;
import org.openimr.fhir.casefile.event.CaseEntries;
import org.openimr.fhir.casefile.event.CaseEventReader;

/**
 * Writes a recorded event as one transaction: the case with the event, its facts and what follows
 * from them, the duties that have changed, and the Provenance that says who recorded it.
 */
public final class EventTransaction {

  /**
   * Who records.
   *
   * @param organization the id of the organization
   * @param client the id of the program
   * @param role a code of {@code imr-party}
   */
  public record Recorder(String organization, String client, String role) {}

  /**
   * What is stored with an event.
   *
   * @param resource a new resource, or a stored one that is changed
   * @param fullUrl by what others in the transaction refer to it; null if it is stored already
   */
  public record Enclosure(Resource resource, String fullUrl) {}

  private final CaseFile file;
  private final Recorded recorded;
  private final Recorder recorder;
  private final DateTimeType now;
  private final List<Enclosure> enclosures;
  private final Bundle transaction = new Bundle().setType(Bundle.BundleType.TRANSACTION);
  private final List<Reference> targets = new ArrayList<>();

  private EventTransaction(
      CaseFile file,
      Recorded recorded,
      Recorder recorder,
      DateTimeType now,
      List<Enclosure> enclosures) {
    this.enclosures = enclosures;
    this.file = file;
    this.recorded = recorded;
    this.recorder = recorder;
    this.now = now;
  }

  /**
   * Writes the transaction.
   *
   * @param file the case as stored, its events named
   * @param recorded the case with the event
   * @param recorder who records it
   * @param now when
   * @param enclosures what is stored with it and belongs to the case; what is new gets the parties
   *     of the case
   * @return a transaction Bundle; it fails if the case has changed meanwhile
   */
  public static Bundle write(
      CaseFile file,
      Recorded recorded,
      Recorder recorder,
      DateTimeType now,
      List<Enclosure> enclosures) {
    return new EventTransaction(file, recorded, recorder, now, enclosures).write();
  }

  private Bundle write() {
    List<CaseEvent> events = recorded.reviewCase().events();
    CaseEvent event = events.get(events.size() - 1);
    Task task = file.task().copy();
    CaseEntries.state(task, recorded.facts());
    CaseEntries.add(
        task,
        event,
        recorded.entry().stated(),
        recorded.assessment().situation().policy().days().zone());
    PartyReferences parties = new PartyReferences(task, file.byReference());
    CaseTaskWriter.conclude(task, recorded.assessment(), recorded.status(), parties, now);
    put(task);
    enclosures.forEach(this::enclose);
    RenewedDuties duties = RenewedDuties.of(file, task, recorded.assessment(), parties, now);
    duties.changed().forEach(this::put);
    duties.added().forEach(duty -> post(duty, "urn:uuid:" + UUID.randomUUID()));
    Provenance provenance = provenance(event);
    AccessMarks.add(provenance, AccessMarks.parties(task));
    post(provenance, "urn:uuid:" + UUID.randomUUID());
    return transaction;
  }

  private void enclose(Enclosure enclosure) {
    if (enclosure.fullUrl() == null) {
      put(enclosure.resource());
      return;
    }
    AccessMarks.add(enclosure.resource(), AccessMarks.partiesFor(enclosure.resource(), file));
    post(enclosure.resource(), enclosure.fullUrl());
  }

  private Bundle.BundleEntryComponent put(Resource resource) {
    String address = CaseFile.reference(resource);
    targets.add(new Reference(address));
    Bundle.BundleEntryComponent entry = transaction.addEntry().setResource(resource);
    entry
        .getRequest()
        .setMethod(HTTPVerb.PUT)
        .setUrl(address)
        .setIfMatch(CaseFile.version(resource));
    return entry;
  }

  private void post(Resource resource, String fullUrl) {
    targets.add(new Reference(fullUrl));
    transaction
        .addEntry()
        .setFullUrl(fullUrl)
        .setResource(resource)
        .getRequest()
        .setMethod(HTTPVerb.POST)
        .setUrl(resource.fhirType());
  }

  private Provenance provenance(CaseEvent event) {
    Provenance provenance = new Provenance();
    targets.forEach(provenance::addTarget);
    provenance.setOccurred(
        CaseEntries.time(event.time(), recorded.assessment().situation().policy().days().zone()));
    provenance.setRecorded(Date.from(now.getValue().toInstant()));
    provenance.setActivity(
        DataOperation.UPDATE
            .activity()
            .addCoding(new Coding(CaseEventReader.SYSTEM, event.code(), null)));
    if (event.reason() != null) {
      provenance.addReason().setText(event.reason());
    }
    ProvenanceAgents.enterer(provenance, recorder);
    if (event.actor() != null && !event.actor().equals(recorder.role())) {
      ProvenanceAgents.performer(provenance, event.actor());
    }
    if (event.evidence() != null) {
      provenance
          .addEntity()
          .setRole(Provenance.ProvenanceEntityRole.SOURCE)
          .setWhat(new Reference(event.evidence()));
    }
    return provenance;
  }
}
