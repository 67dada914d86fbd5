package org.openimr.server.door;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;

/**
 * Looks for what could not be given back in the body of a request, where the place of a fault can
 * be told to the client.
 *
 * @see StorableContent
 */
@Interceptor
public final class StorableBody {

  /** Looks at a body once it is parsed. */
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
  public void check(RequestDetails request) {
    StorableContent.check(request.getResource());
  }
}
