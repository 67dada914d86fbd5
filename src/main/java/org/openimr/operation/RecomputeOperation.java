package org.openimr.operation;

import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import org.hl7.fhir.r4.model.Parameters;
import org.openimr.fhir.recomputation.RecomputationOrder;
import org.openimr.fhir.recomputation.RecomputationReader;
import org.openimr.fhir.recomputation.RecomputationWriter;
import org.openimr.operation.casefile.CaseInquiry;

/**
 * {@code $recompute}: lists in the background which due times move by changed policies or
 * calendars, writes them, and says how far it is.
 *
 * @see <a href="../../../../../../docs/operations/recompute.md">recompute</a>
 */
public final class RecomputeOperation {

  private static final String DEFINITION = "https://openimr.org/fhir/OperationDefinition/recompute";

  private final Recomputations recomputations;

  /** Lets the background work. */
  public RecomputeOperation(Recomputations recomputations) {
    this.recomputations = recomputations;
  }

  /** Begins with POST, and says how far it is with GET. */
  @Operation(
      name = "$recompute",
      canonicalUrl = DEFINITION,
      manualRequest = true,
      idempotent = true)
  public Parameters recompute(RequestDetails request) {
    RecomputationOrder order = CaseInquiry.sent(request).read(RecomputationReader::read);
    return RecomputationWriter.write(
        request.getRequestType() == RequestTypeEnum.GET
            ? recomputations.current()
            : recomputations.begin(order));
  }
}
