package org.openimr.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;

class AnswerTextTest {

  @Test
  void noLineIsLongerThanThePage() {
    TextTable table = new TextTable("rule", "section");
    table.row("V29", "word ".repeat(60).strip());
    assertThat(table.lines())
        .hasSizeGreaterThan(4)
        .allMatch(line -> line.length() <= TextTable.PAGE);
  }

  @Test
  void furtherLinesOfACellStandUnderTheFirst() {
    TextTable table = new TextTable("rule", "section");
    table.row("V29", "word ".repeat(30).strip());
    List<String> lines = table.lines();
    assertThat(lines.get(2)).startsWith("V29   word");
    assertThat(lines.get(3)).startsWith("      word");
  }

  @Test
  void whatRunsComesFirstAndTheDocumentIsNamedOnce() {
    Parameters answer = new Parameters();
    answer.addParameter(deadline("annotated-list", "not-started", null, "Policy, 2025, List"));
    answer.addParameter(
        deadline("records-to-imro", "running", "2026-07-04T23:59:59-07:00", "Policy, 2025, Row 2"));
    String text = printed(out -> out.deadlines(answer));
    assertThat(text)
        .containsSubsequence("records-to-imro", "annotated-list", "Sections of: Policy, 2025");
    assertThat(text).contains("Sat 2026-07-04 23:59  running");
  }

  @Test
  void findingsThatWereNotAskedAreLeftOut() {
    Parameters answer = new Parameters();
    answer.addParameter().setName("outcome").setValue(new CodeType("eligible"));
    answer.addParameter(finding("V08", "met", "Recommended: met. Asked when: always."));
    answer.addParameter(finding("V99", "not-applicable", "Another kind of review."));
    String text = printed(out -> out.eligibility(answer));
    assertThat(text).contains("Outcome: eligible", "V08", "Recommended: met.");
    assertThat(text).doesNotContain("V99", "Asked when");
  }

  private static String printed(Consumer<AnswerText> print) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    print.accept(new AnswerText(new PrintStream(bytes, true, StandardCharsets.UTF_8)));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static ParametersParameterComponent deadline(
      String milestone, String status, String due, String citation) {
    ParametersParameterComponent deadline = named("deadline");
    deadline.addPart().setName("milestone").setValue(new CodeType(milestone));
    deadline.addPart().setName("owedBy").setValue(new CodeType("plan"));
    deadline.addPart().setName("status").setValue(new CodeType(status));
    if (due != null) {
      deadline.addPart().setName("due").setValue(new DateTimeType(due));
    }
    deadline.addPart().setName("rule").setValue(new CodeType("V23"));
    deadline.addPart().setName("citation").setValue(new StringType(citation));
    deadline.addPart().setName("explanation").setValue(new StringType("counted"));
    return deadline;
  }

  private static ParametersParameterComponent finding(String rule, String result, String why) {
    ParametersParameterComponent finding = named("finding");
    finding.addPart().setName("rule").setValue(new CodeType(rule));
    finding.addPart().setName("result").setValue(new CodeType(result));
    finding.addPart().setName("explanation").setValue(new StringType(why));
    return finding;
  }

  private static ParametersParameterComponent named(String name) {
    ParametersParameterComponent part = new ParametersParameterComponent();
    part.setName(name);
    return part;
  }
}
