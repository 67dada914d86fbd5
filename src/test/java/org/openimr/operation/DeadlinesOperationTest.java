package org.openimr.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.openimr.operation.Asking.asOf;
import static org.openimr.operation.Asking.event;
import static org.openimr.operation.Asking.fact;
import static org.openimr.operation.Asking.get;
import static org.openimr.operation.Asking.json;
import static org.openimr.operation.Asking.parameters;
import static org.openimr.operation.Asking.policy;
import static org.openimr.operation.Asking.post;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.junit.jupiter.api.Test;
import org.openimr.HeldPolicies;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.operation.casefile.NoSuchCaseException;

class DeadlinesOperationTest {

  private static final String VCHCP = policy("dmhc-imr-vchcp");
  private static final String CANONICAL =
      "https://openimr.org/fhir/PlanDefinition/dmhc-imr-vchcp|2025-02-25";
  private static final String STANDARD = fact("urgency", "'name':'value','valueCode':'standard'");
  private static final String NOTIFIED = event("plan-notified", "2026-07-01T10:00:00-07:00");

  private final Asking asking = new Asking();

  private static ParametersParameterComponent deadline(Parameters answer, String milestone) {
    return answer.getParameter().stream()
        .filter(given -> given.getName().equals("deadline"))
        .filter(given -> value(given, "milestone").equals(milestone))
        .findFirst()
        .orElseThrow();
  }

  private static String value(ParametersParameterComponent given, String part) {
    return given.getPart().stream()
        .filter(each -> each.getName().equals(part))
        .map(each -> each.getValue().primitiveValue())
        .collect(Collectors.joining("|"));
  }

  private static List<String> bounds(ParametersParameterComponent deadline) {
    return deadline.getPart().stream()
        .filter(part -> part.getName().equals("bound"))
        .map(
            bound ->
                bound.getPart().stream()
                    .filter(part -> !part.getName().equals("citation"))
                    .map(part -> part.getValue().primitiveValue())
                    .collect(Collectors.joining(" ")))
        .toList();
  }

  @Test
  void bothBoundsOfTheRecordsAreGivenAndTheEarlierGoverns() {
    Parameters answer = asking.deadlines(VCHCP, STANDARD, NOTIFIED);
    ParametersParameterComponent records = deadline(answer, "records-to-imro");
    assertThat(value(records, "owedBy")).isEqualTo("plan");
    assertThat(value(records, "status")).isEqualTo("running");
    assertThat(value(records, "startedBy")).isEqualTo("plan-notified");
    assertThat(value(records, "start")).isEqualTo("2026-07-01T10:00:00-07:00");
    assertThat(value(records, "due")).isEqualTo("2026-07-04T23:59:59-07:00");
    assertThat(value(records, "rule")).isEqualTo("V23");
    assertThat(value(records, "explanation"))
        .contains("V23 governs", "day 3  Sat 2026-07-04", "day 3  Mon 2026-07-06");
    assertThat(bounds(records))
        .containsExactly(
            "V13 running plan-notified 2026-07-01T10:00:00-07:00 3 bd 2026-07-06T23:59:59-07:00",
            "V23 running plan-notified 2026-07-01T10:00:00-07:00 3 d 2026-07-04T23:59:59-07:00");
  }

  @Test
  void partsStandInTheirOrder() {
    Parameters answer = asking.deadlines(VCHCP, STANDARD, NOTIFIED);
    assertThat(deadline(answer, "records-to-imro").getPart())
        .extracting(ParametersParameterComponent::getName)
        .containsExactly(
            "milestone",
            "owedBy",
            "status",
            "startedBy",
            "start",
            "due",
            "target",
            "rule",
            "citation",
            "explanation",
            "bound",
            "bound");
    assertThat(json(answer))
        .contains("{\"name\":\"milestone\",\"valueCode\":\"records-to-imro\"}")
        .contains("{\"name\":\"limit\",\"valueString\":\"3 bd\"}")
        .contains("{\"name\":\"limit\",\"valueString\":\"6 mo\"}")
        .contains("{\"name\":\"limit\",\"valueString\":\"none\"}")
        .contains("{\"name\":\"due\",\"valueDateTime\":\"2026-07-04T23:59:59-07:00\"}");
  }

  @Test
  void aLateImplementationTellsToWhatItExposes() {
    // received on Friday 24 July: 5 bd end on Friday the 31st; asked on Monday 3 August: 3 days
    Parameters answer =
        asking.deadlines(
            VCHCP,
            asOf("2026-08-03T09:00:00-07:00"),
            STANDARD,
            fact("outcome", "'name':'value','valueCode':'overturned'"),
            fact("service-rendered", "'name':'value','valueBoolean':false"),
            event("decision-received", "2026-07-24T15:00:00-07:00"));
    ParametersParameterComponent exposure =
        deadline(answer, "authorization").getPart().stream()
            .filter(each -> each.getName().equals("exposure"))
            .findFirst()
            .orElseThrow();

    assertThat(value(exposure, "rule")).isEqualTo("L20");
    assertThat(value(exposure, "days")).isEqualTo("3");
    assertThat(value(exposure, "citation")).contains("1374.34");
    assertThat(value(exposure, "explanation")).contains("no decision");
    assertThat(json(answer))
        .contains("\"name\":\"perDay\",\"valueMoney\":{\"value\":5000,\"currency\":\"USD\"}")
        .contains("\"name\":\"amount\",\"valueMoney\":{\"value\":15000,\"currency\":\"USD\"}");
  }

