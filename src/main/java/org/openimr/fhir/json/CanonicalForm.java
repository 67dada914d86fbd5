package org.openimr.fhir.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.erdtman.jcs.NumberToJSON;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;

/**
 * Writes the canonical form of a tree piece by piece, in UTF-8, without ever holding the whole.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8785#section-3.2">RFC 8785, section 3.2</a>
 */
final class CanonicalForm {

  private static final int ROOM = 8192;
  private static final int LONGEST_CHARACTER = 6;

  /** Up to here a whole number is written with its own digits. */
  private static final long EXACT = 1L << 53;

  private static final String SHORT = "\b\t\n\f\r\"\\";
  private static final String SHORTENED = "btnfr\"\\";
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final ByteSink sink;
  private final byte[] buffer = new byte[ROOM];
  private int held;

  private CanonicalForm(ByteSink sink) {
    this.sink = sink;
  }

  static void write(JsonNode tree, ByteSink sink) {
    CanonicalForm form = new CanonicalForm(sink);
    form.value(tree);
    form.flush();
  }

  private void value(JsonNode node) {
    switch (node.getNodeType()) {
      case OBJECT -> object(node);
      case ARRAY -> array(node);
      case STRING -> text(node);
      case NUMBER -> plain(number(node));
      default -> plain(node.asText());
    }
  }

  private void object(JsonNode object) {
    String[] names = new String[object.size()];
    Iterator<String> given = object.fieldNames();
    for (int i = 0; i < names.length; i++) {
      names[i] = given.next();
    }
    // by UTF-16 code units, as strings are compared
    Arrays.sort(names);
    one('{');
    for (int i = 0; i < names.length; i++) {
      if (i > 0) {
        one(',');
      }
      quoted(names[i]);
      one(':');
      value(object.get(names[i]));
    }
    one('}');
  }

  private void array(JsonNode array) {
    one('[');
    for (int i = 0; i < array.size(); i++) {
      if (i > 0) {
        one(',');
      }
      value(array.get(i));
    }
    one(']');
  }

  private void text(JsonNode text) {
    if (text instanceof LongText given) {
      one('"');
      flush();
      given.to(sink);
      one('"');
    } else {
      quoted(text.textValue());
    }
  }

  private void quoted(String text) {
    one('"');
    for (int i = 0; i < text.length(); i++) {
      room(LONGEST_CHARACTER);
      char each = text.charAt(i);
      if (each < ' ' || each == '"' || each == '\\') {
        escaped(each);
      } else if (each < 0x80) {
        buffer[held++] = (byte) each;
      } else if (Character.isSurrogate(each)) {
        if (!Character.isSurrogatePair(each, i + 1 < text.length() ? text.charAt(i + 1) : each)) {
          throw unwritable("A text holds half a character, a surrogate without the other.");
        }
        wide(text.codePointAt(i++));
      } else {
        wide(each);
      }
    }
    one('"');
  }

  private void escaped(char each) {
    buffer[held++] = '\\';
    int known = SHORT.indexOf(each);
    if (known >= 0) {
      buffer[held++] = (byte) SHORTENED.charAt(known);
      return;
    }
    buffer[held++] = 'u';
    buffer[held++] = '0';
    buffer[held++] = '0';
    buffer[held++] = HEX[each >> 4];
    buffer[held++] = HEX[each & 0xf];
  }

  private void wide(int character) {
    if (character < 0x800) {
      buffer[held++] = (byte) (0xc0 | character >> 6);
    } else {
      if (character < 0x10000) {
        buffer[held++] = (byte) (0xe0 | character >> 12);
      } else {
        buffer[held++] = (byte) (0xf0 | character >> 18);
        buffer[held++] = (byte) (0x80 | character >> 12 & 0x3f);
      }
      buffer[held++] = (byte) (0x80 | character >> 6 & 0x3f);
    }
    buffer[held++] = (byte) (0x80 | character & 0x3f);
  }

  private static String number(JsonNode number) {
    if (number.isIntegralNumber()
        && number.canConvertToLong()
        && number.longValue() < EXACT
        && number.longValue() > -EXACT) {
      return Long.toString(number.longValue());
    }
    try {
      return NumberToJSON.serializeNumber(Double.parseDouble(number.asText()));
    } catch (IOException beyond) {
      throw unwritable("A number is larger than canonical JSON can hold.");
    }
  }

  private static UnreadableResourceException unwritable(String text) {
    return new UnreadableResourceException(List.of(new Problem("value", null, text)), true);
  }

  private void plain(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      one(ascii.charAt(i));
    }
  }

  private void one(char ascii) {
    room(1);
    buffer[held++] = (byte) ascii;
  }

  private void room(int bytes) {
    if (held + bytes > ROOM) {
      flush();
    }
  }

  private void flush() {
    sink.take(buffer, 0, held);
    held = 0;
  }
}
