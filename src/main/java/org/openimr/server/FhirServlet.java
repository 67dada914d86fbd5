package org.openimr.server;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.RestfulServer;
import jakarta.servlet.http.HttpServletResponse;

/** HAPI's server, which keeps to itself what it is made of. */
final class FhirServlet extends RestfulServer {

  private static final long serialVersionUID = 1L;

  FhirServlet(FhirContext context) {
    super(context);
  }

  @Override
  public void addHeadersToResponse(HttpServletResponse response) {
    // HAPI would name itself and its version to every client.
  }
}
