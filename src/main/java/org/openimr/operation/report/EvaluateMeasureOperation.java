package org.openimr.operation.report;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.MeasureReport;
import org.openimr.core.measure.MeasureCounts.Population;
import org.openimr.core.measure.MeasureDefinition;
import org.openimr.core.measure.MeasureTally;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.measure.MeasureQuestion;
import org.openimr.fhir.measure.MeasureReportWriter;
import org.openimr.operation.access.Caller;
import org.openimr.operation.access.Deeds;

/**
 * {@code $evaluate-measure}: numbers over all cases that the caller sees. Changes nothing.
 *
 * @see <a href="../../../../../../../docs/operations/evaluate-measure.md">evaluate-measure</a>
 */
public final class EvaluateMeasureOperation {

  private static final String DEFINITION =
      "https://openimr.org/fhir/OperationDefinition/evaluate-measure";
  private static final int MOST_SUBJECTS = 10_000;

  private final Map<String, MeasureDefinition> measures;
  private final MeasureEvaluation evaluation;
  private final Deeds deeds;
  private final Predicate<Caller> masked;
  private final AnswerRecord record;

  /**
   * Makes the operation.
   *
   * @param measures the measures by their ids
   * @param evaluation evaluates them
   * @param deeds who is shown the cases behind a number
   * @param masked who is told no date but its year
   * @param record records which cases are named
   */
  public EvaluateMeasureOperation(
      Map<String, MeasureDefinition> measures,
      MeasureEvaluation evaluation,
      Deeds deeds,
      Predicate<Caller> masked,
      AnswerRecord record) {
    this.measures = Map.copyOf(measures);
    this.evaluation = evaluation;
    this.deeds = deeds;
    this.masked = masked;
    this.record = record;
  }

  /** Evaluates a measure. */
  @Operation(
      name = "$evaluate-measure",
      typeName = "Measure",
      canonicalUrl = DEFINITION,
      idempotent = true,
      manualRequest = true)
  public MeasureReport evaluate(@IdParam IdType id, RequestDetails request) {
    Caller caller = Caller.of(request);
    MeasureDefinition measure = measures.get(id.getIdPart());
    if (measure == null) {
      throw new NoSuchMeasureException();
    }
    MeasureQuestion asked = MeasureQuestion.read(request.getParameters());
    if (asked.traced()) {
      deeds.require(caller, "$evaluate-measure/subjects");
    }
    boolean yearsAlone = masked.test(caller);
    if (yearsAlone) {
      asked.requireWholeYears();
    }
    MeasureDefinition shown = yearsAlone ? measure.withoutDates() : measure;
    MeasureEvaluation.Evaluated evaluated =
        evaluation.evaluate(caller, List.of(shown), asked.first(), asked.last(), asked.traced());
    MeasureTally tally = evaluated.tallies().get(0);
    if (asked.traced() && tally.all().subjects(Population.INITIAL).size() > MOST_SUBJECTS) {
      throw new UnreadableResourceException(
          List.of(
              new Problem(
                  "too-costly",
                  "http.reportType",
                  "More than "
                      + MOST_SUBJECTS
                      + " cases stand behind the numbers; a shorter period was expected.")));
    }
    if (asked.traced()) {
      record.record(request, tally.all().subjects(Population.INITIAL));
    }
    return MeasureReportWriter.write(
        tally, evaluated.at(), evaluated.leftOut(), caller.organization(), asked.traced());
  }
}
