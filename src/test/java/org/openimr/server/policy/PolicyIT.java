package org.openimr.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.junit.jupiter.api.Test;
import org.openimr.HeldPolicies;
import org.openimr.fhir.policy.PolicyCheck;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/** A plan's own policy is put to work, corrected, retired and taken away while the server runs. */
@OnEachDatabase
class PolicyIT {

  private static final Path TEXT =
      Path.of("examples/policy-made-up-plan/sierra-vista-imr-2027-01-01.yaml");
  private static final String ADMIN = "demo-admin";

  private final RunningServer server;

  PolicyIT(Database database) {
    this.server = database.server();
  }

  @Test
  void aSeventhPlansPolicyAnswersAsSoonAsItIsPut() {
    String policy = "sierra-vista-imr";
    due(policy, "standard").isRefusedFor("No policy of that name is held");
    Answer put = put(policy, plan(policy, "2027-01-01", text())).isOk(201);
    assertThat(put.resource(PlanDefinition.class).getText().getDivAsString())
        .contains("SVH-2", "2 business days");
    // a Wednesday before a holiday weekend: Thursday, Friday; Monday is not reached
    assertThat(due(policy, "standard").text()).contains("2027-01-15T23:59:59-08:00", "SVH-2");
    assertThat(due(policy, "expedited").text()).contains("2027-01-14T05:30:00-08:00", "SVH-3");
    assertThat(server.at("GET", "/health/policies").send().isOk(200).text())
        .contains("/sierra-vista-imr|2027-01-01");
  }

  @Test
  void fiveMistakesAreAllNamedAtOnce() {
    String policy = "five-mistakes-imr";
    String mistaken =
        text()
            .replace("stops-with: records-sent", "stops-with: records-thrown-away")
            .replace("owed-by: plan", "owed-by: nobody")
            .replace("%urgency = 'standard'", "%urgency = 'leisurely'")
            .replace("calendar: us-ca-state-offices", "calendar: us-ca-beaches")
            .replace("default-route: complaint-unit", "default-route: waste-bin");
    Answer answer = put(policy, plan(policy, "2027-01-01", mistaken)).isOk(422);
    OperationOutcome outcome = answer.resource(OperationOutcome.class);
    assertThat(outcome.getIssue())
        .extracting(issue -> issue.getDetails().getText())
        .anyMatch(text -> text.contains("there is no event 'records-thrown-away'"))
        .anyMatch(text -> text.contains("'nobody' is no code of imr-party"))
        .anyMatch(text -> text.contains("no value 'leisurely'"))
        .anyMatch(text -> text.contains("there is no calendar 'us-ca-beaches'"))
        .anyMatch(text -> text.contains("'waste-bin' is no code of imr-route"));
    assertThat(outcome.getIssue()).allMatch(issue -> issue.hasExpression());
    server.fhir("GET", "PlanDefinition/five-mistakes-imr-2027-01-01").send().isOk(404);
  }

  @Test
  void aLimitThatNoRuleCanMeanIsRefusedWithItsPlace() {
    String policy = "absurd-imr";
    String absurd =
        plan(policy, "2027-01-01", text()).replaceFirst("\"value\": ?2,", "\"value\": 99999,");
    Answer answer = put(policy, absurd).isOk(422);
    assertThat(answer.resource(OperationOutcome.class).getIssue())
        .singleElement()
        .satisfies(
            issue ->
                assertThat(issue.getDetails().getText())
                    .isEqualTo(
                        "records-to-imro.SVH-2: '99999 bd' is longer than any rule: at most 2600"
                            + " bd"))
        .satisfies(
            issue ->
                assertThat(issue.getExpression().get(0).getValue())
                    .isEqualTo(
                        "PlanDefinition.repeat(action).where(id = 'records-to-imro.SVH-2')"));
  }

  @Test
  void aCountThatRunsOutOfTheCalendarNamesItsRule() {
    String policy = "longest-imr";
    put(policy, plan(policy, "2027-01-01", text().replace("2 bd", "2600 bd"))).isOk(201);
    // 2600 business days are more than ten years, and the calendar ends with 2199
    due(policy, "standard", "2195-01-13T17:30:00-08:00")
        .isRefusedFor(
            "SVH-2 cannot be counted, 2600 bd from plan-notified: calendar us-ca-state-offices"
                + " covers 2010 to 2199, not 2200");
  }

