package org.openimr.server.content;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.content.MarkedContents;
import org.openimr.server.door.body.BodyRoom;

/**
 * Puts contents into what is answered by operations, which work with resources that name theirs,
 * and into Bundles that are read. Those are written in JSON without ever holding the contents.
 */
@Interceptor
public final class FilledAnswers {

  /** After the answer was recorded, and after it was written as something else than FHIR. */
  private static final int LAST = 2_000_000;

  private static final Set<RestOperationTypeEnum> OPERATIONS =
      EnumSet.of(
          RestOperationTypeEnum.EXTENDED_OPERATION_SERVER,
          RestOperationTypeEnum.EXTENDED_OPERATION_TYPE,
          RestOperationTypeEnum.EXTENDED_OPERATION_INSTANCE);

  private final FhirContext context;
  private final ContentReading reading;
  private final BinaryContents contents;

  /** Puts in what is read by these. */
  FilledAnswers(FhirContext context, ContentReading reading, BinaryContents contents) {
    this.context = context;
    this.reading = reading;
    this.contents = contents;
  }

  /**
   * Whether a request reads a Bundle that is written with its contents at the very end, so that
   * they need not be in memory.
   */
  public static boolean awaited(RequestDetails request) {
    RestOperationTypeEnum kind = request.getRestOperationType();
    return request.getClass() == ServletRequestDetails.class
        && "Bundle".equals(request.getResourceName())
        && (kind == RestOperationTypeEnum.READ || kind == RestOperationTypeEnum.VREAD)
        && plain((ServletRequestDetails) request);
  }

  /** Puts them in; false if the answer is written. */
  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = LAST)
  public boolean write(
      ServletRequestDetails details, ResponseDetails response, HttpServletResponse answer)
      throws IOException {
    if (!(response.getResponseResource() instanceof Resource resource)
        || !ofOperation(details) && !awaited(details)
        || !reading.named(resource)) {
      return true;
    }
    if (!(resource instanceof Bundle) || !plain(details)) {
      fill(resource);
      return true;
    }
    FilledJson json = json(resource);
    answer.setStatus(response.getResponseCode());
    answer.setContentType("application/fhir+json;charset=UTF-8");
    if (!ofOperation(details)) {
      answer.setHeader("ETag", "W/\"" + resource.getMeta().getVersionId() + "\"");
      answer.setDateHeader("Last-Modified", resource.getMeta().getLastUpdated().getTime());
    }
    json.write(answer.getOutputStream());
    answer.flushBuffer();
    return false;
  }

  private void fill(Resource resource) {
    BodyRoom.Place place = BodyRoom.ofRequest();
    if (place != null) {
      // what has no room at all is more than a resource may hold, and stays named
      place.find(MarkedContents.sizes(resource));
    }
    // what an operation stored is not refused for the size of its answer; a packet is issued once,
    // and can be asked for again
    reading.show(resource, resource instanceof Bundle);
  }

  /**
   * A resource in JSON, with the contents that it names.
   *
   * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException with 503 if one is lost
   */
  public FilledJson json(Resource resource) {
    return FilledJson.of(resource, context, contents);
  }

  // HAPI calls a history and a search by POST operations as well
  private static boolean ofOperation(RequestDetails details) {
    return OPERATIONS.contains(details.getRestOperationType());
  }

  /** Whether the whole is asked for, as JSON without white space. */
  private static boolean plain(ServletRequestDetails details) {
    return RestfulServerUtils.determineResponseEncodingWithDefault(details).getEncoding()
            == EncodingEnum.JSON
        && !RestfulServerUtils.prettyPrintResponse(details.getServer(), details)
        && List.of("_summary", "_elements").stream()
            .noneMatch(details.getParameters()::containsKey);
  }
}
