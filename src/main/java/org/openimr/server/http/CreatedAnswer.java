package org.openimr.server.http;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import org.openimr.operation.Created;

/** Answers an operation that made a new resource with 201 and its address. */
@Interceptor
public final class CreatedAnswer {

  private static final int CREATED = 201;

  /** Sets status and Location. */
  @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
  public void answer(RequestDetails request, ResponseDetails response) {
    Created.by(request)
        .ifPresent(
            id -> {
              response.setResponseCode(CREATED);
              request
                  .getResponse()
                  .addHeader(
                      "Location",
                      id.withServerBase(request.getFhirServerBase(), "Task").getValue());
            });
  }
}
