package org.openimr.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.Measure;
import org.hl7.fhir.r4.model.MeasureReport;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportGroupComponent;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.audit.AuditTrail;

/** Numbers over all cases over HTTP, each for those who see the cases. */
@OnEachDatabase
class MeasureIT {

  private static final String PLAN = "demo-plan-vchcp";
  private static final String PERIOD = "?periodStart=2025&periodEnd=2026-07";
  private static final String YEARS = "?periodStart=2025-01-01&periodEnd=2026";

  private final RunningServer server;

  MeasureIT(Database database) {
    this.server = database.server();
  }

  private String submitted() {
    ObjectNode bundle = Submissions.example("out-of-plan-emergency");
    String reference = UUID.randomUUID().toString();
    ((ObjectNode) bundle.path("identifier")).put("value", reference);
    return "Task/"
        + server
            .submitted(
                PLAN,
                bundle
                    .toString()
                    .replace(
                        "UR26-90420", "UR26-" + Math.abs(reference.hashCode() % 1_000_000_000L)))
            .getIdElement()
            .getIdPart();
  }

  private Answer ask(String token, String measure, String query) {
    return server.fhir("GET", "Measure/" + measure + "/$evaluate-measure" + query).as(token).send();
  }

  private static int count(MeasureReportGroupComponent group, int population) {
    return group.getPopulation().get(population).getCount();
  }

  private static List<String> subjects(MeasureReport report, Reference results) {
    return report.getContained().stream()
        // a population without cases has no list
        .filter(
            each ->
                results.hasReference()
                    && results.getReference().endsWith(each.getIdElement().getIdPart()))
        .flatMap(each -> ((ListResource) each).getEntry().stream())
        .map(each -> each.getItem().getReference())
        .toList();
  }

