package org.openimr.fhir.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openimr.core.report.PublicRow;
import org.openimr.core.report.RowsAlike;
import org.openimr.fhir.report.PublicRowReader.Outcome;

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
            new PublicRow.Earlier(category, age)),
        List.of(),
        Map.of());
  }

  private static String written(ReportFormat format, Outcome... outcomes) throws IOException {
    RowsAlike alike = new RowsAlike();
    for (Outcome each : outcomes) {
      alike.add(each.row());
    }
    StringWriter out = new StringWriter();
    RowWriter writer = format.writer(out, alike);
    writer.begin();
    for (Outcome each : outcomes) {
      writer.write(each);
    }
    return out.toString();
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
}
