package org.openimr.server.http;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What HAPI's messages mean, said in sentences that quote nothing but names of elements, types and
 * parameters.
 *
 * <p>HAPI tells its errors apart by text alone; each row here holds a part of such a text, what it
 * means, and where HAPI's status is not the one due, the status.
 */
final class HapiMessages {

  private static final String NAME = "([A-Za-z][A-Za-z0-9_.:\\[\\]-]{0,80})";

  private record Row(Pattern text, int status, String sentence) {}

  private static final List<Row> ROWS =
      List.of(
          row("HAPI-0302: Unknown resource type '" + NAME, "This server has no resource type $1."),
          row(
              "HAPI-18\\d\\d: Unknown resource name \"?" + NAME,
              "FHIR R4 has no resource type $1."),
          row(
              "HAPI-1814: Incorrect resource type found, expected \"(\\w+)\" but found \"" + NAME,
              "The body is a $2; a $1 was expected."),
          row("HAPI-1838:", "The body names no resourceType."),
          row("HAPI-1825: Unknown element '" + NAME, "There is no element $1 at this place."),
          row(
              "HAPI-18\\d\\d: Unknown attribute '" + NAME,
              "There is no attribute $1 at this place."),
          row(
              "HAPI-1821: \\[element=\"" + NAME,
              "The value of $1 is not one that its type or its list of codes allows."),
          row(
              "HAPI-1820: Found incorrect type for element "
                  + NAME
                  + " - Expected (\\w+) and found (\\w+)",
              "The element $1 is of JSON type $3; $2 was expected."),
          row("Multiple repetitions of non-repeatable element '" + NAME, "$1 may stand only once."),
          row(
              "(?:line: |\\[row,col [^\\]]*\\]: \\[)(\\d+), ?(?:column: )?(\\d+)",
              "The body is not well formed: see line $1, column $2."),
          row("HAPI-(?:0450|185\\d|186\\d):", "The body is not well-formed FHIR."),
          row(
              "HAPI-0524: Unknown search parameter \"" + NAME + "\" for resource type \"(\\w+)",
              "$2 cannot be searched by $1."),
          row("HAPI-(?:1228|1229|1230|1231):", 400, "A position to search near cannot be read."),
          row(
              "HAPI-(?:1940|0375):|Invalid date/time|Invalid parameter|Invalid prefix",
              "A search parameter has a value that its type does not allow."),
          row(
              "HAPI-1094: Resource (\\w+)/\\S+ not found, specified in path: ([A-Za-z]+(?:\\.(?!where)[A-Za-z]+)*)",
              "The reference at $2 points to a $1 that does not exist here."),
          row(
              "No DAO exists for resource type class org\\.hl7\\.fhir\\.r4\\.model\\.(\\w+)",
              400,
              "A reference points to a $1, which is not a resource type of this server."),
          row(
              "HAPI-0529: .*entry\\((\\d+)\\)",
              "Bundle.entry[$1].request.method is missing or is not an HTTP method."),
          row("HAPI-0527:", "Bundle.type must be transaction or batch at this address."),
          row("Unable to delete", 409, "Other resources refer to this one."),
          row("is not known", "There is no resource of this type with the id asked for."),
          row("was deleted at", "The resource has been deleted."),
          row(
              "HAPI-0989:",
              412,
              "The resource has changed since the version named in If-Match; read it again."),
          row(
              "HAPI-0303: .*handle (\\w+) operation\\[[^\\]]*\\$",
              404,
              "There is no such operation at this address for $1 with these parameters."),
          row("HAPI-0303: .*handle (\\w+) operation", 405, "$1 is not offered at this address."),
          row(
              "HAPI-0420:",
              "The body must contain the id of the resource, and the same one as the address."),
          row(
              "HAPI-0960:|clients may only assign",
              "An id has up to 64 letters, digits, hyphens and points, and not digits alone."),
          row("HAPI-1758:", 404, "There is nothing at this address."),
          row("HAPI-0417:", 410, "These results are no longer kept; search again."),
          row("HAPI-1272:|HAPI-12\\d\\d: .*[Pp]atch|jsonpatch", "The patch cannot be applied."),
          row("GZIP|ZipException", "The body is not compressed as its Content-Encoding says."));

  private static final List<Pattern> PLACES =
      List.of(
          Pattern.compile("HAPI-1094: .* in path: ([A-Za-z]+(?:\\.(?!where)[A-Za-z]+)*)"),
          Pattern.compile("HAPI-0529: .* (Bundle\\.entry\\(\\d+\\)\\.request\\.method)"),
          Pattern.compile("HAPI-0527: .* (Bundle\\.type)"));

  private HapiMessages() {}

  /** All messages of the exception and its causes. */
  static String all(Throwable thrown) {
    StringBuilder all = new StringBuilder();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      all.append(cause.getMessage()).append('\n');
    }
    return all.toString();
  }

  /** The status that is due for what HAPI says with this status. */
  static int status(int status, String messages) {
    return ROWS.stream()
        .filter(row -> row.status() != 0)
        .filter(row -> row.text().matcher(messages).find())
        .findFirst()
        .map(Row::status)
        .orElse(status);
  }

  /** FHIRPath of the element to blame; empty if the messages do not say. */
  static Optional<String> expression(String messages) {
    for (Pattern pattern : PLACES) {
      Matcher matcher = pattern.matcher(messages);
      if (matcher.find()) {
        return Optional.of(matcher.group(1).replaceAll("\\((\\d+)\\)", "[$1]"));
      }
    }
    return Optional.empty();
  }

  /** What the messages mean; a general sentence for the status if they are not known. */
  static String sentence(int status, String messages) {
    for (Row row : ROWS) {
      Matcher matcher = row.text().matcher(messages);
      if (matcher.find()) {
        String sentence = row.sentence();
        for (int group = 1; group <= matcher.groupCount(); group++) {
          sentence = sentence.replace("$" + group, String.valueOf(matcher.group(group)));
        }
        return sentence;
      }
    }
    return general(status);
  }

  private static String general(int status) {
    return switch (status) {
      case 401 -> "This needs a bearer token that is known here.";
      case 403 -> "This caller may not do this.";
      case 404 -> "There is nothing at this address.";
      case 405 -> "This method is not offered at this address.";
      case 409 -> "This conflicts with what is stored.";
      case 410 -> "The resource has been deleted.";
      case 412 -> "The condition of the request does not hold.";
      case 422 -> "The resource is well formed but cannot be accepted.";
      case 428 -> "This needs an If-Match header with the version that was read.";
      default -> "The request cannot be understood as FHIR R4.";
    };
  }

  private static Row row(String text, String sentence) {
    return row(text, 0, sentence);
  }

  private static Row row(String text, int status, String sentence) {
    return new Row(Pattern.compile(text), status, sentence);
  }
}
