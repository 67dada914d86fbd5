package org.openimr.server.audit.event;

import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentNetworkType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Reference;
import org.openimr.server.audit.record.AuditAgent;
import org.openimr.server.audit.record.AuditRecord;

/**
 * The agents of an AuditEvent: the machine that called and this server, as BALP has them for each
 * kind of access; the program with its role; its organization; and who signed in.
 */
final class AuditAgents {

  static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";

  /** Ids of programs. */
  static final String CLIENTS = "https://openimr.org/fhir/sid/client";

  private static final String PARTY = "https://openimr.org/fhir/CodeSystem/imr-party";
  private static final String PARTICIPATION =
      "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
  private static final String APPLICATION = "110150";
  private static final String DESTINATION = "110152";
  private static final String SOURCE = "110153";

  private AuditAgents() {}

  static void write(AuditRecord record, AuditEvent event) {
    boolean token = record.interaction().equals(AuditRecord.TOKEN);
    boolean delete = record.interaction().equals("delete");
    if (!token && !delete) {
      boolean toClient = record.action().equals("R");
      network(
              agent(event, DICOM, toClient ? DESTINATION : SOURCE),
              record.agent().address(),
              AuditEventAgentNetworkType._2)
          .setWho(new Reference().setDisplay(record.agent().address()));
      network(
              agent(event, DICOM, toClient ? SOURCE : DESTINATION),
              record.server(),
              AuditEventAgentNetworkType._5)
          .setWho(server(record));
    } else {
      network(
              delete
                  ? agent(
                      event,
                      "http://terminology.hl7.org/CodeSystem/provenance-participant-type",
                      "custodian")
                  : agent(
                      event,
                      "https://profiles.ihe.net/ITI/BALP/CodeSystem/UserAgentTypes",
                      "AuthzOauthService"),
              record.server(),
              AuditEventAgentNetworkType._5)
          .setWho(server(record));
    }
    application(record, event);
    if (!token && !record.agent().organization().isEmpty()) {
      agent(event, "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "RESPRSN")
          .setWho(new Reference("Organization/" + record.agent().organization()));
    }
    person(record, event);
  }

  private static void application(AuditRecord record, AuditEvent event) {
    AuditAgent by = record.agent();
    AuditEventAgentComponent application =
        network(agent(event, DICOM, APPLICATION), by.address(), AuditEventAgentNetworkType._2);
    application.getWho().getIdentifier().setSystem(CLIENTS).setValue(by.client());
    application.setAltId(by.client()).setRequestor(by.person().isEmpty());
    if (!by.role().isEmpty()) {
      application.addRole(new CodeableConcept(new Coding(PARTY, by.role(), null)));
    }
    if (by.person().isEmpty() && !by.tokenId().isEmpty()) {
      application.addPolicy(by.tokenId());
    }
  }

  private static void person(AuditRecord record, AuditEvent event) {
    AuditAgent by = record.agent();
    if (by.person().isEmpty()) {
      return;
    }
    AuditEventAgentComponent person = agent(event, PARTICIPATION, "IRCP");
    person.setRequestor(true).setName(by.person()).getWho().getIdentifier().setValue(by.person());
    if (!by.role().isEmpty()) {
      person.addRole(new CodeableConcept(new Coding(PARTY, by.role(), null)));
    }
    if (!by.tokenId().isEmpty()) {
      person.addPolicy(by.tokenId());
    }
  }

  /** This server. */
  static Reference server(AuditRecord record) {
    Reference server = new Reference().setType("Device").setDisplay("OpenIMR");
    server.getIdentifier().setSystem("urn:ietf:rfc:3986").setValue(record.server());
    return server;
  }

  private static AuditEventAgentComponent agent(AuditEvent event, String system, String code) {
    return event
        .addAgent()
        .setType(new CodeableConcept(new Coding(system, code, null)))
        .setRequestor(false);
  }

  private static AuditEventAgentComponent network(
      AuditEventAgentComponent agent, String address, AuditEventAgentNetworkType kind) {
    agent.getNetwork().setAddress(address).setType(kind);
    return agent;
  }
}
