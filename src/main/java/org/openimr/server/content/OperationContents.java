package org.openimr.server.content;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.server.packet.PacketAnswers;

/**
 * Puts contents into what operations answer: they work with resources that name theirs. A packet in
 * JSON is written without ever holding them.
 */
@Interceptor
public final class OperationContents {

  /** After the answer was recorded, and before it is written as something else than FHIR. */
  private static final int BEFORE_FILES = 1_999_000;

  private final FhirContext context;
  private final ContentReading reading;
  private final BinaryContents contents;

  /** Puts in what is read by these. */
  OperationContents(FhirContext context, ContentReading reading, BinaryContents contents) {
    this.context = context;
    this.reading = reading;
    this.contents = contents;
  }

  /** Puts them in; false if the answer is written. */
  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = BEFORE_FILES)
  public boolean write(
      ServletRequestDetails details, ResponseDetails response, HttpServletResponse answer)
      throws IOException {
    if (details.getOperation() == null
        || !(response.getResponseResource() instanceof Resource resource)
        || !reading.named(resource)) {
      return true;
    }
    if (!streamed(details) || !(resource instanceof Bundle packet)) {
      reading.show(resource);
      return true;
    }
    FilledJson json = FilledJson.of(packet, context, contents);
    answer.setStatus(response.getResponseCode());
    answer.setContentType("application/fhir+json;charset=UTF-8");
    json.write(answer.getOutputStream());
    answer.flushBuffer();
    return false;
  }

  /** Whether a whole packet is asked for, as JSON without white space. */
  private static boolean streamed(ServletRequestDetails details) {
    return "$packet".equals(details.getOperation())
        && !PacketAnswers.asked(details.getServletRequest())
        && RestfulServerUtils.determineResponseEncodingWithDefault(details).getEncoding()
            == EncodingEnum.JSON
        && !RestfulServerUtils.prettyPrintResponse(details.getServer(), details)
        && List.of("_summary", "_elements").stream()
            .noneMatch(details.getParameters()::containsKey);
  }
}
