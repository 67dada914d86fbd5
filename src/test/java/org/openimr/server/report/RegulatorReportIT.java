package org.openimr.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.audit.AuditTrail;
import org.yaml.snakeyaml.Yaml;

/** The department gets rows of its public file: an emergency, to its end over HTTP. */
@OnEachDatabase
class RegulatorReportIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String DEPARTMENT = "demo-department";

  private final RunningServer server;
  private final String reference =
      "UR26-" + Math.abs(UUID.randomUUID().getLeastSignificantBits() % 1_000_000_000L);

  RegulatorReportIT(Database database) {
    this.server = database.server();
  }

  @Test
  @SuppressWarnings("unchecked")
  void aDecidedCaseIsARowInEveryForm() throws IOException {
    decided();
    List<String> row =
        (List<String>)
            ((Map<String, Object>) new Yaml().load(Files.readString(DecidedEmergency.STORY)))
                .get("public-row");

    Answer csv = report("policy=dmhc-imr-vchcp&period=2026-06", "text/csv").isOk(200);
    assertThat(csv.header("Content-Type")).startsWith("text/csv");
    assertThat(line(csv))
        .startsWith(
            reference
                + ",2026,Digestive System/ GI,Other,Emergency/Urg Care,Other,"
                + "Overturned Decision of Health Plan,Urgent Care,31 to 40,Female,Standard,15,1,")
        .endsWith('"' + row.get(row.size() - 1).replace("\"", "\"\"") + '"');
    assertThat(line(report("format=legacy-csv", "*/*").isOk(200)))
        .startsWith(
            reference
                + ",2026,Digestive System / Gastrointestinal,Other,Emergency/Urgent Care,Other,"
                + "Overturned Decision of Health Plan,Urgent Care,31-40,Female,");
    Answer lines = report("format=ndjson", "application/x-ndjson").isOk(200);
    assertThat(lines.header("Content-Type")).startsWith("application/x-ndjson");
    assertThat(lines.text().lines().filter(each -> each.contains(reference + '"')).toList())
        .singleElement()
        .satisfies(
            each ->
                assertThat(each)
                    .contains("\"ReportYear\":2026", "\"DaysToReview\":15", "\"DaysToAdopt\":1"));
    assertThat(line(report("format=removals", "*/*").isOk(200)))
        .matches(reference + ",given,,,[1-9]\\d*");
    assertThat(report("policy=dmhc-imr-vchcp&period=2026-06", "text/csv").text())
        .isEqualTo(csv.text());
    assertThat(report("period=2026-05", "*/*").isOk(200).text()).doesNotContain(reference);
    assertThat(report("policy=dmhc-imr-chw", "*/*").isOk(200).text()).doesNotContain(reference);
  }

  @Test
  void aRowFollowsItsCase() throws IOException {
    String id = decided();
    assertThat(line(report("", "text/csv").isOk(200))).contains(",31 to 40,Female,");
    Task task = server.fhir("GET", "Task/" + id).as(PLAN).send().isOk(200).resource(Task.class);
    String address = task.getFor().getReference();
    Patient patient = server.fhir("GET", address).as(PLAN).send().isOk(200).resource(Patient.class);
    patient.setBirthDateElement(new org.hl7.fhir.r4.model.DateType("1950-06-19"));
    // a closed case is changed by nobody; the server does so in the place of all
    server
        .bean(ca.uhn.fhir.jpa.api.dao.DaoRegistry.class)
        .getResourceDao(Patient.class)
        .update(patient, new ca.uhn.fhir.rest.api.server.SystemRequestDetails());
    assertThat(line(report("", "text/csv").isOk(200))).contains(",65+,Female,");
  }

  @Test
  void aRowThatStandsAloneIsCoarserUnlessItIsAskedForAsItIs() throws IOException {
    decided();
    // the only one of its year and kind of review with so few like it: fewer than eleven are
    // decided here
    Answer csv = report("period=2026-06&alone=coarsen", "text/csv").isOk(200);
    assertThat(line(csv))
        .contains(reference + ",2026,", ",Overturned Decision of Health Plan,Urgent Care,")
        .contains("The reasons are not given, as few decisions are like this one.")
        .doesNotContain("31 to 40", "Female");
    assertThat(csv.header("OpenIMR-Rows"))
        .matches("given=\\d+, coarser=[1-9]\\d*, withheld=0, refused=\\d+, alone=[1-9]\\d*");
    assertThat(report("period=2026-06&alone=coarsen", "text/csv").text()).isEqualTo(csv.text());
    assertThat(report("period=2026-06&alone=withhold", "text/csv").isOk(200).text())
        .doesNotContain(reference);
    assertThat(line(report("period=2026-06&format=removals&alone=coarsen", "*/*").isOk(200)))
        .matches(reference + ",coarser,,\"without sub-categories, .*reasons\",\\d+");
  }

  @Test
  void aReportIsRecordedAndSoIsItsRefusal() {
    AuditTrail trail = new AuditTrail(server);
    trail.call("GET", "$regulator-report").as(DEPARTMENT).send().isOk(200);
    assertThat(trail.told()).singleElement().asString().contains("regulator-report");
    trail.call("GET", "$regulator-report").as(PLAN).send().isOk(403);
    assertThat(trail.told()).singleElement().asString().contains("regulator-report", "403");
  }

  @Test
  void nobodyElseGetsIt() {
    for (String other : List.of(PLAN, "demo-imro", "demo-member", "demo-committee", "demo-admin")) {
      assertThat(server.fhir("GET", "$regulator-report").as(other).send().status())
          .as(other)
          .isEqualTo(403);
    }
    assertThat(server.fhir("GET", "$regulator-report").send().status()).isEqualTo(401);
  }

  @Test
  void everythingWrongIsNamedAtOnce() {
    Answer refused =
        report("format=pdf&period=2026-13&policy=nobody&alone=no&who=me&who=you", "*/*");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.resource(OperationOutcome.class).getIssue())
        .extracting(each -> each.getExpression().get(0).getValue())
        .containsExactlyInAnyOrder(
            "http.format", "http.period", "http.policy", "http.alone", "http.who");
  }

  private Answer report(String query, String accept) {
    return server
        .fhir("GET", "$regulator-report" + (query.isEmpty() ? "" : "?" + query))
        .as(DEPARTMENT)
        .header("Accept", accept)
        .send();
  }

  private String line(Answer answer) {
    assertThat(answer.text()).contains(reference);
    return answer
        .text()
        .lines()
        .filter(each -> each.startsWith(reference + ","))
        .findFirst()
        .orElseThrow();
  }

  private String decided() throws IOException {
    return new DecidedEmergency(server, reference).id();
  }
}
