package org.openimr.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openimr.server.audit.AuditTrail.ADMIN;
import static org.openimr.server.audit.AuditTrail.DEPARTMENT;
import static org.openimr.server.audit.AuditTrail.IMRO;
import static org.openimr.server.audit.AuditTrail.PLAN;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/** Records are found by each parameter that is offered, and the others are not. */
@OnEachDatabase
class AuditSearchIT {

  private final RunningServer server;
  private final AuditTrail trail;
  private String patient;

  AuditSearchIT(Database database) {
    this.server = database.server();
    this.trail = new AuditTrail(server);
  }

  /** The plan makes and reads a patient, the IMRO is refused it, the department searches. */
  @BeforeEach
  void access() {
    String id =
        server
            .fhir("POST", "Patient")
            .as(PLAN)
            .json("{\"resourceType\":\"Patient\"}")
            .send()
            .isOk(201)
            .resource(Patient.class)
            .getIdPart();
    patient = "Patient/" + id;
    server.fhir("GET", patient).as(PLAN).send().isOk(200);
    server.fhir("GET", patient).as(IMRO).send().isOk(404);
    server.fhir("GET", "Patient?_id=" + id).as(DEPARTMENT).send().isOk(200);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "action=R, imro:read plan:read",
    "action=C, plan:create",
    "'action=C,E', department:search-type plan:create",
    "outcome=0, department:search-type plan:create plan:read",
    "outcome=4, imro:read",
    "outcome:not=0, imro:read",
    "outcome=8, ''",
    "agent=Organization/vchcp, plan:create plan:read",
    "agent=vchcp, plan:create plan:read",
    "agent:identifier=https://openimr.org/fhir/sid/client|demo-imro, imro:read",
    "altid=demo-department, department:search-type",
    "subtype=read, imro:read plan:read",
    "subtype=http://hl7.org/fhir/restful-interaction|create, plan:create",
    "type=rest, department:search-type imro:read plan:create plan:read",
    "type=110114, ''",
    "date=gt2100-01-01, ''",
    "date=lt2100-01-01&date=gt2020, department:search-type imro:read plan:create plan:read",
    "entity:Patient=x, ''",
    "action=R&outcome=0, plan:read",
  })
  void eachParameterNarrowsTheSearch(String query, String expected) {
    String encoded = query.replace("|", "%7C");
    assertThat(found("patient=" + patient + "&" + encoded)).isEqualTo(expected);
    assertThat(found("entity=" + patient + "&" + encoded)).isEqualTo(expected);
  }

  private String found(String query) {
    return String.join(
        " ",
        trail.events(query).stream()
            .map(
                event ->
                    AuditTrail.client(event).replaceAll("demo-|-vchcp", "")
                        + ":"
                        + event.getSubtypeFirstRep().getCode())
            .sorted()
            .toList());
  }

  @Test
  void aTimeIsFoundToTheSecond() {
    AuditEvent event = trail.events("entity=" + patient + "&action=C").get(0);
    String second =
        Instant.ofEpochSecond(event.getRecorded().toInstant().getEpochSecond()).toString();
    String before = Instant.parse(second).minusSeconds(1).toString();
    assertThat(found("entity=" + patient + "&action=C&date=" + second)).isEqualTo("plan:create");
    assertThat(found("entity=" + patient + "&action=C&date=" + before)).isEmpty();
    assertThat(found("entity=" + patient + "&action=C&date=le" + before)).isEmpty();
    assertThat(found("entity=" + patient + "&action=C&date=gt" + before)).isEqualTo("plan:create");
  }

  @Test
  void pagesFollowEachOtherWhateverIsRecordedMeanwhile() {
    IntStream.range(0, 5).forEach(i -> server.fhir("GET", patient).as(PLAN).send().isOk(200));
    List<String> seen = new ArrayList<>();
    String next = "AuditEvent?_count=2&entity=" + patient;
    int pages = 0;
    while (next != null) {
      Bundle page = server.fhir("GET", next).as(DEPARTMENT).send().isOk(200).resource(Bundle.class);
      page.getEntry().forEach(entry -> seen.add(entry.getResource().getIdElement().getIdPart()));
      Bundle.BundleLinkComponent link = page.getLink("next");
      next = link == null ? null : link.getUrl().replaceFirst(".*/fhir/", "");
      server.fhir("GET", patient).as(PLAN).send().isOk(200);
      pages++;
    }
    assertThat(pages).isEqualTo(5);
    assertThat(seen).hasSize(9).doesNotHaveDuplicates();
    assertThat(seen).isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }

  @Test
  void theyAreCountedIfAsked() {
    String query = "AuditEvent?entity=" + patient;
    assertThat(total(query + "&_summary=count")).isEqualTo(4);
    assertThat(total(query + "&_count=1&_total=accurate")).isEqualTo(4);
    assertThat(total(query)).isEqualTo(4);
    Bundle some =
        server.fhir("GET", query + "&_count=1").as(ADMIN).send().isOk(200).resource(Bundle.class);
    assertThat(some.hasTotal()).isFalse();
    assertThat(some.getEntry()).hasSize(1);
  }

  private int total(String path) {
    return server.fhir("GET", path).as(ADMIN).send().isOk(200).resource(Bundle.class).getTotal();
  }

  @Test
  void allThatCannotBeSearchedIsNamedAtOnce() {
    Answer answer =
        server
            .fhir(
                "GET",
                "AuditEvent?site=x&date=yesterday&action=X&outcome=1&_sort=agent&patient=a%20b")
            .as(DEPARTMENT)
            .send()
            .isOk(400);
    assertThat(answer.resource(OperationOutcome.class).getIssue())
        .extracting(issue -> issue.getExpression().get(0).getValue())
        .containsExactlyInAnyOrder(
            "http.site", "http.date", "http.action", "http.outcome", "http._sort", "http.patient");
  }

  @Test
  void theCapabilityStatementNamesWhatIsOffered() {
    var audit =
        server
            .fhir("GET", "metadata")
            .send()
            .resource(CapabilityStatement.class)
            .getRestFirstRep()
            .getResource()
            .stream()
            .filter(resource -> resource.getType().equals("AuditEvent"))
            .findFirst()
            .orElseThrow();
    assertThat(audit.getInteraction())
        .extracting(interaction -> interaction.getCode().toCode())
        .containsExactlyInAnyOrder("read", "search-type");
    assertThat(audit.getSearchParam())
        .extracting(parameter -> parameter.getName())
        .contains(
            "date", "patient", "agent", "altid", "entity", "action", "outcome", "type", "subtype")
        .doesNotContain("site", "policy", "source", "agent-name");
    assertThat(audit.getSearchInclude()).isEmpty();
    assertThat(audit.getSearchRevInclude()).isEmpty();
  }

  @Test
  void aSearchOfTheRecordsIsRecorded() {
    trail.call("GET", "AuditEvent?entity=" + patient).as(ADMIN).send().isOk(200);
    assertThat(trail.told()).containsExactly("E 0 search-type " + ADMIN);
  }
}
