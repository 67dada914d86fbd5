package org.openimr.fhir.casefile.transaction;

import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Provenance.ProvenanceAgentComponent;
import org.hl7.fhir.r4.model.Reference;
import org.openimr.fhir.casefile.CaseOrganizations;

/** Writes into a Provenance who did what it is about. */
public final class ProvenanceAgents {

  private static final String TYPE =
      "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
  private static final String PARTY = "https://openimr.org/fhir/CodeSystem/imr-party";
  private static final String PARTY_ID = "https://openimr.org/fhir/sid/party";

  private ProvenanceAgents() {}

  /**
   * Writes the organization for which something was done.
   *
   * @param provenance the Provenance, which is changed
   * @param organization the id of the organization
   * @param client the id of the program that did it, or null
   * @return what was written
   */
  public static ProvenanceAgentComponent organization(
      Provenance provenance, String organization, String client) {
    return provenance
        .addAgent()
        .setWho(
            new Reference()
                .setIdentifier(
                    new Identifier().setSystem(CaseOrganizations.ID).setValue(organization))
                .setDisplay(client));
  }

  /**
   * Writes who entered an event.
   *
   * @param provenance the Provenance, which is changed
   * @param recorder who
   */
  public static void enterer(Provenance provenance, EventTransaction.Recorder recorder) {
    acting(
        organization(provenance, recorder.organization(), recorder.client()),
        "enterer",
        recorder.role());
  }

  /** Writes the party that did what somebody else entered. */
  static void performer(Provenance provenance, String party) {
    acting(
        provenance
            .addAgent()
            .setWho(
                new Reference()
                    .setIdentifier(new Identifier().setSystem(PARTY_ID).setValue(party))),
        "performer",
        party);
  }

  /**
   * Writes that the server itself put together what nobody asked it to.
   *
   * @param provenance the Provenance, which is changed
   */
  public static void assembler(Provenance provenance) {
    provenance
        .addAgent()
        .setType(new CodeableConcept(new Coding(TYPE, "assembler", null)))
        .setWho(new Reference().setDisplay("OpenIMR"));
  }

  private static void acting(ProvenanceAgentComponent agent, String type, String role) {
    agent.setType(new CodeableConcept(new Coding(TYPE, type, null)));
    agent.addRole(new CodeableConcept(new Coding(PARTY, role, null)));
  }
}
