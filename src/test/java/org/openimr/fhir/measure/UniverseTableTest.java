package org.openimr.fhir.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openimr.HeldPolicies;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.Facts;
import org.openimr.core.deadline.DeadlineCalculator;
import org.openimr.core.situation.Situation;
import org.openimr.fhir.report.CsvLines;

class UniverseTableTest {

  private static final UniverseTable TABLE =
      new UniverseTable(List.of("plan-decision", "call-return", "admission-notice"));

  private static CaseEvent event(String code, String time) {
    return CaseEvent.of(code, EventTime.at(OffsetDateTime.parse(time).toInstant()));
  }

  @Test
  void aCaseIsARowWithEveryClock() {
    Facts facts =
        Facts.none(HeldPolicies.VOCABULARY)
            .with("urgency", "standard")
            .with("request-timing", "pre-service")
            .with("setting", "outpatient")
            .with("decision", "denied");
    Situation situation =
        Situation.of(
            HeldPolicies.policy("phc-um"),
            facts,
            List.of(
                event("request-received", "2026-06-15T09:00:00-07:00"),
                event("decision-made", "2026-06-23T10:00:00-07:00"),
                event("stabilization-call-received", "2026-06-24T10:00:00-07:00"),
                event("stabilization-call-received", "2026-06-24T12:00:00-07:00"),
                event("call-returned", "2026-06-24T10:20:00-07:00")),
            EventTime.at(Instant.parse("2026-12-01T00:00:00Z")));
    List<String> row = TABLE.row("1", situation, DeadlineCalculator.deadlines(situation));
    assertThat(row)
        .containsExactly(
            "Task/1",
            "phc-um|2025-10-08",
            "",
            "standard",
            "denied",
            "",
            "yes",
            "2026-06-15T09:00:00-07:00",
            "2026-06-22T23:59:59-07:00",
            "2026-06-23T10:00:00-07:00",
            "met-late",
            "U13",
            "2026-06-24T10:00:00-07:00 | 2026-06-24T12:00:00-07:00",
            "2026-06-24T10:30:00-07:00 | 2026-06-24T12:30:00-07:00",
            "2026-06-24T10:20:00-07:00 | ",
            "met | overdue",
            "U23 | U23",
            "",
            "",
            "",
            "",
            "");
    assertThat(TABLE.columns()).hasSameSizeAs(row).contains("plan-decision.due");
  }

  @Test
  void aCaseThatCannotBeWorkedOutSaysSo() {
    assertThat(TABLE.undecided("1", "https://openimr.org/fhir/PlanDefinition/gone|1"))
        .hasSameSizeAs(TABLE.columns())
        .startsWith("Task/1", "gone|1", "", "", "", "", "no");
  }

  @Test
  void aValueThatASpreadsheetTakesForAFormulaIsGuarded() throws Exception {
    StringWriter out = new StringWriter();
    CsvLines.guarded(out).write(List.of("=1+1", "-x", "@a", "+b", "a=b", "", "\t\"q\""));
    assertThat(out).hasToString("'=1+1,'-x,'@a,'+b,a=b,,\"'\t\"\"q\"\"\"\r\n");
  }
}
