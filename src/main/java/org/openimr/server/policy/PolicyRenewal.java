package org.openimr.server.policy;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;

/** Renews the shelf after a request changed a policy and before it is answered. */
@Interceptor
public final class PolicyRenewal {

  private final PolicyShelf shelf;

  /** Renews this shelf. */
  public PolicyRenewal(PolicyShelf shelf) {
    this.shelf = shelf;
  }

  /** What was stored is committed by now. */
  @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
  public void renew(RequestDetails request) {
    if (request != null && request.getUserData().containsKey(PolicyGate.CHANGED)) {
      shelf.renew();
    }
  }
}
