package org.openimr.server.audit.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.openimr.server.audit.record.AuditEntity;
import org.openimr.server.audit.record.AuditEntity.Kind;
import org.openimr.server.audit.record.AuditRecord;

/**
 * Says a record as an AuditEvent in the shape of IHE BALP.
 *
 * <p>It names the profiles that the event satisfies: those of BALP are for what succeeded, and
 * there are none for histories and operations.
 *
 * @see <a href="https://profiles.ihe.net/ITI/BALP/">IHE Basic Audit Log Patterns</a>
 */
public final class AuditEventWriter {

  static final String OWN = "https://openimr.org/fhir/StructureDefinition/imr-audit-event";
  static final String BALP = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.";
  static final String ENTITY_TYPE = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
  static final String OBJECT_ROLE = "http://terminology.hl7.org/CodeSystem/object-role";

  /** DICOM's code for a person who signs in. */
  static final String SIGN_IN = "110122";

  private static final String RESTFUL = "http://hl7.org/fhir/restful-interaction";
  private static final String REQUEST_ID =
      "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType";

  AuditEvent write(AuditRecord record) {
    AuditEvent event = new AuditEvent();
    event.setId("AuditEvent/" + record.id());
    event.getMeta().setLastUpdated(Date.from(record.recorded()));
    profiles(record).forEach(event.getMeta()::addProfile);
    type(record, event);
    event.setAction(AuditEventAction.fromCode(record.action()));
    event.setRecorded(Date.from(record.recorded()));
    event.setOutcome(AuditEventOutcome.fromCode(record.outcome()));
    if (!record.succeeded()) {
      event.setOutcomeDesc(record.failure());
    }
    String purpose = record.agent().purpose();
    if (purpose.contains("|")) {
      String[] parts = purpose.split("\\|", 3);
      CodeableConcept why = new CodeableConcept(new Coding(parts[0], parts[1], null));
      event.addPurposeOfEvent(parts.length == 3 ? why.setText(parts[2]) : why);
    }
    AuditAgents.write(record, event);
    event
        .getSource()
        .addType(
            new Coding("http://terminology.hl7.org/CodeSystem/security-source-type", "4", null))
        .setObserver(AuditAgents.server(record));
    entities(record, event);
    return event;
  }

  private static void type(AuditRecord record, AuditEvent event) {
    boolean token = record.interaction().equals(AuditRecord.TOKEN);
    if (token || record.interaction().equals(AuditRecord.LOGIN)) {
      event.setType(new Coding(AuditAgents.DICOM, "110114", "User Authentication"));
      event.addSubtype(
          token
              ? new Coding("urn:ihe:event-type-code", "ITI-71", "Get Access Token")
              : new Coding(AuditAgents.DICOM, SIGN_IN, "Login"));
      return;
    }
    event.setType(
        new Coding(
            "http://terminology.hl7.org/CodeSystem/audit-event-type", "rest", "RESTful Operation"));
    event.addSubtype(new Coding(RESTFUL, record.interaction(), null));
    if (!record.operation().isEmpty()) {
      event.addSubtype(new Coding("urn:ietf:rfc:3986", definition(record.operation()), null));
    }
  }

  /** What a search for the operation names. */
  static String definition(String operation) {
    return operation.equals("$validate")
        ? "http://hl7.org/fhir/OperationDefinition/Resource-validate"
        : "https://openimr.org/fhir/OperationDefinition/" + operation.replaceFirst("^\\$", "");
  }

  /** The profiles that the event of a record satisfies. */
  static List<String> profiles(AuditRecord record) {
    List<String> profiles = new ArrayList<>(List.of(OWN));
    if (!record.succeeded()
        || record.agent().isAnonymous()
        || record.interaction().equals(AuditRecord.LOGIN)) {
      return profiles;
    }
    if (record.interaction().equals(AuditRecord.TOKEN)) {
      profiles.add(BALP + "IUA.71");
      return profiles;
    }
    boolean data = record.entities(Kind.DATA).size() == 1;
    String patient = record.entities(Kind.PATIENT).isEmpty() ? "" : "Patient";
    String basic =
        switch (record.interaction()) {
          case "read", "vread" -> data ? "Read" : "";
          case "search-type", "search-system" -> record.query().isEmpty() ? "" : "Query";
          case "create" -> data ? "Create" : "";
          case "update", "patch" -> data ? "Update" : "";
          case "delete" -> data ? "Delete" : "";
          default -> "";
        };
    if (!basic.isEmpty()) {
      profiles.add(BALP + "BasicAudit." + patient + basic);
    }
    // a person's token without an id cannot be told from another one
    if (record.agent().person().isEmpty() || !record.agent().tokenId().isEmpty()) {
      profiles.add(BALP + "BasicAudit.OAUTHaccessTokenUse.Comprehensive");
    }
    return profiles;
  }

  private static void entities(AuditRecord record, AuditEvent event) {
    if (!record.query().isEmpty()) {
      entity(event, ENTITY_TYPE, "2", "24")
          .setQuery(record.query().getBytes(StandardCharsets.UTF_8));
    }
    if (record.interaction().equals(AuditRecord.TOKEN)) {
      return;
    }
    for (AuditEntity one : record.entities()) {
      entity(event, one);
    }
    if (!record.requestId().isEmpty()) {
      event
          .addEntity()
          .setType(new Coding(REQUEST_ID, "XrequestId", null))
          .getWhat()
          .getIdentifier()
          .setValue(record.requestId());
    }
  }

  private static void entity(AuditEvent event, AuditEntity one) {
    switch (one.kind()) {
      case DATA -> {
        AuditEventEntityComponent data = entity(event, ENTITY_TYPE, "2", "4");
        data.getWhat().setReference(one.reference());
        if (!one.version().isEmpty()) {
          data.addDetail().setType("version").getValueStringType().setValue(one.version());
        }
      }
      case CASE ->
          entity(event, "http://hl7.org/fhir/resource-types", "Task", "20")
              .getWhat()
              .setReference(one.reference());
      case PATIENT -> entity(event, ENTITY_TYPE, "1", "1").getWhat().setReference(one.reference());
      case CLIENT ->
          entity(event, ENTITY_TYPE, "4", "11").getWhat().getIdentifier().setValue(one.reference());
    }
  }

  private static AuditEventEntityComponent entity(
      AuditEvent event, String typeSystem, String type, String role) {
    return event
        .addEntity()
        .setType(new Coding(typeSystem, type, null))
        .setRole(new Coding(OBJECT_ROLE, role, null));
  }
}
