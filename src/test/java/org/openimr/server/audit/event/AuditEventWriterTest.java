package org.openimr.server.audit.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openimr.server.audit.record.AuditAgent;
import org.openimr.server.audit.record.AuditEntity;
import org.openimr.server.audit.record.AuditEntity.Kind;
import org.openimr.server.audit.record.AuditIds;
import org.openimr.server.audit.record.AuditRecord;

/** An event says of a record what BALP asks for, and claims no profile that it does not satisfy. */
class AuditEventWriterTest {

  private static final Instant NOW = Instant.parse("2026-11-28T10:00:00.123Z");
  private static final AuditAgent PLAN =
      new AuditAgent("appeals", "plan", "vchcp", "", "token-1", "", "192.0.2.7");
  private static final List<AuditEntity> READ =
      List.of(
          new AuditEntity(Kind.DATA, "DocumentReference/1", "3"),
          AuditEntity.of(Kind.CASE, "Task/2"),
          AuditEntity.of(Kind.PATIENT, "Patient/3"));

  private final AuditEventWriter writer = new AuditEventWriter();

  private static AuditRecord record(
      String interaction, String failure, AuditAgent agent, String query, List<AuditEntity> about) {
    return new AuditRecord(
        AuditIds.at(NOW),
        NOW,
        interaction,
        interaction.equals("operation") ? "$packet" : "",
        failure,
        agent,
        "request-1",
        "https://imr.example.org/fhir",
        query,
        about);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "read, R, 110152, 110153, PatientRead",
    "vread, R, 110152, 110153, PatientRead",
    "create, C, 110153, 110152, PatientCreate",
    "update, U, 110153, 110152, PatientUpdate",
    "patch, U, 110153, 110152, PatientUpdate",
    "search-type, E, 110153, 110152, PatientQuery",
    "delete, D, 110150, custodian, PatientDelete",
    "history-instance, R, 110152, 110153, ''",
    "operation, E, 110153, 110152, ''",
  })
  void theMachinesStandAsBalpHasThem(
      String interaction, String action, String client, String server, String profile) {
    boolean search = interaction.equals("search-type");
    AuditEvent event =
        writer.write(
            record(
                interaction, "", PLAN, search ? "GET x" : "", search ? READ.subList(1, 3) : READ));
    assertThat(event.getAction().toCode()).isEqualTo(action);
    assertThat(event.getOutcome().toCode()).isEqualTo("0");
    assertThat(agent(event, client).getNetwork().getAddress()).isEqualTo("192.0.2.7");
    assertThat(agent(event, client).getNetwork().getType().toCode()).isEqualTo("2");
    assertThat(agent(event, server).getNetwork().getAddress())
        .isEqualTo("https://imr.example.org/fhir");
    assertThat(profiles(event))
        .containsExactlyElementsOf(
            profile.isEmpty()
                ? List.of("imr-audit-event", "OAUTHaccessTokenUse.Comprehensive")
                : List.of("imr-audit-event", profile, "OAUTHaccessTokenUse.Comprehensive"));
  }

  private static List<String> profiles(AuditEvent event) {
    return event.getMeta().getProfile().stream()
        .map(profile -> profile.getValue().replaceFirst(".*/(?:IHE\\.(?:BasicAudit\\.)?)?", ""))
        .toList();
  }

  private static AuditEventAgentComponent agent(AuditEvent event, String code) {
    return event.getAgent().stream()
        .filter(agent -> agent.getType().getCodingFirstRep().getCode().equals(code))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theProgramStandsWithItsRoleItsTokenAndItsOrganization() {
    AuditEvent event = writer.write(record("read", "", PLAN, "", READ));
    AuditEventAgentComponent program = agent(event, "110150");
    assertThat(program.getWho().getIdentifier().getValue()).isEqualTo("appeals");
    assertThat(program.getRoleFirstRep().getCodingFirstRep().getCode()).isEqualTo("plan");
    assertThat(program.getPolicy().get(0).getValue()).isEqualTo("token-1");
    assertThat(program.getRequestor()).isTrue();
    assertThat(agent(event, "RESPRSN").getWho().getReference()).isEqualTo("Organization/vchcp");
  }

  @Test
  void aPersonIsWhoAskedForIt() {
    AuditAgent person =
        new AuditAgent("portal", "department", "dmhc", "r.lee", "token-2", "s|c", "192.0.2.8");
    AuditEvent event = writer.write(record("read", "", person, "", READ));
    assertThat(agent(event, "110150").getRequestor()).isFalse();
    assertThat(agent(event, "110150").hasPolicy()).isFalse();
    assertThat(agent(event, "IRCP").getRequestor()).isTrue();
    assertThat(agent(event, "IRCP").getWho().getIdentifier().getValue()).isEqualTo("r.lee");
    assertThat(agent(event, "IRCP").getPolicy().get(0).getValue()).isEqualTo("token-2");
    assertThat(event.getPurposeOfEventFirstRep().getCodingFirstRep().getCode()).isEqualTo("c");
  }

  @Test
  void theEntitiesAreTheResourceItsCaseItsPatientAndTheRequest() {
    AuditEvent event = writer.write(record("read", "", PLAN, "", READ));
    assertThat(event.getEntity())
        .extracting(
            entity -> entity.getType().getCode(),
            entity -> entity.getRole().getCode(),
            entity -> entity.getWhat().getReference())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("2", "4", "DocumentReference/1"),
            org.assertj.core.groups.Tuple.tuple("Task", "20", "Task/2"),
            org.assertj.core.groups.Tuple.tuple("1", "1", "Patient/3"),
            org.assertj.core.groups.Tuple.tuple("XrequestId", null, null));
    AuditEventEntityComponent data = event.getEntityFirstRep();
    assertThat(data.getDetailFirstRep().getValueStringType().getValue()).isEqualTo("3");
    assertThat(event.getEntity().get(3).getWhat().getIdentifier().getValue())
        .isEqualTo("request-1");
  }

  @Test
  void whatWasRefusedClaimsNoProfileOfBalp() {
    AuditEvent event = writer.write(record("read", "403 forbidden", PLAN, "", READ));
    assertThat(event.getOutcome().toCode()).isEqualTo("4");
    assertThat(event.getOutcomeDesc()).isEqualTo("403 forbidden");
    assertThat(profiles(event)).containsExactly("imr-audit-event");
    assertThat(writer.write(record("read", "503", PLAN, "", READ)).getOutcome().toCode())
        .isEqualTo("8");
  }

  @Test
  void aTokenIsRecordedAsIti71WithoutIt() {
    AuditEvent event =
        writer.write(
            record(AuditRecord.TOKEN, "", PLAN, "POST x?grant_type=client_credentials", List.of()));
    assertThat(event.getType().getCode()).isEqualTo("110114");
    assertThat(event.getSubtypeFirstRep().getCode()).isEqualTo("ITI-71");
    assertThat(profiles(event)).containsExactly("imr-audit-event", "IUA.71");
    assertThat(event.getAgent()).hasSize(2);
    assertThat(event.getEntity()).hasSize(1);
  }
}
