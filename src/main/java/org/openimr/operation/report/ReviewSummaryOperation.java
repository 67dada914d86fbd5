package org.openimr.operation.report;

import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.openimr.core.measure.MeasureDefinition;
import org.openimr.fhir.measure.MeasureQuestion;
import org.openimr.fhir.measure.SummaryPage;
import org.openimr.operation.access.Caller;

/**
 * {@code $review-summary}: all measures of a period as a page that can be printed, for the
 * committee. Changes nothing.
 *
 * @see <a href="../../../../../../../docs/operations/review-summary.md">review-summary</a>
 */
public final class ReviewSummaryOperation {

  private static final String DEFINITION =
      "https://openimr.org/fhir/OperationDefinition/review-summary";
  private static final int OK = 200;

  private final List<Shown> measures;
  private final MeasureEvaluation evaluation;
  private final AnswerRecord record;
  private final Predicate<Caller> masked;

  /**
   * A measure as it is shown.
   *
   * @param definition what is counted
   * @param title its title
   * @param description what it counts
   * @param source where it stands
   */
  public record Shown(
      MeasureDefinition definition, String title, String description, String source) {}

  /**
   * Makes the operation.
   *
   * @param measures the measures, in the order in which they are shown
   * @param evaluation evaluates them
   * @param record records that the page is given
   * @param masked who is told no date but its year
   */
  public ReviewSummaryOperation(
      List<Shown> measures,
      MeasureEvaluation evaluation,
      AnswerRecord record,
      Predicate<Caller> masked) {
    this.measures = List.copyOf(measures);
    this.evaluation = evaluation;
    this.record = record;
    this.masked = masked;
  }

  /** Writes the page. */
  @Operation(
      name = "$review-summary",
      canonicalUrl = DEFINITION,
      manualRequest = true,
      manualResponse = true,
      idempotent = true)
  public void summary(RequestDetails request) throws IOException {
    Caller caller = Caller.of(request);
    MeasureQuestion asked = MeasureQuestion.period(request.getParameters());
    boolean yearsAlone = masked.test(caller);
    if (yearsAlone) {
      asked.requireWholeYears();
    }
    MeasureEvaluation.Evaluated evaluated =
        evaluation.evaluate(
            caller,
            measures.stream()
                .map(Shown::definition)
                .map(each -> yearsAlone ? each.withoutDates() : each)
                .toList(),
            asked.first(),
            asked.last(),
            false);
    List<SummaryPage.Told> told = new ArrayList<>();
    for (int i = 0; i < measures.size(); i++) {
      Shown each = measures.get(i);
      told.add(
          new SummaryPage.Told(
              each.title(), each.description(), each.source(), evaluated.tallies().get(i)));
    }
    String page =
        SummaryPage.write(
            new SummaryPage.About(
                "Organization/" + caller.organization(),
                asked.first(),
                asked.last(),
                evaluated.at(),
                evaluated.leftOut()),
            told);
    record.record(request);
    try (Writer out = request.getResponse().getResponseWriter(OK, "text/html", "UTF-8", false)) {
      out.write(page);
    }
  }
}
