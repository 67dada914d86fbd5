package org.openimr.server.packet;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.hl7.fhir.r4.model.Bundle;
import org.openimr.fhir.packet.archive.PacketZip;

/** Gives a packet as a zip to who asks for one, in place of JSON or XML. */
@Interceptor
public final class PacketAnswers {

  /** The media type of a zip. */
  public static final String ZIP = "application/zip";

  /** After the answer was recorded, which comes last of all that looks at it. */
  private static final int AFTER_AUDIT = 2_000_000;

  private final FhirContext context;

  /**
   * Makes it.
   *
   * @param context the FHIR context
   */
  public PacketAnswers(FhirContext context) {
    this.context = context;
  }

  /**
   * Says whether a request asks for a zip: by {@code _format}, else first of all by its header.
   *
   * @param request a request for a packet
   * @return whether it does
   */
  public static boolean asked(HttpServletRequest request) {
    String format = request.getParameter("_format");
    if (format != null) {
      return format.equals("zip") || format.equals(ZIP);
    }
    String accept = request.getHeader("Accept");
    return accept != null
        && Arrays.stream(accept.split(","))
            .findFirst()
            .map(each -> each.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
            .filter(ZIP::equals)
            .isPresent();
  }

  /** Writes the zip; false if the answer is written. */
  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = AFTER_AUDIT)
  public boolean write(
      ServletRequestDetails details, ResponseDetails response, HttpServletResponse answer)
      throws IOException {
    if (!"$packet".equals(details.getOperation())
        || !(response.getResponseResource() instanceof Bundle packet)
        || !asked(details.getServletRequest())) {
      return true;
    }
    byte[] json = json(packet);
    String name = packet.getIdentifier().getValue().replaceAll("[^A-Za-z0-9._-]", "-");
    answer.setContentType(ZIP);
    answer.setHeader("Content-Disposition", "attachment; filename=\"" + name + ".zip\"");
    PacketZip.write(json, answer.getOutputStream());
    answer.flushBuffer();
    return false;
  }

  private byte[] json(Bundle packet) throws IOException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (Writer writer = new OutputStreamWriter(written, StandardCharsets.UTF_8)) {
      context
          .newJsonParser()
          .setOverrideResourceIdWithBundleEntryFullUrl(false)
          .encodeResourceToWriter(packet, writer);
    }
    return written.toByteArray();
  }
}
