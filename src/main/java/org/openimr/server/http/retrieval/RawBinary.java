package org.openimr.server.http.retrieval;

import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;

/**
 * A Binary that is asked for as what it is, not as FHIR.
 *
 * @see <a href="https://hl7.org/fhir/R4/binary.html#rest">FHIR R4, 2.40.4</a>
 */
public final class RawBinary {

  private RawBinary() {}

  /** Whether a request reads a Binary and does not ask for FHIR. */
  public static boolean asked(RequestDetails request) {
    RestOperationTypeEnum kind = request.getRestOperationType();
    return request instanceof ServletRequestDetails
        && "Binary".equals(request.getResourceName())
        && (kind == RestOperationTypeEnum.READ || kind == RestOperationTypeEnum.VREAD)
        && RestfulServerUtils.determineResponseEncodingNoDefault(
                request, request.getServer().getDefaultResponseEncoding())
            == null;
  }
}
