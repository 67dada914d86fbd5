package org.openimr.operation;

import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.HeldCases;

/** Requests as somebody posts them, and cases that came so. */
public final class Posted {

  private Posted() {}

  /** What somebody posts. */
  public static SystemRequestDetails by(Caller caller, String body) {
    return by(caller, null, body);
  }

  /** What somebody posts to the version of a case that they have seen; null for none. */
  public static SystemRequestDetails by(Caller caller, String version, String body) {
    SystemRequestDetails request = new SystemRequestDetails();
    request.setRequestType(RequestTypeEnum.POST);
    request.addHeader("Content-Type", "application/fhir+json");
    if (version != null) {
      request.addHeader("If-Match", "W/\"" + version + "\"");
    }
    request.setRequestContents(body.getBytes(StandardCharsets.UTF_8));
    caller.putOn(request);
    return request;
  }

  /** Submits a case; its id. */
  public static String submit(CaseStore store, Clock clock, Caller caller, String bundle) {
    return HeldCases.submission(store, clock)
        .submit(by(caller, bundle))
        .getParameter("case")
        .getResource()
        .getIdElement()
        .getIdPart();
  }
}
