package org.openimr.fhir.packet;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.ParameterComponent;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.transaction.DataOperation;
import org.openimr.fhir.casefile.transaction.ProvenanceAgents;

/** What the issue of a packet changes in its case: the event, and who made it. */
public final class PacketIssue {

  private static final String EVENT = "https://openimr.org/fhir/CodeSystem/imr-event";
  private static final String DETAIL =
      "https://openimr.org/fhir/StructureDefinition/imr-event-detail";

  private PacketIssue() {}

  /**
   * Finds the packets that were issued of a case.
   *
   * @param task the case
   * @return relative references of the packets, oldest first
   */
  public static List<String> of(Task task) {
    List<String> issued = new ArrayList<>();
    for (ParameterComponent input : task.getInput()) {
      Extension detail = input.getExtensionByUrl(DETAIL);
      Extension evidence = detail == null ? null : detail.getExtensionByUrl("evidence");
      if (input.getType().hasCoding(EVENT, "packet-issued")
          && evidence != null
          && evidence.getValue() instanceof Reference reference
          && reference.hasReference()) {
        issued.add(reference.getReference());
      }
    }
    return issued;
  }

  /**
   * Writes the change.
   *
   * @param task the case as stored
   * @param packet the packet, with id
   * @param actor who issues it, a code of {@code imr-party}
   * @param organization the id of the organization that issues it
   * @param issued when
   * @return a transaction Bundle; it fails if the case has changed meanwhile
   */
  public static Bundle write(
      Task task, Bundle packet, String actor, String organization, DateTimeType issued) {
    String reference = "Bundle/" + packet.getIdElement().getIdPart();
    Task changed = task.copy();
    ParameterComponent event = changed.addInput();
    event.setType(new CodeableConcept(new Coding(EVENT, "packet-issued", null)));
    event.setValue(issued.copy());
    Extension detail = event.addExtension();
    detail.setUrl(DETAIL);
    detail.addExtension("actor", new CodeType(actor));
    detail.addExtension("evidence", new Reference(reference));
    changed.setLastModifiedElement(issued.copy());
    Provenance provenance = provenance(task, packet, organization, issued.getValue());
    AccessMarks.add(provenance, AccessMarks.parties(task));
    Bundle changes = new Bundle().setType(Bundle.BundleType.TRANSACTION);
    String address = "Task/" + task.getIdElement().getIdPart();
    changes
        .addEntry()
        .setResource(changed)
        .getRequest()
        .setMethod(HTTPVerb.PUT)
        .setUrl(address)
        .setIfMatch(CaseFile.version(task));
    changes
        .addEntry()
        .setResource(provenance)
        .getRequest()
        .setMethod(HTTPVerb.POST)
        .setUrl("Provenance");
    return changes;
  }

  private static Provenance provenance(Task task, Bundle packet, String organization, Date issued) {
    Provenance provenance = new Provenance();
    provenance.addTarget(new Reference("Task/" + task.getIdElement().getIdPart()));
    provenance.setRecorded(issued);
    provenance.setActivity(DataOperation.UPDATE.activity());
    ProvenanceAgents.organization(provenance, organization, null);
    provenance
        .addEntity()
        .setRole(Provenance.ProvenanceEntityRole.SOURCE)
        .getWhat()
        .setIdentifier(packet.getIdentifier().copy());
    return provenance;
  }
}
