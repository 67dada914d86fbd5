package org.openimr.fhir.body;

/**
 * Tells text that can be stored and given back in JSON and in XML.
 *
 * @see <a href="https://www.w3.org/TR/xml/#charsets">XML 1.0, 2.2 Characters</a>
 */
public final class Characters {

  static final String FAULT =
      "The value holds a character that cannot be stored: NUL, another control character, or half"
          + " of a pair.";

  private static final char FIRST_PRINTABLE = ' ';
  private static final char FIRST_NONCHARACTER = '\uFFFE';

  private Characters() {}

  /** Whether all characters of a text are such: no control characters, no halves of pairs. */
  public static boolean storable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      if (next < FIRST_PRINTABLE
          ? next != '\t' && next != '\n' && next != '\r'
          : next >= FIRST_NONCHARACTER) {
        return false;
      }
      if (Character.isSurrogate(next)) {
        boolean pair =
            Character.isHighSurrogate(next)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /**
   * Whether a body in JSON may hold characters that are not such; only escapes, the last two
   * characters of the basic plane, NUL in two bytes and halves of pairs in three can hide them from
   * a parser.
   */
  public static boolean suspected(byte[] body) {
    for (int i = 1; i < body.length; i++) {
      boolean escape = body[i] == 'u' && body[i - 1] == '\\';
      boolean last = (body[i] & 0xfe) == 0xbe && (body[i - 1] & 0xff) == 0xbf;
      boolean nul = (body[i] & 0xff) == 0x80 && (body[i - 1] & 0xff) == 0xc0;
      boolean half = (body[i] & 0xff) >= 0xa0 && (body[i - 1] & 0xff) == 0xed;
      if (escape || last || nul || half) {
        return true;
      }
    }
    return false;
  }
}
