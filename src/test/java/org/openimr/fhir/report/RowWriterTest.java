package org.openimr.fhir.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openimr.core.report.Alone;
import org.openimr.core.report.PublicRow;
import org.openimr.fhir.report.Disclosure.Kind;
import org.openimr.fhir.report.PublicRowReader.Outcome;
import org.openimr.server.artifact.PackagedReport;

class RowWriterTest {

  private static Outcome outcome(String reference, String age, String findings) {
    PublicRow.Category category = new PublicRow.Category("Cancer", "Other", "Cancer Care", "Other");
    return new Outcome(
        reference,
        new PublicRow(
            reference,
            "2026",
            category,
            "Upheld Decision of Health Plan",
            "Medical Necessity",
            age,
            "Female",
            "Standard",
            "11",
            "2",
            findings,
            new PublicRow.Earlier(category, age),
            "upheld"),
        List.of(),
        Map.of());
  }

  private static String written(ReportFormat format, Outcome... outcomes) throws IOException {
    return written(format, Alone.GIVE, 2, outcomes);
  }

  private static String written(ReportFormat format, Alone alone, int enough, Outcome... outcomes)
      throws IOException {
    StringWriter out = new StringWriter();
    RowWriter writer = format.writer(out, disclosure(format, alone, enough, outcomes));
    writer.begin();
    for (Outcome each : outcomes) {
      writer.write(each);
    }
    return out.toString();
  }

  private static Disclosure disclosure(
      ReportFormat format, Alone alone, int enough, Outcome... outcomes) {
    Map<Kind, Long> kinds = new HashMap<>();
    for (Outcome each : outcomes) {
      kinds.merge(Kind.of(each.row()), 1L, Long::sum);
    }
    ReportQuestion asked = new ReportQuestion(null, null, null, format, alone);
    return Disclosure.of(asked, PackagedReport.read().format(), enough, kinds, 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@a", "\t=1", "\r=1"})
  void whatASpreadsheetWouldRunIsText(String formula) throws IOException {
    for (ReportFormat format : List.of(ReportFormat.CSV, ReportFormat.EARLIER_CSV)) {
      String expected = formula.indexOf('\r') < 0 ? ",'" + formula : ",\"'" + formula + '"';
      assertThat(written(format, outcome("MN26-1", "65+", formula))).endsWith(expected + "\r\n");
    }
  }

  @Test
  void whatTheFileAlwaysSaysStaysAsItIs() throws IOException {
    assertThat(written(ReportFormat.CSV, outcome("MN26-1", "65+", "Nature = a, -b")))
        .endsWith(
            "\r\nMN26-1,2026,Cancer,Other,Cancer Care,Other,Upheld Decision of Health Plan,"
                + "Medical Necessity,65+,Female,Standard,11,2,\"Nature = a, -b\"\r\n");
  }

  @Test
  void itIsToldHowManyRowsAreAlike() throws IOException {
    assertThat(
            written(
                ReportFormat.REMOVALS,
                outcome("MN26-1", "65+", "a"),
                outcome("MN26-2", "51 to 64", "b"),
                outcome("MN26-3", "65+", "c")))
        .isEqualTo(
            "ReferenceID,Row,Removed,Reasons,Alike\r\n"
                + "MN26-1,given,,,2\r\nMN26-2,given,,,1\r\nMN26-3,given,,,2\r\n");
  }

  private static final Outcome[] ONE_OF_ANOTHER_AGE = {
    outcome("MN26-1", "65+", "a"),
    outcome("MN26-2", "51 to 64", "the tumor of a man of 57"),
    outcome("MN26-3", "65+", "c")
  };

  @Test
  void aRowThatStandsAloneIsCoarserAndWithoutReasons() throws IOException {
    assertThat(written(ReportFormat.CSV, Alone.COARSEN, 2, ONE_OF_ANOTHER_AGE).lines().skip(1))
        .containsExactly(
            "MN26-1,2026,Cancer,Other,Cancer Care,Other,Upheld Decision of Health Plan,Medical"
                + " Necessity,65+,Female,Standard,11,2,a",
            "MN26-2,2026,Other,Other,Other,Other,Upheld Decision of Health Plan,Medical"
                + " Necessity,,,Standard,11,2,\"Nature of Statutory Criteria/Case Summary: A member"
                + " asked for \"\"Other\"\" for a condition of the category \"\"Other\"\". The review"
                + " is about \"\"Medical Necessity\"\". Findings: The reasons are not given, as few"
                + " decisions are like this one. Final Result: The plan's decision stands."
                + " Credentials/Qualifications: Not given, as few decisions are like this one.\"",
            "MN26-3,2026,Cancer,Other,Cancer Care,Other,Upheld Decision of Health Plan,Medical"
                + " Necessity,65+,Female,Standard,11,2,c");
    assertThat(written(ReportFormat.EARLIER_CSV, Alone.COARSEN, 2, ONE_OF_ANOTHER_AGE))
        .contains("\r\nMN26-2,2026,Other,Other,Other,Other,Upheld Decision of Health Plan,")
        .doesNotContain("tumor", "51");
    assertThat(written(ReportFormat.NDJSON, Alone.COARSEN, 2, ONE_OF_ANOTHER_AGE))
        .contains("\"AgeRange\":null,\"PatientGender\":null")
        .doesNotContain("tumor", "51");
  }

  @Test
  void orItIsNotGivenOrAsItIsIfThatIsAskedFor() throws IOException {
    assertThat(written(ReportFormat.CSV, Alone.WITHHOLD, 2, ONE_OF_ANOTHER_AGE))
        .contains("MN26-1,", "MN26-3,")
        .doesNotContain("MN26-2");
    assertThat(written(ReportFormat.CSV, Alone.GIVE, 2, ONE_OF_ANOTHER_AGE))
        .contains(",51 to 64,Female,Standard,11,2,the tumor of a man of 57\r\n");
  }

  @Test
  void whatBecameOfEachIsToldAndCounted() throws IOException {
    String head = "ReferenceID,Row,Removed,Reasons,Alike\r\nMN26-1,given,,,2\r\n";
    assertThat(written(ReportFormat.REMOVALS, Alone.COARSEN, 2, ONE_OF_ANOTHER_AGE))
        .isEqualTo(
            head
                + "MN26-2,coarser,,\"without sub-categories, age, gender, treatment, diagnosis,"
                + " reasons\",1\r\nMN26-3,given,,,2\r\n");
    assertThat(written(ReportFormat.REMOVALS, Alone.WITHHOLD, 2, ONE_OF_ANOTHER_AGE))
        .isEqualTo(head + "MN26-2,withheld,,,1\r\nMN26-3,given,,,2\r\n");
    assertThat(disclosure(ReportFormat.CSV, Alone.COARSEN, 2, ONE_OF_ANOTHER_AGE).counts())
        .isEqualTo("given=2, coarser=1, withheld=0, refused=4, alone=1");
    assertThat(disclosure(ReportFormat.CSV, Alone.WITHHOLD, 2, ONE_OF_ANOTHER_AGE).counts())
        .isEqualTo("given=2, coarser=0, withheld=1, refused=4, alone=1");
    assertThat(disclosure(ReportFormat.CSV, Alone.GIVE, 2, ONE_OF_ANOTHER_AGE).counts())
        .isEqualTo("given=3, coarser=0, withheld=0, refused=4, alone=1");
  }
}
