package org.openimr.server.http;

import java.util.List;
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
          row("Unknown resource type '" + NAME + "'", "This server has no resource type $1."),
          row("Unknown resource name \"?" + NAME, "FHIR R4 has no resource type $1."),
          row(
              "Incorrect resource type found, expected \"?" + NAME + "\"? but found \"?" + NAME,
              "The body is a $2; a $1 was expected."),
          row(
              "Body was (?:of type )?" + NAME + ".*? but URL .*?" + NAME,
              "The body is a $1, which is not the type of the address."),
          row("missing required element: 'resourceType'", "The body names no resourceType."),
          row("Unknown element '" + NAME + "' found", "There is no element $1 at this place."),
          row(
              "\\[element=\"" + NAME + "\"\\] Invalid attribute value",
              "The value of $1 is not one that its type or its list of codes allows."),
          row(
              "Found incorrect type for element " + NAME + " - Expected (\\w+) and found (\\w+)",
              "The element $1 is of JSON type $3; $2 was expected."),
          row("Multiple repetitions of non-repeatable element '" + NAME, "$1 may stand only once."),
          row(
              "[Cc]ould not parse|parse.*line:? ?(\\d+),? column:? ?(\\d+)",
              "The body is not well formed: see line $1, column $2."),
          row(
              "\\[row,col[^\\]]*\\]:? \\[(\\d+),(\\d+)\\]",
              "The body is not well formed: see line $1, column $2."),
          row(
              "line: (\\d+), column: (\\d+)",
              "The body is not well formed: see line $1, column $2."),
          row("does not appear to be FHIR|Failed to parse", "The body is not well-formed FHIR."),
          row(
              "Unknown search parameter \"" + NAME + "\" for resource type \"" + NAME,
              "$2 cannot be searched by $1."),
          row(
              "Invalid parameter chain|Invalid date/time format|Invalid prefix|Invalid token",
              "A search parameter has a value that its type does not allow."),
          row(
              "Resource " + NAME + "/.{1,64}? not found, specified in path: " + NAME,
              "The reference at $2 points to a $1 that does not exist here."),
          row(
              "Invalid resource reference found at path\\[" + NAME + "\\]",
              "The reference at $1 cannot be used here."),
          row(
              "Unable to delete|because .* (?:resource|reference)s? .*refer",
              409,
              "Other resources refer to this one."),
          row("is not known", "There is no resource of this type with the id asked for."),
          row("was deleted at", "The resource has been deleted."),
          row(
              "version.*(?:not|does not).*match|but the current version is",
              412,
              "The resource has changed since the version named; read it again."),
          row(
              "does not know how to handle (GET|POST|PUT|DELETE|PATCH) operation\\[[^\\]]*\\$",
              404,
              "There is no such operation at this address for $1 with these parameters."),
          row(
              "does not know how to handle (GET|POST|PUT|DELETE|PATCH)",
              405,
              "$1 is not offered at this address."),
          row(
              "PUT is not supported|Can not update.*(?:no|without).*ID|must (?:contain|have) an ID",
              "The address or the body lacks the id of the resource."),
          row(
              "ID element in the .*body.* (?:match|URL)|does not match",
              "The id in the body is not the id in the address."),
          row(
              "Can not create resource with ID|Invalid.* ID|clients may only assign",
              "An id has up to 64 letters, digits, hyphens and points, and not digits alone."),
          row(
              "ThisOffsetOutOfRange|not valid for this page|Search ID .*does not exist",
              410,
              "These results are no longer kept; search again."));

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
        .filter(row -> row.status() != 0 && status < 500)
        .filter(row -> row.text().matcher(messages).find())
        .findFirst()
        .map(Row::status)
        .orElse(status);
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