  @Test
  void aDraftStandsInNobodysWay() {
    String policy = "draft-imr";
    put(policy, plan(policy, "2027-01-01", text())).isOk(201);
    String draft = text().replace("written:", "status: draft\nwritten:").replace("2 bd", "1 bd");
    put(policy, plan(policy, "2027-02-01", draft), "2027-02-01").isOk(201);
    assertThat(due(policy, "standard", "2027-02-10T10:00:00-08:00").text())
        .contains("2027-02-12T23:59:59-08:00");
    assertThat(
            put(policy, plan(policy, "2027-02-01", draft.replace("draft", "active")), "2027-02-01")
                .isOk(422)
                .text())
        .contains("version 2027-01-01 holds on the same day");
  }

  @Test
  void anElementThatStandsTwiceIsRefused() {
    String policy = "twice-imr";
    String twice =
        plan(policy, "2027-01-01", text()).replaceFirst("\"title\"", "\"title\":\"x\",\"title\"");
    Answer answer = put(policy, twice).isOk(400);
    assertThat(answer.text()).contains("PlanDefinition.title", "This element stands twice");
    String bundle =
        """
        {"resourceType":"Bundle","type":"%s","entry":[{"resource":%s,
         "request":{"method":"PUT","url":"PlanDefinition/twice-imr-2027-01-01"}}]}
        """;
    for (String type : List.of("transaction", "batch")) {
      server.fhir("POST", "").as(ADMIN).json(bundle.formatted(type, twice)).send().isOk(400);
    }
    put(policy, plan(policy, "2027-01-01", text()).replaceFirst("Sierra", "Si\u0000rra")).isOk(400);
    server.fhir("GET", "PlanDefinition/twice-imr-2027-01-01").send().isOk(404);
  }

  @Test
  void versionsStandSideBySideAndNeverHoldOnTheSameDay() {
    String policy = "two-versions-imr";
    put(policy, plan(policy, "2027-01-01", text())).isOk(201);
    String later = text().replace("from: 2027-01-01", "from: 2027-07-01").replace("2 bd", "1 bd");
    Answer refused = put(policy, plan(policy, "2027-07-01", later), "2027-07-01").isOk(422);
    assertThat(refused.text())
        .contains("PlanDefinition.effectivePeriod", "version 2027-01-01 holds on the same day");
    String ended = text().replace("from: 2027-01-01", "from: 2027-01-01\n  until: 2027-06-30");
    put(policy, plan(policy, "2027-01-01", ended)).isOk(200);
    put(policy, plan(policy, "2027-07-01", later), "2027-07-01").isOk(201);
    assertThat(due(policy, "standard").text()).contains("2027-01-15T23:59:59-08:00");
    assertThat(due(policy, "standard", "2027-07-14T17:30:00-07:00").text())
        .contains("2027-07-15T23:59:59-07:00");
  }

  @Test
  void aRetiredVersionJudgesItsOwnDatesAlone() {
    String policy = "retired-imr";
    String retired =
        text()
            .replace("written:", "status: retired\nwritten:")
            .replace("from: 2027-01-01", "from: 2027-01-01\n  until: 2027-02-28");
    assertThat(
            put(policy, plan(policy, "2027-01-01", retired.replace("\n  until: 2027-02-28", "")))
                .isOk(422)
                .text())
        .contains("a retired policy states the last day");
    put(policy, plan(policy, "2027-01-01", retired)).isOk(201);
    assertThat(due(policy, "standard").isOk(200).text()).contains("2027-01-15T23:59:59-08:00");
    due(policy, "standard", "2027-07-14T17:30:00-07:00")
        .isRefusedFor(
            "No version of the policy retired-imr judges a case that was opened on that day; held"
                + " are 2027-01-01 (retired, from 2027-01-01 to 2027-02-28).");
  }

  @Test
  void aRetiredVersionDoesNotBringTheOneBeforeItBack() {
    String policy = "not-revived-imr";
    String first = text().replace("from: 2027-01-01", "from: 2027-01-01\n  until: 2027-01-31");
    String second =
        text()
            .replace("from: 2027-01-01", "from: 2027-02-01\n  until: 2027-02-28")
            .replace("written:", "status: retired\nwritten:");
    put(policy, plan(policy, "2027-01-01", first)).isOk(201);
    put(policy, plan(policy, "2027-02-01", second), "2027-02-01").isOk(201);
    assertThat(due(policy, "standard", "2027-02-10T10:00:00-08:00").text())
        .contains("2027-02-12T23:59:59-08:00");
    due(policy, "standard", "2027-07-14T17:30:00-07:00")
        .isRefusedFor("2027-02-01 (retired, from 2027-02-01 to 2027-02-28).");
  }

