package org.openimr.server.door;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.server.http.Outcomes;
import org.openimr.server.packet.PacketAnswers;

/**
 * Refuses requests for an answer in a format that is not written here (406).
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#parameters">FHIR R4, 3.1.0.1.10 and
 *     3.1.0.1.12</a>
 */
final class AnswerFormats extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private static final Set<String> ROWS =
      Set.of("text/csv", "text/*", "application/x-ndjson", "application/fhir+ndjson");
  private static final Set<String> WIDE = Set.of("*/*", "application/*", "*", "text/html", "html");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (FhirPaths.packet(request) && PacketAnswers.asked(request)
        || FhirPaths.determination(request) && PacketAnswers.zip(request)) {
      chain.doFilter(request, response);
      return;
    }
    String[] asked = request.getParameterValues("_format");
    if (asked == null && FhirPaths.rows(request) && rows(request.getHeader("Accept"))) {
      chain.doFilter(request, response);
      return;
    }
    boolean binary = FhirPaths.binary(request);
    if (asked != null) {
      if (!Arrays.stream(asked).map(AnswerFormats::named).allMatch(name -> written(name, binary))) {
        throw unspoken("_format asks for a format that this server does not write", "_format");
      }
    } else if (!accepted(request.getHeader("Accept"), binary)) {
      throw unspoken("The Accept header names no format that this server writes", "Accept");
    }
    chain.doFilter(request, response);
  }

  /** In an address that is not encoded a plus sign arrives as a space. */
  private static String named(String format) {
    return Formats.mediaType(format).replace(' ', '+');
  }

  private static boolean rows(String accept) {
    return accept != null
        && Arrays.stream(accept.split(",")).map(Formats::mediaType).anyMatch(ROWS::contains);
  }

  private static boolean accepted(String accept, boolean binary) {
    return accept == null
        || accept.isBlank()
        || Arrays.stream(accept.split(","))
            .map(Formats::mediaType)
            .anyMatch(type -> written(type, binary));
  }

  private static boolean written(String type, boolean binary) {
    return Formats.READ_AND_WRITTEN.contains(type)
        || WIDE.contains(type)
        || binary && !Formats.foreign(type);
  }

  private static RuntimeException unspoken(String found, String where) {
    return Outcomes.refusal(
        406, IssueType.NOTSUPPORTED, found + "; it " + Formats.SPOKEN, "http." + where);
  }
}
