package org.openimr.server.policy;

import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.List;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.body.BodyFaults;

/**
 * The body with which a policy is sent, as it was written.
 *
 * <p>The parser takes the last of two elements of one name and says nothing; in a policy that would
 * be half of what somebody meant.
 */
final class SentPolicy {

  private SentPolicy() {}

  /** Refuses a body in which something stands twice, or where it has no place. */
  static void check(RequestDetails request) {
    RequestTypeEnum method = request.getRequestType();
    String type = request.getHeader("Content-Type");
    boolean resource = method == RequestTypeEnum.PUT || method == RequestTypeEnum.POST;
    byte[] body = resource && type != null ? request.loadRequestContents() : null;
    if (body == null || body.length == 0) {
      return;
    }
    List<Problem> faults =
        BodyFaults.in(body, type.contains("xml"), request.getFhirContext()).all();
    if (!faults.isEmpty()) {
      throw new UnreadableResourceException(faults, true);
    }
  }
}
