package org.openimr.server.http.retrieval;

import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletResponse;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.server.http.RequestIds;

/** The header fields with which a stored resource is answered, where not HAPI answers it. */
public final class StoredHead {

  private StoredHead() {}

  /** The entity tag of a resource that is given as FHIR: its version. */
  public static String tag(Resource resource) {
    return "W/\"" + resource.getMeta().getVersionId() + "\"";
  }

  /** What is told of every answer. */
  public static void request(ServletRequestDetails details, HttpServletResponse answer) {
    answer.setHeader(RequestIds.HEADER, details.getRequestId());
  }

  /** What is told of a resource whether it is given or not. */
  public static void named(
      ServletRequestDetails details, Resource resource, String tag, HttpServletResponse answer) {
    request(details, answer);
    answer.setHeader("ETag", tag);
    answer.setHeader(
        "Content-Location",
        resource
            .getIdElement()
            .withServerBase(details.getFhirServerBase(), resource.fhirType())
            .withVersion(resource.getMeta().getVersionId())
            .getValue());
  }

  /** What is told of one that is given. */
  public static void given(
      ServletRequestDetails details, Resource resource, String tag, HttpServletResponse answer) {
    named(details, resource, tag, answer);
    if (resource.getMeta().getLastUpdated() != null) {
      answer.setDateHeader("Last-Modified", resource.getMeta().getLastUpdated().getTime());
    }
  }
}
