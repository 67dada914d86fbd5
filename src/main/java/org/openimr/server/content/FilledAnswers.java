package org.openimr.server.content;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.SummaryEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.content.MarkedContents;
import org.openimr.server.door.body.BodyRoom;
import org.openimr.server.http.retrieval.PreparedAnswers;
import org.openimr.server.http.retrieval.Retrieval;
import org.openimr.server.http.retrieval.StoredHead;

/**
 * Puts contents into what is answered by operations, which work with resources that name theirs,
 * and into Bundles that are read. Those are written in JSON without ever holding the contents.
 */
@Interceptor
public final class FilledAnswers {

  /** After others have prepared it as something else than FHIR. */
  private static final int LAST = PreparedAnswers.BEFORE_AUDIT + 1;

  private static final Set<RestOperationTypeEnum> OPERATIONS =
      EnumSet.of(
          RestOperationTypeEnum.EXTENDED_OPERATION_SERVER,
          RestOperationTypeEnum.EXTENDED_OPERATION_TYPE,
          RestOperationTypeEnum.EXTENDED_OPERATION_INSTANCE);

  private static final Set<RestOperationTypeEnum> READS =
      EnumSet.of(RestOperationTypeEnum.READ, RestOperationTypeEnum.VREAD);

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
    return request.getClass() == ServletRequestDetails.class
        && "Bundle".equals(request.getResourceName())
        && READS.contains(request.getRestOperationType())
        && plain((ServletRequestDetails) request);
  }

  /** Whether no content is wanted of what is read from the store, nor looked at any more. */
  static boolean announced(RequestDetails request) {
    return Retrieval.of(request).head() && !ofOperation(request) && !awaited(request);
  }

  /** Puts them in, or prepares that they are while the answer is written. */
  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = LAST)
  public void prepare(ServletRequestDetails details, ResponseDetails response) {
    if (PreparedAnswers.prepared(details)
        || !(response.getResponseResource() instanceof Resource resource)
        || !ofOperation(details) && !awaited(details) && !announced(details)
        || !reading.named(resource)) {
      return;
    }
    boolean piecewise = resource instanceof Bundle && plain(details);
    boolean head = Retrieval.of(details).head();
    if (!piecewise && !head) {
      fill(resource);
      return;
    }
    FilledJson json = piecewise && !(head && announced(details)) ? json(resource) : null;
    if (json == null && ofOperation(details)) {
      reading.announce(resource, resource instanceof Bundle);
    }
    PreparedAnswers.prepare(
        details,
        answer -> {
          head(details, response, resource, answer);
          if (!head) {
            json.write(answer.getOutputStream());
          }
        });
  }

  private static void head(
      ServletRequestDetails details,
      ResponseDetails response,
      Resource resource,
      HttpServletResponse answer) {
    answer.setStatus(response.getResponseCode());
    answer.setContentType(
        (narrative(details, resource)
                ? "text/html"
                : RestfulServerUtils.determineResponseEncodingWithDefault(details)
                    .getResourceContentType())
            + ";charset=utf-8");
    if (READS.contains(details.getRestOperationType())) {
      StoredHead.given(details, resource, StoredHead.tag(resource), answer);
    } else {
      StoredHead.request(details, answer);
    }
  }

  // of a resource that is not a Bundle, HAPI gives the narrative as a page
  private static boolean narrative(ServletRequestDetails details, Resource resource) {
    return !(resource instanceof Bundle)
        && Set.of(SummaryEnum.TEXT).equals(RestfulServerUtils.determineSummaryMode(details));
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
    return json(resource, text -> text);
  }

  /**
   * The same, written otherwise.
   *
   * @param shape makes of its JSON what is written; contents are strings in it
   */
  public FilledJson json(Resource resource, UnaryOperator<String> shape) {
    return FilledJson.of(resource, context, contents, shape);
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