  @Test
  void numbersAreGivenAndTracedToTheirCases() {
    MeasureReport before =
        ask(PLAN, "imr-timeliness", PERIOD).isOk(200).resource(MeasureReport.class);
    assertThat(ask(PLAN, "imr-timeliness", PERIOD).header("Cache-Control")).isEqualTo("no-store");
    String id = submitted();
    MeasureReport after =
        ask(PLAN, "imr-timeliness", PERIOD + "&reportType=subject-list")
            .isOk(200)
            .resource(MeasureReport.class);
    // until the end of July 2026 the grievance and the written notice were done in time, the notice
    // of eligibility was not: two of three more
    int[] more =
        Stream.of(0, 1, 2)
            .mapToInt(
                each ->
                    count(after.getGroupFirstRep(), each)
                        - (before.hasGroup() ? count(before.getGroupFirstRep(), each) : 0))
            .toArray();
    assertThat(more).containsExactly(3, 3, 2);
    assertThat(before.getType()).isEqualTo(MeasureReport.MeasureReportType.SUMMARY);
    assertThat(before.getContained()).isEmpty();
    assertThat(after.getType()).isEqualTo(MeasureReport.MeasureReportType.SUBJECTLIST);
    assertThat(after.getEvaluatedResource()).extracting(Reference::getReference).contains(id);
    assertThat(subjects(after, after.getGroupFirstRep().getPopulation().get(2).getSubjectResults()))
        .contains(id);
    var rules =
        after.getGroupFirstRep().getStratifier().stream()
            .filter(each -> each.getCodeFirstRep().getCodingFirstRep().getCode().equals("rule"))
            .findFirst()
            .orElseThrow();
    assertThat(rules.getStratum())
        .filteredOn(each -> each.getValue().getText().equals("V22"))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(subjects(after, each.getPopulation().get(1).getSubjectResults()))
                  .contains(id);
              // other tests' cases may have theirs in time, this one has not
              assertThat(subjects(after, each.getPopulation().get(2).getSubjectResults()))
                  .doesNotContain(id);
            });
    assertThat(rules.getStratum().stream().mapToInt(each -> each.getPopulation().get(0).getCount()))
        .satisfies(
            counts ->
                assertThat(counts.stream().mapToInt(Integer::intValue).sum())
                    .isEqualTo(count(after.getGroupFirstRep(), 0)));
  }

  @Test
  void whoCountsWhatIsAsTheTableSays() {
    String id = submitted();
    String listed = PERIOD + "&reportType=subject-list";
    for (String seeing : List.of(PLAN, "demo-department")) {
      assertThat(ask(seeing, "imr-denial-rate", listed).isOk(200).text()).contains('"' + id + '"');
    }
    assertThat(ask("demo-plan-chw", "imr-denial-rate", listed).isOk(200).text())
        .doesNotContain('"' + id + '"');
    // the committee of the plan: the same numbers as the plan, and no case
    MeasureReport plan =
        ask(PLAN, "imr-denial-rate", YEARS).isOk(200).resource(MeasureReport.class);
    MeasureReport committee =
        ask("demo-committee", "imr-denial-rate", YEARS).isOk(200).resource(MeasureReport.class);
    assertThat(count(committee.getGroupFirstRep(), 0))
        .isEqualTo(count(plan.getGroupFirstRep(), 0))
        .isPositive();
    assertThat(
            ask("demo-committee", "imr-denial-rate", YEARS + "&reportType=subject-list").status())
        .isEqualTo(403);
    for (String other : List.of("demo-imro", "demo-member", "demo-provider", "demo-admin")) {
      assertThat(ask(other, "imr-denial-rate", PERIOD).status()).as(other).isEqualTo(403);
    }
    assertThat(
            server
                .fhir("GET", "Measure/imr-denial-rate/$evaluate-measure" + PERIOD)
                .send()
                .status())
        .isEqualTo(401);
  }

  @Test
  void everyMeasureIsHeldAndCanBeEvaluated() {
    for (String each :
        List.of(
            "imr-timeliness",
            "imr-review-timeliness",
            "imr-decision-timeliness",
            "imr-denial-notice-timeliness",
            "imr-authorization-notice-timeliness",
            "imr-denial-rate",
            "imr-overturn-rate",
            "imr-inter-rater")) {
      Measure measure =
          server.fhir("GET", "Measure/" + each).as(PLAN).send().isOk(200).resource(Measure.class);
      MeasureReport report =
          ask("demo-department", each, PERIOD).isOk(200).resource(MeasureReport.class);
      assertThat(report.getMeasure()).isEqualTo(measure.getUrl() + "|" + measure.getVersion());
      assertThat(
              measure
                  .getExtensionByUrl(
                      "https://openimr.org/fhir/StructureDefinition/imr-measure-counts")
                  .getValue())
          .isInstanceOf(CodeType.class);
    }
  }

  @Test
  void theCommitteeIsToldNoDateButItsYear() {
    submitted();
    // a notice is due on 8 June 2026: the plan may ask for that day, and for months
    String day = "?periodStart=2026-06-08&periodEnd=2026-06-08";
    MeasureReport ofADay = ask(PLAN, "imr-timeliness", day).isOk(200).resource(MeasureReport.class);
    assertThat(count(ofADay.getGroupFirstRep(), 0)).isPositive();
    assertThat(strata(ofADay)).contains("month");
    for (String within :
        List.of(
            day,
            "?periodStart=2026-06-08&periodEnd=2026-06-09",
            "?periodStart=2025-01-02&periodEnd=2026-12-30",
            "?periodStart=2025-02&periodEnd=2026-11")) {
      for (String each : List.of("Measure/imr-timeliness/$evaluate-measure", "$review-summary")) {
        Answer refused =
            server
                .fhir("GET", each + within)
                .as("demo-committee")
                .header("Accept", "application/fhir+json")
                .send();
        assertThat(refused.status()).as(each + within).isEqualTo(422);
        assertThat(refused.resource(OperationOutcome.class).getIssue())
            .extracting(issue -> issue.getExpression().get(0).getValue())
            .containsExactly("http.periodStart", "http.periodEnd");
      }
    }
    for (String measure : List.of("imr-timeliness", "imr-denial-rate", "imr-overturn-rate")) {
      Answer ofYears = ask("demo-committee", measure, YEARS).isOk(200);
      assertThat(strata(ofYears.resource(MeasureReport.class)))
          .contains("organization")
          .doesNotContain("month");
      assertThat(ofYears.text()).doesNotContain("2026-06");
    }
    String page =
        server.fhir("GET", "$review-summary" + YEARS).as("demo-committee").send().isOk(200).text();
    assertThat(page).doesNotContain("by month", "2026-06");
    assertThat(server.fhir("GET", "$review-summary" + YEARS).as(PLAN).send().isOk(200).text())
        .contains("by month", "2026-06");
  }

  private static List<String> strata(MeasureReport report) {
    return report.getGroupFirstRep().getStratifier().stream()
        .map(each -> each.getCodeFirstRep().getCodingFirstRep().getCode())
        .toList();
  }

  @Test
  void theCommitteeGetsAPage() {
    submitted();
    String query = "$review-summary" + YEARS;
    for (String seeing : List.of("demo-committee", PLAN, "demo-department")) {
      Answer page =
          server.fhir("GET", query).as(seeing).header("Accept", "text/html").send().isOk(200);
      assertThat(page.header("Content-Type")).startsWith("text/html");
      assertThat(page.header("Content-Security-Policy"))
          .contains("default-src 'none'", "style-src 'unsafe-inline'", "sandbox");
      assertThat(page.text())
          .contains("<h1>Summary of reviews and requests, 2025-01-01 to 2026-12-31</h1>", "<svg ")
          .contains("<h2>Rate of denials</h2>", "dmhc-imr-vchcp|2025-02-25")
          .doesNotContain("Task/", "UR26-");
    }
    for (String other : List.of("demo-imro", "demo-member", "demo-provider", "demo-admin")) {
      assertThat(server.fhir("GET", query).as(other).send().status()).as(other).isEqualTo(403);
    }
    assertThat(server.fhir("GET", "$review-summary?periodStart=x").as(PLAN).send().status())
        .isEqualTo(400);
  }

  @Test
  void anAuditorGetsEveryClockOfEveryCase() {
    String id = submitted();
    List<String> lines = universe(PLAN, "?policy=dmhc-imr-vchcp").isOk(200).text().lines().toList();
    List<String> columns = List.of(lines.get(0).split(",", -1));
    List<String> row =
        List.of(
            lines.stream()
                .filter(each -> each.startsWith(id + ","))
                .findFirst()
                .orElseThrow()
                .split(",", -1));
    assertThat(row).hasSameSizeAs(columns);
    assertThat(row.get(columns.indexOf("eligibility-notice.due")))
        .isEqualTo("2026-06-08T23:59:59-07:00");
    assertThat(row.get(columns.indexOf("eligibility-notice.status"))).isEqualTo("overdue");
    assertThat(row.get(columns.indexOf("eligibility-notice.rule"))).isEqualTo("V22");
    assertThat(row.get(columns.indexOf("grievance-exhausted.met")))
        .isEqualTo("2025-10-20T16:00:00-07:00");
    assertThat(columns).doesNotContain("plan-decision.due");
    assertThat(universe("demo-department", "").isOk(200).text()).contains(id + ",");
    assertThat(universe("demo-plan-chw", "").isOk(200).text()).doesNotContain(id + ",");
    assertThat(universe("demo-committee", "").status()).isEqualTo(403);
    assertThat(universe(PLAN, "?policy=nothing&period=2026").status()).isEqualTo(400);
    assertThat(
            server
                .fhir("GET", "$universe")
                .as(PLAN)
                .header("Accept", "application/pdf")
                .send()
                .status())
        .isEqualTo(406);
  }

  @Test
  void whatIsGivenIsRecordedAndSoIsARefusal() {
    AuditTrail trail = new AuditTrail(server);
    for (String each :
        List.of(
            "$universe",
            "$review-summary" + PERIOD,
            "Measure/imr-timeliness/$evaluate-measure" + PERIOD)) {
      String name = each.replaceAll(".*(\\$[a-z-]+).*", "$1").substring(1);
      trail.call("GET", each).as("demo-department").header("Accept", "*/*").send().isOk(200);
      assertThat(trail.told())
          .as(each)
          .isNotEmpty()
          .allSatisfy(event -> assertThat(event).contains(name));
      if (!name.equals("universe")) {
        assertThat(trail.told()).as(each).hasSize(1);
      }
      trail.call("GET", each).as("demo-member").header("Accept", "*/*").send().isOk(403);
      assertThat(trail.told()).as(each).singleElement().asString().contains(name, "403");
    }
  }

  @Test
  void whoAsksForAFormatOfFhirGetsTheTableOrThePageWithItsType() {
    for (String format :
        List.of("application/fhir+json", "application/fhir+xml", "application/json")) {
      for (String each : List.of("$universe", "$review-summary" + YEARS)) {
        assertThat(
                server
                    .fhir("GET", each)
                    .as(PLAN)
                    .header("Accept", format)
                    .send()
                    .isOk(200)
                    .header("Content-Type"))
            .as(each + " " + format)
            .startsWith(each.equals("$universe") ? "text/csv" : "text/html");
      }
    }
  }

  @Test
  void eachCaseThatIsNamedIsRecorded() {
    String id = submitted();
    String patient =
        server
            .fhir("GET", id)
            .as(PLAN)
            .send()
            .isOk(200)
            .resource(Task.class)
            .getFor()
            .getReference();
    AuditTrail trail = new AuditTrail(server);
    String measure = "Measure/imr-timeliness/$evaluate-measure" + PERIOD;
    for (String each : List.of("$universe", measure + "&reportType=subject-list")) {
      String name = each.replaceAll(".*(\\$[a-z-]+).*", "$1").substring(1);
      String ofTheCase =
          "entity=" + id + "&subtype=https://openimr.org/fhir/OperationDefinition/" + name;
      trail.call("GET", each).as(PLAN).header("Accept", "*/*").send().isOk(200);
      assertThat(trail.events(ofTheCase))
          .as(each)
          .singleElement()
          .satisfies(
              event ->
                  assertThat(AuditTrail.line(event))
                      .contains("case=" + id, "patient=" + patient, AuditTrail.PLAN));
      // of another plan it says nothing, and so names nothing
      trail.call("GET", each).as("demo-plan-chw").header("Accept", "*/*").send().isOk(200);
      assertThat(trail.told()).isNotEmpty().noneMatch(line -> line.contains(id));
    }
    // numbers alone name no case
    trail.call("GET", measure).as(PLAN).send().isOk(200);
    assertThat(trail.told()).singleElement().asString().doesNotContain("case=", "patient=");
  }

  private Answer universe(String token, String query) {
    return server.fhir("GET", "$universe" + query).as(token).header("Accept", "text/csv").send();
  }

  @Test
  void everythingWrongIsNamedAtOnce() {
    Answer refused = ask(PLAN, "imr-timeliness", "?periodEnd=2026-13&reportType=all&subject=x");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.resource(OperationOutcome.class).getIssue())
        .extracting(each -> each.getExpression().get(0).getValue())
        .containsExactlyInAnyOrder(
            "http.periodStart", "http.periodEnd", "http.reportType", "http.subject");
    assertThat(ask(PLAN, "imr-timeliness", "?periodStart=2026&periodEnd=2025").status())
        .isEqualTo(400);
    assertThat(ask(PLAN, "nothing", PERIOD).status()).isEqualTo(404);
  }
}
