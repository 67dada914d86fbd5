package org.openimr.server.http.retrieval;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;

/**
 * Answers a read with 304 if the client has the version that it would get.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5">RFC 9110, 15.4.5</a>
 */
@Interceptor
public final class UnchangedReads {

  /** After the read was recorded, before anything is written. */
  private static final int AFTER_AUDIT = 1_500_000;

  private static final int UNCHANGED = 304;

  /** Answers it; false if the answer is written. */
  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = AFTER_AUDIT)
  public boolean answer(
      ServletRequestDetails details, ResponseDetails response, HttpServletResponse answer)
      throws IOException {
    if (!(response.getResponseResource() instanceof Resource resource)
        || !unchanged(details, resource)) {
      return true;
    }
    unchanged(details, resource, StoredHead.tag(resource), answer);
    return false;
  }

  /** Whether a resource is read as FHIR by a client that has it. */
  public static boolean unchanged(RequestDetails details, Resource resource) {
    RestOperationTypeEnum kind = details.getRestOperationType();
    return (kind == RestOperationTypeEnum.READ || kind == RestOperationTypeEnum.VREAD)
        && !RawBinary.asked(details)
        && has(details, resource, StoredHead.tag(resource));
  }

  /**
   * Whether the client that reads a resource has it.
   *
   * @param tag the entity tag of what it would get
   */
  public static boolean has(RequestDetails details, Resource resource, String tag) {
    Meta meta = resource.getMeta();
    long changed = meta.hasLastUpdated() ? meta.getLastUpdated().getTime() : Long.MAX_VALUE;
    return meta.hasVersionId()
        && Retrieval.of(details).has(tag, changed, "1".equals(meta.getVersionId()));
  }

  /** Says that it has it. */
  public static void unchanged(
      ServletRequestDetails details, Resource resource, String tag, HttpServletResponse answer)
      throws IOException {
    answer.setStatus(UNCHANGED);
    StoredHead.named(details, resource, tag, answer);
    // else the web server says that what was not sent has no bytes
    answer.flushBuffer();
  }
}
