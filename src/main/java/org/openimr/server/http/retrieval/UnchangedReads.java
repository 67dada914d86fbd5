package org.openimr.server.http.retrieval;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Date;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;

/**
 * Answers a read with 304 if the client has the version that it would get.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5">RFC 9110, 15.4.5</a>
 */
@Interceptor
public final class UnchangedReads {

  private static final int UNCHANGED = 304;

  /** Prepares that answer. */
  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = PreparedAnswers.BEFORE_AUDIT)
  public void prepare(ServletRequestDetails details, ResponseDetails response) {
    if (response.getResponseResource() instanceof Resource resource
        && unchanged(details, resource)) {
      String tag = StoredHead.tag(resource);
      PreparedAnswers.prepare(details, answer -> unchanged(details, resource, tag, answer));
    }
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
    // an instant that is masked is there and has no value
    Date updated = meta.getLastUpdated();
    long changed = updated == null ? Long.MAX_VALUE : updated.getTime();
    return meta.hasVersionId()
        && Retrieval.of(details).has(tag, changed, "1".equals(meta.getVersionId()));
  }

  /** Says that it has it. */
  public static void unchanged(
      ServletRequestDetails details, Resource resource, String tag, HttpServletResponse answer) {
    answer.setStatus(UNCHANGED);
    StoredHead.named(details, resource, tag, answer);
  }
}
