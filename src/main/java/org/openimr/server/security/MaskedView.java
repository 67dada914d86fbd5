package org.openimr.server.security;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.IPreResourceShowDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.masking.MaskedCopy;
import org.openimr.operation.access.Caller;
import org.openimr.server.security.table.AccessRule;
import org.openimr.server.store.hapi.ServedTypes;

/**
 * Masks what is shown to roles that decide about cases and not about persons. It hangs on the store
 * itself, so that it does not matter how a resource was come by.
 */
@Interceptor
public final class MaskedView {

  private final AccessRule rule;
  private final Clock clock;

  /** Masks by this rule, in the year that this clock tells. */
  public MaskedView(AccessRule rule, Clock clock) {
    this.rule = rule;
    this.clock = clock;
  }

  /** Masks what is about to be shown. */
  @Hook(Pointcut.STORAGE_PRESHOW_RESOURCES)
  public void mask(IPreResourceShowDetails shown, RequestDetails request) {
    if (StoreAccessInterceptor.onOwnAccount(request) || !rule.seesMasked(Caller.of(request))) {
      return;
    }
    int year = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).getYear();
    for (int i = 0; i < shown.size(); i++) {
      IBaseResource resource = shown.getResource(i);
      if (resource != null && ServedTypes.CASE_RECORDS.contains(resource.fhirType())) {
        shown.setResource(i, MaskedCopy.of((Resource) resource, year));
      }
    }
  }
}
