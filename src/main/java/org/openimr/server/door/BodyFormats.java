package org.openimr.server.door;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.server.http.Outcomes;
import org.openimr.server.packet.PacketAnswers;

/**
 * Refuses bodies in formats that are not read here (415), and an If-Match that names no version.
 *
 * <p>A patch is a JSON Patch: the other two forms of FHIR let a client send expressions to be
 * evaluated, of which XML's can read files.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#mime-type">FHIR R4, 3.1.0.1.9</a>
 */
final class BodyFormats extends HttpFilter {

  private static final long serialVersionUID = 1L;

  static final String FORM = "application/x-www-form-urlencoded";
  static final String PATCH = "application/json-patch+json";
  private static final Pattern VERSION = Pattern.compile("(?:W/)?\"?\\d{1,9}\"?");
  // FHIR is written in UTF-8; what is counted in a body before it is parsed relies on that
  private static final Set<String> CHARSETS = Set.of("utf-8", "utf8", "us-ascii");
  private static final Set<String> BODILESS = Set.of("GET", "HEAD", "DELETE", "OPTIONS");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean body =
        request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    if (body && !BODILESS.contains(request.getMethod())) {
      // A Binary travels in whatever format it has.
      if (!FhirPaths.binary(request)) {
        checkType(request);
      }
      checkEncoding(request.getHeader("Content-Encoding"));
    } else if (request.getContentType() != null
        && Formats.foreign(Formats.mediaType(request.getContentType()))) {
      // without an Accept header HAPI answers in the format of a body that is not there
      throw unread("The Content-Type is not one that this server reads; it " + Formats.SPOKEN);
    }
    checkIfMatch(request.getHeader("If-Match"));
    chain.doFilter(request, response);
  }

  private static void checkType(HttpServletRequest request) {
    String type =
        request.getContentType() == null ? "" : Formats.mediaType(request.getContentType());
    if (request.getMethod().equals("PATCH")) {
      if (!type.equals(PATCH)) {
        throw unread("A patch is read as " + PATCH + " alone.");
      }
    } else if (!Formats.READ_AND_WRITTEN.contains(type)
        && !(request.getMethod().equals("POST") && type.equals(FORM))
        && !(type.equals(PacketAnswers.ZIP) && FhirPaths.verification(request))) {
      throw unread("The Content-Type is not one that this server reads; it " + Formats.SPOKEN);
    }
    String charset = request.getCharacterEncoding();
    if (charset != null && !CHARSETS.contains(charset.toLowerCase(Locale.ROOT))) {
      throw unread("The Content-Type names a charset other than UTF-8.");
    }
  }

  private static void checkEncoding(String encoding) {
    if (encoding != null
        && !Set.of("gzip", "identity").contains(encoding.toLowerCase(Locale.ROOT))) {
      throw Outcomes.refusal(
          415,
          IssueType.NOTSUPPORTED,
          "The Content-Encoding is not one that this server reads, which is gzip.",
          "http.Content-Encoding");
    }
  }

  private static RuntimeException unread(String sentence) {
    return Outcomes.refusal(415, IssueType.NOTSUPPORTED, sentence, "http.Content-Type");
  }

  private static void checkIfMatch(String header) {
    if (header != null && !VERSION.matcher(header.strip()).matches()) {
      throw Outcomes.refusal(
          400,
          IssueType.STRUCTURE,
          "The If-Match header must name one version of a resource, as in W/\"3\".",
          "http.If-Match");
    }
  }
}
