package org.openimr.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.doctor.StoreCheck.Fault;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is stored agrees with itself, and where it is made not to, that is found. */
@OnEachDatabase
class StoreCheckIT {

  private static final String PLAN = "demo-plan-vchcp";

  private final RunningServer server;

  StoreCheckIT(Database database) {
    this.server = database.server();
  }

  private Task submit() {
    return server.submitted(PLAN, Submissions.of(25).toString());
  }

  private List<Fault> about(String... names) {
    return server
        .bean(StoreCheck.class)
        .check(Instant.now(), true, (done, all) -> {})
        .faults()
        .stream()
        .filter(each -> List.of(names).contains(each.about()))
        .toList();
  }

  @Test
  void aCaseAndItsPacketAgree() {
    Task task = submit();
    Bundle packet = issue(task);

    StoreCheck.Report report =
        server.bean(StoreCheck.class).check(Instant.now(), true, (done, all) -> {});

    assertThat(report.cases()).isPositive();
    assertThat(report.packets()).isPositive();
    assertThat(report.faults())
        .extracting(Fault::about)
        .doesNotContain(CaseFile.reference(task), CaseFile.reference(packet));
    assertThat(
            server.bean(StoreCheck.class).check(Instant.now(), false, (done, all) -> {}).packets())
        .isZero();
  }

  @Test
  void aDutyThatWasMovedIsFound() {
    Task task = submit();
    Task duty =
        server.found(PLAN, "Task?part-of=" + CaseFile.reference(task) + "&_count=100").stream()
            .map(Task.class::cast)
            .filter(each -> each.getRestriction().getPeriod().hasEnd())
            .filter(each -> each.getStatus() != Task.TaskStatus.COMPLETED)
            .findFirst()
            .orElseThrow();
    Instant before = duty.getRestriction().getPeriod().getEnd().toInstant();
    duty.getRestriction().getPeriod().setEnd(Date.from(before.plus(Duration.ofDays(1))));
    update(duty);

    assertThat(about(CaseFile.reference(task))).extracting(Fault::kind).containsExactly("duty");
    assertThat(about(CaseFile.reference(task)).get(0).text())
        .contains("stored " + before.plus(Duration.ofDays(1)), "worked out " + before);
  }

  @Test
  void anIndexThatSaysOtherwiseIsFound() {
    Task task = submit();
    JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
    String id = task.getIdElement().getIdPart();
    String before =
        jdbc.queryForObject("select urgency from imr_case where case_id = ?", String.class, id);
    jdbc.update("update imr_case set urgency = 'other' where case_id = ?", id);

    assertThat(about(CaseFile.reference(task))).extracting(Fault::kind).containsExactly("index");
    jdbc.update("update imr_case set urgency = ? where case_id = ?", before, id);
    assertThat(about(CaseFile.reference(task))).isEmpty();
  }

  @Test
  void aPacketThatWasAlteredIsFound() {
    Bundle packet = issue(submit());
    ((Composition) packet.getEntryFirstRep().getResource()).setTitle("Another title");
    update(packet);

    assertThat(about(CaseFile.reference(packet)))
        .extracting(Fault::kind)
        .isNotEmpty()
        .containsOnly("packet");
  }

  private void update(Resource changed) {
    changed.setId(new IdType(changed.fhirType(), changed.getIdElement().getIdPart()));
    @SuppressWarnings("unchecked")
    var dao =
        (IFhirResourceDao<Resource>)
            server.bean(DaoRegistry.class).getResourceDao(changed.fhirType());
    dao.update(changed, new SystemRequestDetails());
  }

  private Bundle issue(Task task) {
    return server
        .fhir("POST", CaseFile.reference(task) + "/$packet")
        .as(PLAN)
        .json(
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"recipient\","
                + "\"valueCode\":\"imro\"}]}")
        .send()
        .isOk(200)
        .resource(Bundle.class);
  }
}
