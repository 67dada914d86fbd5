package org.openimr.server;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.Arrays;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.server.http.Outcomes;
import org.openimr.server.security.table.AccessTable;

/**
 * Answers operations that HAPI brings and this server does not offer as if they did not exist:
 * among them are those that erase histories and merge patients. What is offered by POST alone is
 * refused by GET as a method, and the other way round, whoever asks.
 */
@Interceptor
final class UnofferedOperations {

  // before access is decided: what is offered to nobody is told to everybody in metadata
  private static final int BEFORE_ACCESS = -100;

  private final OfferedOperations offered;
  private final AccessTable access;

  UnofferedOperations(OfferedOperations offered, AccessTable access) {
    this.offered = offered;
    this.access = access;
  }

  /** Lets only offered operations begin. */
  @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED, order = BEFORE_ACCESS)
  public void begin(ServletRequestDetails request) {
    String operation = request.getOperation();
    if (operation != null && operation.startsWith("$")) {
      require(request.getResourceName(), operation, null);
      if (request.getRequestType() == RequestTypeEnum.GET && !offeredBy(operation, true)) {
        throw refused(request, "POST, OPTIONS");
      }
      if (request.getRequestType() == RequestTypeEnum.POST && !offeredBy(operation, false)) {
        throw refused(request, "GET, HEAD, OPTIONS");
      }
    }
  }

  private static BaseServerResponseException refused(
      ServletRequestDetails request, String methods) {
    request.getServletResponse().setHeader("Allow", methods);
    return Outcomes.refusal(
        405, IssueType.NOTSUPPORTED, "This method is not offered at this address.", null);
  }

  /**
   * Whether anybody may ask for it by GET, or by POST; what FHIR itself defines is left to HAPI.
   */
  private boolean offeredBy(String operation, boolean get) {
    return !offered.names().contains(operation)
        || access.operations().keySet().stream()
            .anyMatch(cell -> cell.operation().equals(operation) && cell.get() == get);
  }

  /** The same for each entry of a batch or transaction. */
  @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED, order = BEFORE_ACCESS)
  public void beginEntries(RequestDetails request, RestOperationTypeEnum kind) {
    if (kind == RestOperationTypeEnum.TRANSACTION
        && request.getResource() instanceof Bundle bundle) {
      for (int i = 0; i < bundle.getEntry().size(); i++) {
        String url = bundle.getEntry().get(i).getRequest().getUrl();
        List<String> steps = Arrays.asList((url == null ? "" : url).split("[?]", 2)[0].split("/"));
        String last = steps.get(steps.size() - 1);
        if (last.startsWith("$")) {
          require(
              steps.size() > 1 ? steps.get(0) : "", last, "Bundle.entry[" + i + "].request.url");
        }
      }
    }
  }

  private void require(String type, String operation, String place) {
    if (!offered.offers(type == null ? "" : type, operation)) {
      throw Outcomes.refusal(
          404, IssueType.NOTFOUND, "There is no such operation at this address.", place);
    }
  }
}