  @Test
  void whatIsUnknownIsNamed() {
    Parameters answer = asking.deadlines(VCHCP, NOTIFIED);
    ParametersParameterComponent records = deadline(answer, "records-to-imro");
    assertThat(value(records, "status")).isEqualTo("undetermined");
    assertThat(value(records, "missing")).isEqualTo("urgency");
    assertThat(value(records, "due")).isEmpty();
  }

  @Test
  void millisecondsStayAndOtherOffsetsBecomeThoseOfTheZone() {
    Parameters answer =
        asking.deadlines(VCHCP, STANDARD, event("plan-notified", "2026-07-01T17:00:00.250Z"));
    assertThat(value(deadline(answer, "records-to-imro"), "start"))
        .isEqualTo("2026-07-01T10:00:00.250-07:00");
  }

  @Test
  void explanationsAreLeftOutOnRequest() {
    Parameters answer =
        asking.deadlines(VCHCP, STANDARD, NOTIFIED, "{'name':'explain','valueBoolean':false}");
    assertThat(json(answer)).doesNotContain("explanation").contains("citation");
  }

  @Test
  void withoutAsOfTheArrivalOfTheRequestCounts() {
    assertThat(statusOfRecords(asking.deadlines(VCHCP, STANDARD, NOTIFIED))).isEqualTo("running");
    String later = asOf("2026-07-05T00:00:00-07:00");
    assertThat(statusOfRecords(asking.deadlines(VCHCP, STANDARD, NOTIFIED, later)))
        .isEqualTo("overdue");
    String sameDay = asOf("2026-07-04");
    assertThat(statusOfRecords(asking.deadlines(VCHCP, STANDARD, NOTIFIED, sameDay)))
        .isEqualTo("running");
  }

  private static String statusOfRecords(Parameters answer) {
    return value(deadline(answer, "records-to-imro"), "status");
  }

  @Test
  void aPolicyIsNamedByCodeOrByCanonical() {
    String expected = json(asking.deadlines(VCHCP, STANDARD, NOTIFIED));
    for (String type : List.of("valueCanonical", "valueUri")) {
      String named = "{'name':'policy','" + type + "':'" + CANONICAL + "'}";
      assertThat(json(asking.deadlines(named, STANDARD, NOTIFIED))).isEqualTo(expected);
    }
  }

  @Test
  void aCaseOlderThanTheTextIsMarked() {
    String[] old = {STANDARD, event("plan-notified", "2024-07-01T10:00:00-07:00")};
    assertThat(json(asking.deadlines(VCHCP, old[0], old[1])))
        .contains("The text held is of 2025-02-25; the case was opened before, on 2024-07-01");
    assertThat(json(asking.deadlines(VCHCP, STANDARD, NOTIFIED)))
        .doesNotContain("The text held is of");
  }

  private static ReviewCase kept() {
    return new ReviewCase(
        CANONICAL,
        Facts.none(HeldPolicies.VOCABULARY).with("urgency", "standard"),
        List.of(
            CaseEvent.of("plan-notified", EventTime.at(Instant.parse("2026-07-01T17:00:00Z")))));
  }

  @Test
  void aStoredCaseIsAnsweredLikeTheSameCaseDescribed() {
    asking.keep("1", kept());
    String expected = json(asking.deadlines(VCHCP, STANDARD, NOTIFIED));
    assertThat(json(asking.deadlinesOf("1", get()))).isEqualTo(expected);
    assertThat(json(asking.deadlinesOf("1", post(null)))).isEqualTo(expected);
    assertThat(json(asking.deadlinesOf("1", post(new Parameters())))).isEqualTo(expected);
  }

  @Test
  void theAddressMaySayAsOfPolicyAndExplain() {
    asking.keep("1", kept());
    Parameters answer =
        asking.deadlinesOf(
            "1",
            get(
                "asOf", "2026-07-05T00:00:00-07:00",
                "explain", "false",
                "policy", CANONICAL,
                "_format", "json"));
    assertThat(statusOfRecords(answer)).isEqualTo("overdue");
    assertThat(json(answer)).doesNotContain("explanation");
  }

  @Test
  void factsAndEventsOfTheRequestAddToAStoredCase() {
    asking.keep("1", kept());
    Parameters sent = parameters(event("records-sent", "2026-07-02T08:00:00-07:00"));
    assertThat(statusOfRecords(asking.deadlinesOf("1", post(sent)))).isEqualTo("met");
    Parameters expedited = parameters(fact("urgency", "'name':'value','valueCode':'expedited'"));
    assertThat(value(deadline(asking.deadlinesOf("1", post(expedited)), "records-to-imro"), "due"))
        .isEqualTo("2026-07-02T10:00:00-07:00");
    assertThat(statusOfRecords(asking.deadlinesOf("1", get()))).isEqualTo("running");
  }

  @Test
  void anUnknownCaseIsNotFound() {
    assertThatThrownBy(() -> asking.deadlinesOf("2", get()))
        .isInstanceOf(NoSuchCaseException.class);
  }
}
