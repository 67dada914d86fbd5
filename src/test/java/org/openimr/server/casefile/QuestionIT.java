package org.openimr.server.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;

/** The stateless operations over HTTP. */
@OnEachDatabase
class QuestionIT {

  private static final String DEADLINES = "Task/$compute-deadlines";
  private static final Pattern CONNECTIONS_USED =
      Pattern.compile("hikaricp_connections_usage_seconds_count\\{[^}]*} (\\d+)");

  private static final String QUESTION =
      """
      {"resourceType":"Parameters","parameter":[
        {"name":"policy","valueCode":"dmhc-imr-vchcp"},
        {"name":"asOf","valueDateTime":"2026-07-02T09:00:00-07:00"},
        {"name":"fact","part":[{"name":"name","valueCode":"urgency"},
          {"name":"value","valueCode":"standard"}]},
        {"name":"event","part":[{"name":"code","valueCode":"plan-notified"},
          {"name":"time","valueDateTime":"2026-07-01T10:00:00-07:00"}]}]}
      """;

  private final RunningServer server;

  QuestionIT(Database database) {
    this.server = database.server();
  }

  @Test
  void deadlinesNeedNoToken() {
    Answer answer = server.fhir("POST", DEADLINES).json(QUESTION).send().isOk(200);
    assertThat(answer.resource(Parameters.class).getParameter()).isNotEmpty();
    assertThat(answer.text()).contains("2026-07-04T23:59:59-07:00", "2026-07-06T23:59:59-07:00");
  }

  @Test
  void eligibilityNeedsNoToken() {
    assertThat(
            server.fhir("POST", "Task/$check-eligibility").json(QUESTION).send().isOk(200).text())
        .contains("{\"name\":\"outcome\",\"valueCode\":\"undetermined\"}");
  }

  @Test
  void aComparisonNeedsNoTokenAndTellsWhatAChangeMoves() {
    String scenario =
        """
        ,{"name":"scenario","part":[{"name":"name","valueString":"urgent"},
          {"name":"fact","part":[{"name":"name","valueCode":"urgency"},
            {"name":"value","valueCode":"expedited"}]}]}]}
        """;
    String question = QUESTION.strip().replaceFirst("]}$", "") + scenario;
    Answer answer = server.fhir("POST", "Task/$compare-policies").json(question).send().isOk(200);
    // three days from Wed 1 July are Sat 4 July; urgent it is 24 hours
    assertThat(answer.text())
        .contains("2026-07-04T23:59:59-07:00", "2026-07-02T10:00:00-07:00")
        .contains("{\"name\":\"movement\",\"valueCode\":\"earlier\"}");
  }

  @Test
  void badQuestionsAreRefusedWithTheirPlace() {
    Answer malformed =
        server
            .fhir("POST", DEADLINES)
            .json(QUESTION.replace("asOf", "haste").replace("plan-notified", "Secret Person"))
            .send();
    assertThat(malformed.status()).isEqualTo(400);
    assertThat(malformed.text()).doesNotContain("Secret");
    assertThat(malformed.resource(OperationOutcome.class).getIssue())
        .extracting(issue -> issue.getExpression().get(0).getValue())
        .containsExactly("Parameters.parameter[1].name", "Parameters.parameter[3].part[0].value");
    Answer unacceptable =
        server.fhir("POST", DEADLINES).json(QUESTION.replace("standard", "hasty")).send();
    unacceptable.isRefused(
        422, "code-invalid", "The fact urgency has no value 'hasty'; it has expedited, standard.");
  }

  @Test
  void noPolicyLetsACaseBeExpeditedAfterItsDecision() {
    // each policy with the event that is its own decision
    Map<String, String> decisions =
        Map.of(
            "dmhc-imr-vchcp", "decision-issued",
            "dmhc-imr-chw", "decision-issued",
            "phc-external-imr", "determination-made",
            "phc-advantage-ire", "decision-made",
            "phc-um", "decision-made",
            "phc-second-opinion", "decision-made");
    decisions.forEach(
        (policy, decision) -> {
          String event =
              """
              ,{"name":"event","part":[{"name":"code","valueCode":"%s"},
                {"name":"time","valueDateTime":"2026-07-01T%s:00:00-07:00"}]}""";
          String question =
              QUESTION.strip().replaceFirst("]}$", "").replace("dmhc-imr-vchcp", policy)
                  + event.formatted(decision, "11")
                  + event.formatted("converted-to-expedited", "12")
                  + "]}";
          Answer answer = server.fhir("POST", DEADLINES).json(question).send();
          answer.isRefused(
              422,
              "business-rule",
              "a case is converted before its review ends, not after it: "
                  + decision
                  + " has ended it");
          assertThat(answer.resource(OperationOutcome.class).getIssueFirstRep().getExpression())
              .extracting(StringType::getValue)
              .containsExactly("Parameters.parameter[5]");
        });
  }

  @Test
  void aBodyThatIsNotWellFormedIsRefused() {
    Answer answer = server.fhir("POST", DEADLINES).json("{\"resourceType\":").send();
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("OperationOutcome").doesNotContain("HAPI");
  }

  @Test
  void theTypeLevelIsAskedWithPost() {
    assertThat(server.fhir("GET", DEADLINES).send().status()).isEqualTo(405);
  }

  @Test
  void aCaseThatIsNotThereIsNotFound() {
    assertThat(
            server.fhir("GET", "Task/no-such-case/$compute-deadlines").as("demo-plan-vchcp").send())
        .satisfies(answer -> assertThat(answer.status()).isEqualTo(404));
  }

  @Test
  void questionsUseNoDatabase() {
    server.fhir("POST", DEADLINES).json(QUESTION).send().isOk(200);
    long before = connectionsUsed();
    int questions = 50;
    for (int i = 0; i < questions; i++) {
      server.fhir("POST", DEADLINES).json(QUESTION).send().isOk(200);
    }
    // what the server does on its own account may use some meanwhile
    assertThat(connectionsUsed() - before).isLessThan(questions / 2);
  }

  private long connectionsUsed() {
    Matcher used = CONNECTIONS_USED.matcher(server.at("GET", "/metrics").send().isOk(200).text());
    assertThat(used.find()).isTrue();
    return Long.parseLong(used.group(1));
  }
}
