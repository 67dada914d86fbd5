package org.openimr.server.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openimr.core.history.DecisionForm;
import org.openimr.core.history.HistoricalDecision;
import org.openimr.core.report.PublicRow;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.operation.report.SimilarDecisionsOperation;
import org.openimr.server.artifact.PackagedReport;
import org.openimr.server.history.HistoricalDecisionTable.Placed;
import org.springframework.jdbc.core.JdbcTemplate;

/** What was decided in cases of a kind, counted by hand over eight rows. */
class SimilarDecisionsTest {

  private SimilarDecisionsOperation operation;

  @BeforeEach
  void eightDecisions() throws IOException {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    JdbcTemplate jdbc = new JdbcTemplate(source);
    String sql =
        Files.readString(Path.of("src/main/resources/db/migration/V16__historical_decisions.sql"));
    for (String statement : sql.replaceAll("(?m)^\\s*--.*$", "").split(";")) {
      if (!statement.isBlank()) {
        jdbc.execute(statement);
      }
    }
    List<Placed> rows = new ArrayList<>();
    add(rows, "MN20-1", "Cancer", "Cancer Care", true);
    add(rows, "MN20-2", "Cancer", "Cancer Care", false);
    add(rows, "EI20-3", "Cancer", "Cancer Treatment", true);
    add(rows, "EI21-4", "Cancer", "Cancer Care", true);
    add(rows, "MN21-5", "Cancer", "Mental Health", false);
    add(rows, "MN21-6", "Mental Disorder", "Cancer Care", false);
    add(rows, "MN22-7", "Mental Disorder", "Mental Health", true);
    add(rows, "UR22-8", "Cancer", "Cancer Care", true);
    new HistoricalDecisionTable(jdbc).insert(rows, "file", Instant.EPOCH);
    operation =
        new SimilarDecisionsOperation(
            new HistoricalDecisionSearch(jdbc), PackagedReport.read().format(), null, null);
  }

  private static void add(
      List<Placed> rows, String reference, String what, String service, boolean fell) {
    String type =
        Map.of(
                "MN", "medical-necessity",
                "EI", "experimental-investigational",
                "UR", "emergency-urgent-claim")
            .get(reference.substring(0, 2));
    rows.add(
        new Placed(
            new HistoricalDecision(
                reference,
                2000 + Integer.parseInt(reference.substring(2, 4)),
                new PublicRow.Category(what, "Other", service, "Other"),
                fell,
                type,
                "65+",
                "female",
                "standard",
                -1,
                0,
                "Reasons of " + reference,
                DecisionForm.CURRENT),
            reference,
            1));
  }

  private Parameters ask(String... address) {
    Map<String, String[]> parameters = new TreeMap<>();
    for (String each : address) {
      String[] parts = each.split("=");
      parameters.merge(
          parts[0], new String[] {parts[1]}, (one, two) -> new String[] {one[0], two[0]});
    }
    SystemRequestDetails request = new SystemRequestDetails();
    request.setParameters(parameters);
    return operation.named(request);
  }

  private static List<String> groups(Parameters answer, String name) {
    return answer.getParameter().stream()
        .filter(each -> each.getName().equals(name))
        .map(
            each ->
                value(each, "count")
                    + " "
                    + value(each, "overturned")
                    + " "
                    + value(each, "overturnRate"))
        .toList();
  }

  private static String value(ParametersParameterComponent group, String name) {
    return group.getPart().stream()
        .filter(each -> each.getName().equals(name))
        .map(each -> each.getValue().primitiveValue())
        .findFirst()
        .orElse("-");
  }

  @Test
  void aConditionAndAServiceAreLookedForByTheNamesOfBothForms() {
    Parameters answer = ask("condition=C71.1", "service=77523", "period=2020/2021");
    assertThat(groups(answer, "similar")).containsExactly("4 3 75.0");
    // the treatment alone: MN20-1, MN20-2, EI20-3, EI21-4, MN21-6; the diagnosis alone: the first
    // five
    assertThat(groups(answer, "broader")).containsExactly("5 3 60.0", "5 3 60.0");
    ParametersParameterComponent similar = answer.getParameter().get(0);
    assertThat(
            similar.getPart().stream()
                .filter(each -> each.getName().equals("treatmentCategory"))
                .map(each -> each.getValue().primitiveValue()))
        .containsExactly("Cancer Care", "Cancer Treatment");
    assertThat(
            similar.getPart().stream()
                .filter(each -> each.getName().equals("year"))
                .map(
                    each ->
                        value(each, "year")
                            + " "
                            + value(each, "count")
                            + " "
                            + value(each, "overturned")
                            + " "
                            + value(each, "overturnRate")))
        .containsExactly("2020 3 2 66.7", "2021 1 1 100.0");
    assertThat(value(similar, "remark")).startsWith("n = 4: too few");
  }

  @Test
  void theTypeNarrowsAndIsLeftOutFirst() {
    Parameters answer =
        ask("diagnosisCategory=Cancer", "type=experimental-investigational", "period=2020/2021");
    assertThat(groups(answer, "similar")).containsExactly("2 2 100.0");
    assertThat(groups(answer, "broader")).containsExactly("5 3 60.0");
  }

  @Test
  void severalNamesAreEitherAndNoneIsRefused() {
    assertThat(
            groups(ask("diagnosisCategory=Cancer", "diagnosisCategory=Mental Disorder"), "similar"))
        .containsExactly("8 5 62.5");
    assertThat(
            catchThrowableOfType(UnreadableResourceException.class, () -> ask("_count=1"))
                .problems())
        .singleElement()
        .satisfies(
            each ->
                assertThat(each.text()).startsWith("Nothing says what the decisions are to be"));
    assertThat(groups(ask("diagnosisCategory=Never Heard"), "similar")).containsExactly("0 0 -");
  }

  @Test
  void theNewestAreShownWithTheirTexts() {
    String[] all = {"diagnosisCategory=Cancer", "diagnosisCategory=Mental Disorder"};
    assertThat(ask(all[0], all[1], "_count=2").getParameter())
        .filteredOn(each -> each.getName().equals("decision"))
        .extracting(
            each -> value(each, "reference"),
            each -> value(each, "outcome"),
            each -> value(each, "findings"),
            each -> value(each, "daysToReview"),
            each -> value(each, "daysToAdopt"))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "MN22-7", "overturned", "Reasons of MN22-7", "-", "0"),
            org.assertj.core.groups.Tuple.tuple(
                "UR22-8", "overturned", "Reasons of UR22-8", "-", "0"));
  }

  @Test
  void everythingWrongIsNamedAtOnce() {
    UnreadableResourceException refused =
        catchThrowableOfType(
            UnreadableResourceException.class,
            () ->
                ask(
                    "condition=???",
                    "service=0",
                    "type=dental",
                    "period=soon",
                    "_count=51",
                    "who=me"));
    assertThat(refused.problems())
        .extracting(UnreadableResourceException.Problem::expression)
        .containsExactlyInAnyOrder(
            "http.condition",
            "http.service",
            "http.type",
            "http.period",
            "http._count",
            "http.who");
  }
}