  @Test
  void aPolicyIsNotPosted() {
    server
        .fhir("POST", "PlanDefinition")
        .as(ADMIN)
        .json(plan("posted-imr", "2027-01-01", text()))
        .send()
        .isRefused(
            405,
            "not-supported",
            "A policy is put under its own name: PUT PlanDefinition/POLICY-VERSION was expected.");
  }

  @Test
  void onlyTheAdministratorPutsPolicies() {
    server
        .fhir("PUT", "PlanDefinition/plans-own-2027-01-01")
        .as("demo-plan-chw")
        .json(plan("plans-own", "2027-01-01", text()))
        .send()
        .isOk(403);
  }

  @Test
  void aVersionWithoutCasesIsDeletedAndOneOfTheProgramIsKept() {
    String policy = "deleted-imr";
    put(policy, plan(policy, "2027-01-01", text())).isOk(201);
    server.fhir("DELETE", "PlanDefinition/deleted-imr-2027-01-01").as(ADMIN).send().isOk(200);
    due(policy, "standard").isRefusedFor("No policy of that name is held");
    server
        .fhir("DELETE", "PlanDefinition/phc-um-2025-10-08")
        .as(ADMIN)
        .send()
        .isRefused(
            409,
            "conflict",
            "This version comes with the program and keeps it; it can be retired: status retired,"
                + " with an end.");
  }

  @Test
  void aVersionThatACaseBindsKeepsItsRules() {
    String policy = "bound-imr";
    put(policy, plan(policy, "2027-01-01", text())).isOk(201);
    server
        .fhir("POST", "Task")
        .as(ADMIN)
        .json(
            """
            {"resourceType":"Task","status":"requested","intent":"order",
             "instantiatesUri":"https://openimr.org/fhir/PlanDefinition/bound-imr|2027-01-01"}
            """)
        .send()
        .isOk(201);
    assertThat(
            server
                .fhir("DELETE", "PlanDefinition/bound-imr-2027-01-01")
                .as(ADMIN)
                .send()
                .isOk(409)
                .text())
        .contains("A case is bound to this version");
    assertThat(
            put(policy, plan(policy, "2027-01-01", text().replace("2 bd", "3 bd")))
                .isOk(422)
                .text())
        .contains("its rules stay; a change is a new version");
    String ended = text().replace("from: 2027-01-01", "from: 2027-01-01\n  until: 2027-06-30");
    put(policy, plan(policy, "2027-01-01", ended)).isOk(200);
  }

  @Test
  void aNewcomersFileHasFewLines() throws IOException {
    try (Stream<String> lines = Files.lines(TEXT)) {
      assertThat(lines.count()).isLessThan(60);
    }
  }

  private Answer put(String policy, String plan) {
    return put(policy, plan, "2027-01-01");
  }

  private Answer put(String policy, String plan, String version) {
    return server
        .fhir("PUT", "PlanDefinition/" + policy + "-" + version)
        .as(ADMIN)
        .json(plan)
        .send();
  }

  private Asked due(String policy, String urgency) {
    return due(policy, urgency, "2027-01-13T17:30:00-08:00");
  }

  private Asked due(String policy, String urgency, String notified) {
    return new Asked(
        server
            .fhir("POST", "Task/$compute-deadlines")
            .json(
                """
                {"resourceType":"Parameters","parameter":[
                 {"name":"policy","valueCode":"%s"},
                 {"name":"asOf","valueDateTime":"%s"},
                 {"name":"fact","part":[{"name":"name","valueCode":"urgency"},
                  {"name":"value","valueCode":"%s"}]},
                 {"name":"event","part":[{"name":"code","valueCode":"plan-notified"},
                  {"name":"time","valueDateTime":"%s"}]}]}
                """
                    .formatted(policy, notified, urgency, notified))
            .send());
  }

  /** An answer about deadlines. */
  private record Asked(Answer answer) {

    Asked isOk(int status) {
      answer.isOk(status);
      return this;
    }

    String text() {
      return answer.isOk(200).text();
    }

    void isRefusedFor(String reason) {
      assertThat(answer.isOk(422).text()).contains(reason);
    }
  }

  /** The PlanDefinition of a policy text, under another name. */
  static String plan(String policy, String version, String text) {
    PlanDefinition plan =
        PolicyCheck.plan(
            "policy.yaml",
            text.replace("policy: sierra-vista-imr", "policy: " + policy)
                .replace("version: \"2027-01-01\"", "version: \"" + version + "\""),
            HeldPolicies.LAWS);
    return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(plan);
  }

  static String text() {
    try {
      return Files.readString(TEXT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
