package org.openimr.server.audit;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.operation.access.Caller;
import org.openimr.server.http.Outcomes;
import org.openimr.server.http.TokenRefusals;

/** Lets nobody write an AuditEvent, in whatever role, alone or in a bundle. */
@Interceptor
public final class AuditGuard {

  private static final String TYPE = "AuditEvent";
  private static final int AFTER_IDENTIFICATION = 60;
  private static final int BEFORE_OTHERS = -100;
  private static final Set<RequestTypeEnum> READS =
      Set.of(RequestTypeEnum.GET, RequestTypeEnum.HEAD, RequestTypeEnum.OPTIONS);

  /** Refuses a request that would write one. */
  @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED, order = AFTER_IDENTIFICATION)
  public void begin(ServletRequestDetails request) {
    boolean operation = request.getOperation() != null && !request.getOperation().isEmpty();
    if (TYPE.equals(request.getResourceName())
        && !READS.contains(request.getRequestType())
        && !operation) {
      refuse(request, null);
    }
  }

  /** Refuses a bundle that would write one. */
  @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED, order = BEFORE_OTHERS)
  public void beginEntries(RequestDetails request, RestOperationTypeEnum kind) {
    if (kind != RestOperationTypeEnum.TRANSACTION
        || !(request.getResource() instanceof Bundle bundle)) {
      return;
    }
    List<Bundle.BundleEntryComponent> entries = bundle.getEntry();
    for (int i = 0; i < entries.size(); i++) {
      Asked asked = Asked.of(entries.get(i).getRequest());
      boolean sent =
          entries.get(i).getResource() != null
              && TYPE.equals(entries.get(i).getResource().fhirType());
      if (asked.isWrite() && (asked.type().equals(TYPE) || sent)) {
        refuse(request, "Bundle.entry[" + i + "].request");
      }
    }
  }

  private static void refuse(RequestDetails request, String place) {
    Caller caller = Caller.of(request);
    if (caller.anonymous()) {
      throw TokenRefusals.signIn();
    }
    throw Outcomes.refusal(
        403,
        IssueType.FORBIDDEN,
        "A caller in the role " + caller.role() + " may not do this.",
        place);
  }
}
