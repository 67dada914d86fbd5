package org.openimr.server.http;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * Refuses formats that are not spoken here, in the request (415) and for the answer (406).
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#mime-type">FHIR R4, 3.1.0.1.9 and 3.1.0.1.10</a>
 */
@Interceptor
public final class Negotiation {

  private static final Set<String> FORMATS =
      Set.of(
          "json",
          "xml",
          "application/fhir+json",
          "application/json",
          "text/json",
          "application/fhir+xml",
          "application/xml",
          "text/xml");

  private static final Set<String> WIDE = Set.of("*/*", "application/*", "*", "text/html");

  private static final Pattern VERSION = Pattern.compile("(?:W/)?\"?\\d{1,9}\"?");

  private static final Set<String> PATCHES =
      Set.of("application/json-patch+json", "application/xml-patch+xml");

  /** Checks the headers and {@code _format} before the body is read. */
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED)
  public void check(ServletRequestDetails details) {
    HttpServletRequest request = details.getServletRequest();
    // A Binary travels in whatever format it has.
    if (!"Binary".equals(details.getResourceName())) {
      checkAnswer(request);
      checkBody(request, details.getRequestType());
    }
    checkIfMatch(request.getHeader("If-Match"));
  }

  private static void checkAnswer(HttpServletRequest request) {
    String[] formats = formats(request.getQueryString());
    for (String format : formats) {
      if (!FORMATS.contains(format) && !format.equals("text/html") && !format.equals("html")) {
        throw unspoken(406, "_format asks for a format that this server does not write");
      }
    }
    String accept = request.getHeader("Accept");
    if (formats.length == 0 && accept != null && !accept.isBlank()) {
      // HAPI would answer in a format that it can read and not write
      boolean turtle = accept.toLowerCase(Locale.ROOT).contains("turtle");
      boolean spoken =
          !turtle
              && Arrays.stream(accept.split(","))
                  .map(Negotiation::mediaType)
                  .anyMatch(type -> FORMATS.contains(type) || WIDE.contains(type));
      if (!spoken) {
        throw unspoken(406, "The Accept header names no format that this server writes");
      }
    }
  }

  private static void checkBody(HttpServletRequest request, RequestTypeEnum method) {
    boolean body =
        request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    if (!body || method == RequestTypeEnum.GET || method == RequestTypeEnum.DELETE) {
      return;
    }
    String type = request.getContentType() == null ? "" : mediaType(request.getContentType());
    boolean spoken =
        FORMATS.contains(type)
            || method == RequestTypeEnum.POST && type.equals("application/x-www-form-urlencoded")
            || method == RequestTypeEnum.PATCH && PATCHES.contains(type);
    if (!spoken || !knownCharset(request.getCharacterEncoding())) {
      throw unspoken(415, "The Content-Type is not one that this server reads");
    }
    String encoding = request.getHeader("Content-Encoding");
    if (encoding != null
        && !Set.of("gzip", "identity").contains(encoding.toLowerCase(Locale.ROOT))) {
      throw unspoken(415, "The Content-Encoding is not one that this server reads, which is gzip");
    }
  }

  private static void checkIfMatch(String header) {
    if (header != null && !VERSION.matcher(header.strip()).matches()) {
      throw Outcomes.malformed(
          "The If-Match header must name one version of a resource, as in W/\"3\".");
    }
  }

  private static boolean knownCharset(String name) {
    try {
      return name == null || Charset.isSupported(name);
    } catch (IllegalCharsetNameException notAName) {
      return false;
    }
  }

  private static String[] formats(String query) {
    if (query == null) {
      return new String[0];
    }
    return Arrays.stream(query.split("&"))
        .filter(parameter -> parameter.startsWith("_format="))
        .map(parameter -> parameter.substring("_format=".length()))
        .map(value -> value.replaceAll("%2[fF]", "/").replaceAll("%2[bB]|\\+| ", "+"))
        .map(Negotiation::mediaType)
        .toArray(String[]::new);
  }

  private static String mediaType(String header) {
    return header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private static UnclassifiedServerFailureException unspoken(int status, String found) {
    String sentence = found + "; it speaks application/fhir+json and application/fhir+xml.";
    return Outcomes.carriedBy(
        new UnclassifiedServerFailureException(status, sentence), IssueType.NOTSUPPORTED, sentence);
  }
}
