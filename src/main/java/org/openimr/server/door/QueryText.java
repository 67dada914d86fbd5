package org.openimr.server.door;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openimr.fhir.UnreadableResourceException.Problem;

/**
 * Reads names and values from the query of an address or from a form, and takes nothing for what it
 * is not: every escape must be whole, and every value UTF-8 without NUL.
 *
 * @see <a href="https://url.spec.whatwg.org/#urlencoded-parsing">URL,
 *     application/x-www-form-urlencoded parsing</a>
 */
final class QueryText {

  private static final int HEX = 16;
  private static final String PLAIN = "[A-Za-z_][A-Za-z0-9_.:-]{0,80}";

  private final Map<String, List<String>> parameters = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  /** Adds what a text holds; its bytes as they came. */
  void add(byte[] text) {
    for (String pair : new String(text, StandardCharsets.ISO_8859_1).split("&")) {
      if (!pair.isEmpty()) {
        String[] sides = pair.split("=", 2);
        String name = decoded(sides[0], null);
        String value = sides.length == 1 ? "" : decoded(sides[1], name);
        if (name != null && value != null) {
          parameters.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
        }
      }
    }
  }

  /** What was read, in its order. */
  Map<String, List<String>> parameters() {
    return parameters;
  }

  /** The query of an address that reads as these parameters. */
  static String written(Map<String, List<String>> parameters) {
    return parameters.entrySet().stream()
        .flatMap(
            parameter ->
                parameter.getValue().stream()
                    .map(value -> encoded(parameter.getKey()) + "=" + encoded(value)))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** What could not be read. */
  List<Problem> problems() {
    return problems;
  }

  private String decoded(String text, String name) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      if (next == '%') {
        int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), HEX) : -1;
        int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), HEX) : -1;
        if (high < 0 || low < 0) {
          return refused(name, "holds a % that two hexadecimal digits do not follow.");
        }
        bytes.write(high * HEX + low);
        i += 2;
      } else {
        bytes.write(next == '+' ? ' ' : next);
      }
    }
    return text(bytes.toByteArray(), name);
  }

  private String text(byte[] bytes, String name) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException malformed) {
      return refused(name, "is not UTF-8.");
    }
    return text.indexOf('\0') < 0 ? text : refused(name, "holds the character NUL.");
  }

  private String refused(String name, String found) {
    problems.add(
        new Problem(
            "value",
            name != null && name.matches(PLAIN) ? "http." + name : null,
            "A parameter " + found));
    return null;
  }
}
