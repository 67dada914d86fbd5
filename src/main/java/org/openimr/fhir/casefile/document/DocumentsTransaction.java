package org.openimr.fhir.casefile.document;

import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.transaction.DataOperation;
import org.openimr.fhir.casefile.transaction.EventTransaction.Enclosure;
import org.openimr.fhir.casefile.transaction.EventTransaction.Recorder;
import org.openimr.fhir.casefile.transaction.ProvenanceAgents;

/** Writes documents that join a case without an event, and the Provenance that says whose. */
public final class DocumentsTransaction {

  private DocumentsTransaction() {}

  /**
   * Writes the transaction.
   *
   * @param file the case as stored
   * @param enclosures what joins it, and what of it is changed
   * @param recorder who brings it
   * @param now when
   * @return a transaction Bundle; it fails if what is changed has changed meanwhile
   */
  public static Bundle write(
      CaseFile file, List<Enclosure> enclosures, Recorder recorder, DateTimeType now) {
    Bundle transaction = new Bundle().setType(Bundle.BundleType.TRANSACTION);
    Provenance provenance = new Provenance();
    provenance.addTarget(new Reference(CaseFile.reference(file.task())));
    for (Enclosure each : enclosures) {
      Resource resource = each.resource();
      Bundle.BundleEntryComponent entry = transaction.addEntry().setResource(resource);
      if (each.fullUrl() == null) {
        String address = CaseFile.reference(resource);
        provenance.addTarget(new Reference(address));
        entry
            .getRequest()
            .setMethod(HTTPVerb.PUT)
            .setUrl(address)
            .setIfMatch(CaseFile.version(resource));
      } else {
        AccessMarks.add(resource, AccessMarks.partiesFor(resource, file));
        provenance.addTarget(new Reference(each.fullUrl()));
        entry.setFullUrl(each.fullUrl());
        entry.getRequest().setMethod(HTTPVerb.POST).setUrl(resource.fhirType());
      }
    }
    provenance.setRecorded(Date.from(now.getValue().toInstant()));
    provenance.setActivity(DataOperation.APPEND.activity());
    ProvenanceAgents.enterer(provenance, recorder);
    AccessMarks.add(provenance, AccessMarks.parties(file.task()));
    transaction
        .addEntry()
        .setFullUrl("urn:uuid:" + UUID.randomUUID())
        .setResource(provenance)
        .getRequest()
        .setMethod(HTTPVerb.POST)
        .setUrl("Provenance");
    return transaction;
  }
}
