package org.openimr.server.attachment;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.nio.charset.StandardCharsets;
import org.openimr.fhir.mhd.ProvidedDocumentsReader;

/**
 * Leads Bundles of ITI-65, which are sent to the base as transactions, to the operation that takes
 * them. They are known by the code system of their SubmissionSet. Any other transaction is what it
 * was.
 *
 * @see <a href="https://profiles.ihe.net/ITI/MHD/ITI-65.html">IHE MHD, ITI-65</a>
 */
@Interceptor
public final class DocumentBundleRoute {

  private static final byte[] MARK =
      ProvidedDocumentsReader.LISTS.getBytes(StandardCharsets.US_ASCII);

  /** Leads it, before what is to be done is chosen. */
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED)
  public void lead(ServletRequestDetails request) {
    if (request.getRequestType() == RequestTypeEnum.POST
        && request.getResourceName() == null
        && request.getOperation() == null
        && holds(request.loadRequestContents())) {
      request.setOperation("$provide-documents");
    }
  }

  private static boolean holds(byte[] body) {
    int last = body.length - MARK.length;
    for (int i = 0; i <= last; i++) {
      int at = 0;
      while (at < MARK.length && body[i + at] == MARK[at]) {
        at++;
      }
      if (at == MARK.length) {
        return true;
      }
    }
    return false;
  }
}
