package org.openimr.operation.report;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.openimr.core.history.Likeness;
import org.openimr.core.report.PublicFormat;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.report.SimilarQuestion;
import org.openimr.fhir.report.SimilarWriter;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.StoredCases;

/**
 * {@code $similar-decisions}: what was decided in former years in cases of a kind. Changes nothing.
 *
 * @see <a href="../../../../../../../docs/operations/similar-decisions.md">similar-decisions</a>
 */
public final class SimilarDecisionsOperation {

  private static final String DEFINITION =
      "https://openimr.org/fhir/OperationDefinition/similar-decisions";

  private final HistoricalDecisions decisions;
  private final PublicFormat format;
  private final CaseStore store;
  private final StoredCases cases;

  /**
   * Makes the operation.
   *
   * @param decisions the decisions of former years
   * @param format how the public file says things
   * @param store where cases are
   * @param cases reads them
   */
  public SimilarDecisionsOperation(
      HistoricalDecisions decisions, PublicFormat format, CaseStore store, StoredCases cases) {
    this.decisions = decisions;
    this.format = format;
    this.store = store;
    this.cases = cases;
  }

  /** Answers for what the address names. */
  @Operation(
      name = "$similar-decisions",
      canonicalUrl = DEFINITION,
      idempotent = true,
      manualRequest = true)
  public Parameters named(RequestDetails request) {
    return answer(SimilarQuestion.read(request.getParameters(), format));
  }

  /** Answers for what a stored case is about. */
  @Operation(
      name = "$similar-decisions",
      typeName = "Task",
      canonicalUrl = DEFINITION,
      idempotent = true,
      manualRequest = true)
  public Parameters like(@IdParam IdType id, RequestDetails request) {
    CaseFile file = store.load(Caller.of(request), id.getIdPart());
    String type = cases.read(file).facts().value("review-type") instanceof String code ? code : "";
    return answer(SimilarQuestion.read(request.getParameters(), format, file, type));
  }

  private Parameters answer(SimilarQuestion asked) {
    SimilarWriter writer =
        new SimilarWriter(format.fewerSayLittle())
            .found(asked.alike(), decisions.byYear(asked.alike()), asked.remarks());
    for (Likeness broader : asked.alike().broader()) {
      writer.broader(broader, decisions.byYear(broader));
    }
    return writer.decisions(decisions.newest(asked.alike(), asked.count())).answer();
  }
}
