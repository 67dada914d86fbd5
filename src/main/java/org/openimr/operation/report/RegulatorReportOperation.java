package org.openimr.operation.report;

import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import org.openimr.fhir.report.Disclosure;
import org.openimr.fhir.report.ReportQuestion;

/**
 * {@code $regulator-report}: decided cases in the department's public format, de-identified.
 * Changes nothing that anybody sees.
 *
 * @see <a href="../../../../../../../docs/operations/regulator-report.md">regulator-report</a>
 */
public final class RegulatorReportOperation {

  private static final String DEFINITION =
      "https://openimr.org/fhir/OperationDefinition/regulator-report";
  private static final String COUNTS = "OpenIMR-Rows";
  private static final int OK = 200;

  /** What a request waits for rows at most: it has to be answered within its own time. */
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final PublicRows rows;
  private final AnswerRecord record;

  /**
   * Makes the operation.
   *
   * @param rows the rows
   * @param record records that they are given
   */
  public RegulatorReportOperation(PublicRows rows, AnswerRecord record) {
    this.rows = rows;
    this.record = record;
  }

  /** Writes the rows. */
  @Operation(
      name = "$regulator-report",
      canonicalUrl = DEFINITION,
      manualRequest = true,
      manualResponse = true,
      idempotent = true)
  public void report(RequestDetails request) throws IOException {
    ReportQuestion asked = ReportQuestion.read(request.getParameters(), rows::knows);
    long unmade = rows.prepare(LONGEST);
    if (unmade > 0) {
      throw new UnmadeRowsException(unmade);
    }
    record.record(request);
    Disclosure disclosure = rows.disclosure(asked);
    request.getResponse().addHeader(COUNTS, disclosure.counts());
    request
        .getResponse()
        .addHeader("Content-Disposition", "attachment; filename=\"" + asked.format().file() + '"');
    try (Writer out =
        request.getResponse().getResponseWriter(OK, asked.format().mediaType(), "UTF-8", false)) {
      ReportWriting.write(rows, asked, disclosure, out);
    }
  }
}
