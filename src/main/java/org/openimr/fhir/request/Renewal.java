package org.openimr.fhir.request;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryRequestComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.transaction.DataOperation;
import org.openimr.fhir.casefile.transaction.ProvenanceAgents;
import org.openimr.fhir.sensitivity.SecurityLabels;

/**
 * What changes in the requests for information of a case.
 *
 * @param kept open requests that still ask for what lacks
 * @param ended requests that were answered, or that something else has replaced
 * @param made new requests, each with its id
 */
public record Renewal(List<Task> kept, List<Task> ended, List<Task> made) {

  /** Keeps its own copies. */
  public Renewal {
    kept = List.copyOf(kept);
    ended = List.copyOf(ended);
    made = List.copyOf(made);
  }

  /**
   * Says whether there is nothing to store.
   *
   * @return true if every open request stays and there is no new one
   */
  public boolean nothingNew() {
    return ended.isEmpty() && made.isEmpty();
  }

  /**
   * Returns the requests that are open after the change.
   *
   * @return those kept, then those made
   */
  public List<Task> open() {
    List<Task> open = new ArrayList<>(kept);
    open.addAll(made);
    return open;
  }

  /**
   * Writes the change.
   *
   * @param caseTask the case
   * @param organization the id of the organization that asks
   * @param now when
   * @return a transaction Bundle; it fails if a request has changed meanwhile
   */
  public Bundle transaction(Task caseTask, String organization, Date now) {
    Bundle transaction = new Bundle().setType(Bundle.BundleType.TRANSACTION);
    add(caseTask, transaction);
    Provenance provenance = provenance(caseTask, organization, now);
    AccessMarks.add(provenance, AccessMarks.parties(caseTask));
    transaction
        .addEntry()
        .setResource(provenance)
        .getRequest()
        .setMethod(HTTPVerb.POST)
        .setUrl("Provenance");
    return transaction;
  }

  /**
   * Adds the change to another one of the same case, whose Provenance then names it too.
   *
   * @param caseTask the case
   * @param transaction a transaction Bundle with one Provenance, which is changed
   */
  public void join(Task caseTask, Bundle transaction) {
    if (nothingNew()) {
      return;
    }
    add(caseTask, transaction);
    transaction.getEntry().stream()
        .map(Bundle.BundleEntryComponent::getResource)
        .filter(Provenance.class::isInstance)
        .map(Provenance.class::cast)
        .forEach(this::name);
  }

  private void add(Task caseTask, Bundle transaction) {
    Set<String> parties = AccessMarks.parties(caseTask);
    ended.forEach(request -> put(request, transaction).setIfMatch(CaseFile.version(request)));
    for (Task request : made) {
      AccessMarks.add(request, parties);
      SecurityLabels.copy(caseTask, request);
      put(request, transaction);
    }
  }

  private static BundleEntryRequestComponent put(Resource resource, Bundle transaction) {
    return transaction
        .addEntry()
        .setResource(resource)
        .getRequest()
        .setMethod(HTTPVerb.PUT)
        .setUrl(CaseFile.reference(resource));
  }

  private Provenance provenance(Task caseTask, String organization, Date now) {
    Provenance provenance = new Provenance();
    provenance.addTarget(new Reference(CaseFile.reference(caseTask)));
    name(provenance);
    provenance.setRecorded(now);
    provenance.setActivity(DataOperation.UPDATE.activity());
    ProvenanceAgents.organization(provenance, organization, null);
    return provenance;
  }

  private void name(Provenance provenance) {
    ended.forEach(each -> provenance.addTarget(new Reference(CaseFile.reference(each))));
    made.forEach(each -> provenance.addTarget(new Reference(CaseFile.reference(each))));
  }
}
